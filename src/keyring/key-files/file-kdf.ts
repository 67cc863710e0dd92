import type { Bytes } from "../../lib/bytes.ts";
import { fail, ok, type Result } from "../../lib/result.ts";
import type { ScryptCost } from "../keyring-entry.ts";
import type { Watch } from "../keyring.ts";
import { isScryptWithin, type KdfFault } from "../scrypt.ts";
import type { KeyFileFault, KeyFileFormat } from "./key-file-fault.ts";

export type Pbkdf2Hash = "SHA-1" | "SHA-256" | "SHA-384" | "SHA-512";

export interface Pbkdf2 {
  readonly hash: Pbkdf2Hash;
  readonly iterations: number;
  readonly salt: Bytes;
  /** Units: bytes. */
  readonly length: number;
}

/** What a file may ask of this machine: about what our own keys ask, several times over. */
const LIMITS = { iterations: 20_000_000, memoryBytes: 512 * 2 ** 20, lanes: 64, rounds: 256 } as const;

/** Whether to begin at all. Units: PBKDF2's iterations, or bcrypt's rounds. */
export function isAffordable(format: KeyFileFormat, asked: ScryptCost | { readonly iterations: number } | { readonly rounds: number }): Result<undefined, KeyFileFault> {
  const refused = (found: string): Result<never, KeyFileFault> => fail({ kind: "key-file-too-costly", format, found });
  if ("iterations" in asked) return asked.iterations >= 1 && asked.iterations <= LIMITS.iterations ? ok(undefined) : refused(`${asked.iterations} iterations`);
  if ("rounds" in asked) return asked.rounds >= 1 && asked.rounds <= LIMITS.rounds ? ok(undefined) : refused(`${asked.rounds} rounds of bcrypt`);
  const { n, r, p } = asked;
  return isScryptWithin(asked, LIMITS) ? ok(undefined) : refused(`scrypt with N ${n}, r ${r}, p ${p}`);
}

/** The caller wipes the result. The browser's own code runs to its end; a signal stops the waiting for it. */
export async function derivePbkdf2(subtle: SubtleCrypto, { hash, iterations, salt, length }: Pbkdf2, passphrase: Bytes, { signal }: Watch): Promise<Result<Bytes, KdfFault>> {
  const stopped = new Promise<undefined>((resolve) => {
    if (signal?.aborted === true) resolve(undefined);
    signal?.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  const material = await subtle.importKey("raw", passphrase, "PBKDF2", false, ["deriveBits"]);
  const derived = await Promise.race([subtle.deriveBits({ name: "PBKDF2", hash, iterations, salt }, material, 8 * length), stopped]);
  return derived === undefined ? fail({ kind: "cancelled" }) : ok(new Uint8Array(derived));
}
