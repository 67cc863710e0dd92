// `npm run fuzz [-- MINUTES [SEED]]`: every property of the core, each for so many minutes (5 unless told) instead of the
// few hundred runs of the gate. By hand. A failure prints the seed and the smallest case; give it back to see it again.
import "./require-node.mjs";
import { runNode } from "./process.mjs";

const [minutes = "5", seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2);
if (!(Number(minutes) > 0) || !Number.isInteger(Number(seed))) {
  console.error("Usage: npm run fuzz [-- MINUTES [SEED]]");
  process.exit(2);
}
console.log(`Each property for ${minutes} minutes, from seed ${seed}`);
const timeout = String(Math.ceil(Number(minutes) * 60_000) * 4);
process.exitCode = await runNode(
  ["node_modules/vitest/vitest.mjs", "run", "src/test/fuzz", "property.test.ts", `--testTimeout=${timeout}`],
  { FUZZ_MINUTES: minutes, FUZZ_SEED: seed },
);
