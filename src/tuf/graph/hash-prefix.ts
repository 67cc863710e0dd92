import { utf8 } from "../../lib/bytes.ts";
import { sha256Digest } from "../model/digest.ts";
import type { Digest } from "../model/ids.ts";

/** What `path_hash_prefixes` and hash bins look at: SHA-256 of the target path in UTF-8. Source: TUF 1.0.34, 4.5. */
export function pathDigest(path: string): Digest {
  return sha256Digest(utf8(path));
}

/** A prefix of any length, compared as written: upper-case digits never match, here as in every client. */
export function matchesHashPrefix(prefixes: readonly string[], path: string): boolean {
  const digest = pathDigest(path);
  return prefixes.some((prefix) => digest.startsWith(prefix));
}

/** False for a prefix that can match no path at all. */
export function isUsablePrefix(prefix: string): boolean {
  return /^[0-9a-f]{0,64}$/.test(prefix);
}
