import type { Bytes } from "../../lib/bytes.ts";

/** Where the wanted bytes, at least one, stand next; -1 when they do not. On bytes, since a string that held a key could not be wiped. */
export function findBytes(bytes: Bytes, wanted: Bytes, from: number): number {
  const [first = 0] = wanted;
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return at;
  }
  return -1;
}
