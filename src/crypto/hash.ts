import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import type { Bytes } from "../lib/bytes.ts";
import type { HashName } from "../tuf/model/key-algorithm.ts";

const HASHES = { "SHA-256": sha256, "SHA-384": sha384, "SHA-512": sha512 } as const;

export function digestOf(hash: HashName, message: Uint8Array): Bytes {
  return new Uint8Array(HASHES[hash](message));
}

/** Units: bytes. */
export function hashLength(hash: HashName): number {
  return HASHES[hash].outputLen;
}
