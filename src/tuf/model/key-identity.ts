import { encodeCanonical } from "../json/canonical-json.ts";
import { sha256Digest } from "./digest.ts";
import { fingerprintOf, type Key } from "./key.ts";

const texts = new WeakMap<Key, string>();

/**
 * What makes two keys the same key: their material; where it cannot be read, their whole canonical text, since others
 * may be able to read it. The text is hashed once for each key, however many roles list it.
 */
export function keyIdentity(key: Key): string {
  const fingerprint = fingerprintOf(key);
  if (fingerprint !== undefined) return fingerprint;
  const known = texts.get(key);
  if (known !== undefined) return known;
  const text = sha256Digest(encodeCanonical(key.node));
  texts.set(key, text);
  return text;
}
