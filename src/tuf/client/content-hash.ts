import { sha256, sha512 } from "@noble/hashes/sha2.js";
import type { Bytes } from "../../lib/bytes.ts";
import { toHex } from "../../lib/hex.ts";

export type KnownHash = "sha256" | "sha512";

const HASHES: Readonly<Record<KnownHash, (bytes: Uint8Array) => Uint8Array>> = { sha256, sha512 };
const answers = new WeakMap<Bytes, Map<KnownHash, string>>();

export function isKnownHash(algorithm: string): algorithm is KnownHash {
  return Object.hasOwn(HASHES, algorithm);
}

/** Hex of a file's hash, made once: the same file is met in several replays and under many delegators. Files never change in memory. */
export function contentHash(bytes: Bytes, algorithm: KnownHash): string {
  const known = answers.get(bytes) ?? new Map<KnownHash, string>();
  answers.set(bytes, known);
  const answer = known.get(algorithm) ?? toHex(HASHES[algorithm](bytes));
  known.set(algorithm, answer);
  return answer;
}
