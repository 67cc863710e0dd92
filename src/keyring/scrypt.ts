import type { Bytes } from "../lib/bytes.ts";
import { fail, ok, type Result } from "../lib/result.ts";
import type { ScryptCost } from "./keyring-entry.ts";
import type { Watch } from "./keyring.ts";
import { part } from "./part.ts";

export type KdfFault = { readonly kind: "cancelled" } | { readonly kind: "kdf-memory"; readonly memoryBytes: number };

/** Turns passphrases into keys, slowly. */
export interface Kdf {
  /** What new keys are sealed at, measured on this machine. */
  readonly sealCost: () => Promise<ScryptCost>;
  /** What backup files are written at: other tools must open them, on other machines. */
  readonly backupCost: ScryptCost;
  /** Shape: 32 bytes, which the caller wipes. One derivation runs at a time. */
  readonly derive: (passphrase: Bytes, salt: Bytes, cost: ScryptCost, watch: Watch) => Promise<Result<Bytes, KdfFault>>;
}

/** Never below: what OWASP asks of scrypt with 128 MiB. */
const LEAST_N = 2 ** 17;
/** A tab gets this much on a phone too. */
const MOST_MEMORY_BYTES = 256 * 2 ** 20;
const TARGET_MS = 1000;
const PROBE_N = 2 ** 13;
/** How long the worker listens to nobody. */
const SLICE_MS = 50;

/**
 * OpenSSL 3 refuses scrypt above 32 MiB, so a backup has less memory and more lanes: the work of N = 2^18 in 16 MiB.
 * OWASP counts a third of it as enough.
 */
const BACKUP_COST = scryptCost(2 ** 14, 8, 16);

/**
 * The lanes are made in one piece before the first slice, and nobody is heard meanwhile; and they take memory beside the
 * table. Ours have 16 KiB. Units: bytes.
 */
const MOST_LANES_BYTES = 2 ** 20;

/** Whether these are numbers of scrypt at all, within what the caller allows. */
export function isScryptWithin({ n, r, p, memoryBytes }: ScryptCost, most: { readonly memoryBytes: number; readonly lanes: number }): boolean {
  const isCount = [n, r, p].every((value) => Number.isSafeInteger(value) && value >= 1) && n > 1 && Number.isInteger(Math.log2(n));
  return isCount && memoryBytes <= most.memoryBytes && memoryBytes * p <= most.memoryBytes * most.lanes && 128 * r * p <= MOST_LANES_BYTES;
}

export function scryptCost(n: number, r: number, p: number): ScryptCost {
  return { n, r, p, memoryBytes: 128 * r * n };
}

/** Units of `readMs`: milliseconds, from any start. */
export function scryptKdf(readMs: () => number): Kdf {
  let last: Promise<unknown> = Promise.resolve();
  let cost: Promise<ScryptCost> | undefined;
  return {
    sealCost: () => (cost ??= calibrate(readMs)),
    backupCost: BACKUP_COST,
    derive: (passphrase, salt, chosen, watch) => {
      const mine = last.then(() => derive(passphrase, salt, chosen, watch));
      last = mine.catch(() => undefined); // two at once would take twice the memory and be no faster
      return mine;
    },
  };
}

async function derive(passphrase: Bytes, salt: Bytes, { n, r, p, memoryBytes }: ScryptCost, { signal, onProgress }: Watch): Promise<Result<Bytes, KdfFault>> {
  const { scryptAsync } = await part(() => import("@noble/hashes/scrypt.js"));
  try {
    const derived = await scryptAsync(passphrase, salt, {
      N: n,
      r,
      p,
      dkLen: 32,
      maxmem: 128 * r * (n + p + 1), // the library's own limit is below what a record may ask for
      asyncTick: SLICE_MS,
      onProgress: (fraction) => {
        signal?.throwIfAborted(); // the library wipes what it has when this throws
        onProgress?.(fraction);
      },
    });
    return ok(new Uint8Array(derived.buffer, derived.byteOffset, derived.length));
  } catch (error) {
    if (signal?.aborted === true) return fail({ kind: "cancelled" });
    if (error instanceof RangeError) return fail({ kind: "kdf-memory", memoryBytes }); // the allocation failed
    throw error;
  }
}

/** The largest power of two within the target, the memory and the least. Time grows with N in proportion. */
async function calibrate(readMs: () => number): Promise<ScryptCost> {
  const probe = scryptCost(PROBE_N, 8, 1);
  await derive(new Uint8Array(16), new Uint8Array(32), probe, {}); // the first run is compiled while it runs
  const start = readMs();
  await derive(new Uint8Array(16), new Uint8Array(32), probe, {});
  return chooseCost(readMs() - start);
}

/** Units: milliseconds that the probe of 2^13 took. */
export function chooseCost(probeMs: number): ScryptCost {
  let n = LEAST_N;
  while (scryptCost(2 * n, 8, 1).memoryBytes <= MOST_MEMORY_BYTES && (probeMs * 2 * n) / PROBE_N <= TARGET_MS) n *= 2;
  return scryptCost(n, 8, 1);
}
