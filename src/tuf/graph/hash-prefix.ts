import { utf8 } from "../../lib/bytes.ts";
import { sha256Digest } from "../model/digest.ts";
import type { Digest } from "../model/ids.ts";

/** One path is asked of thousands of bins in a row. */
let last: { readonly path: string; readonly digest: Digest } | undefined;

/** What `path_hash_prefixes` and hash bins look at: SHA-256 of the target path in UTF-8. Source: TUF 1.0.34, 4.5. */
export function pathDigest(path: string): Digest {
  if (last?.path !== path) last = { path, digest: sha256Digest(utf8(path)) };
  return last.digest;
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
