import type { Parameters } from "fast-check";

const minutes = Number(process.env["FUZZ_MINUTES"] ?? 0);
const seed = process.env["FUZZ_SEED"];

/** How long a property is tried: so often in the gate, for minutes under `npm run fuzz`. */
export function runs(count: number): Parameters<unknown> {
  return {
    ...(seed === undefined ? {} : { seed: Number(seed) }),
    ...(minutes > 0 ? { numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: minutes * 60_000, markInterruptAsFailure: false } : { numRuns: count }),
  };
}
