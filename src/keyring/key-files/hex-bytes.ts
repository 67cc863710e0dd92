import type { Bytes } from "../../lib/bytes.ts";

/** Hex as bytes of ASCII, either case, to what it says: a string that held a key could not be wiped. Undefined when it is none. */
export function fromHexBytes(text: Bytes): Bytes | undefined {
  if (text.length % 2 !== 0) return undefined;
  const out = new Uint8Array(text.length / 2);
  for (let i = 0; i < text.length; i++) {
    const digit = digitOf(text[i] ?? 0);
    if (digit === undefined) {
      out.fill(0);
      return undefined;
    }
    out[i >> 1] = ((out[i >> 1] ?? 0) << 4) | digit;
  }
  return out;
}

function digitOf(code: number): number | undefined {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : undefined;
}

/** Without the white space at both ends. Shares memory with the input. */
export function trimmed(text: Bytes): Bytes {
  const isBlank = (code: number | undefined): boolean => code === 0x20 || (code !== undefined && code >= 0x09 && code <= 0x0d);
  let [start, end] = [0, text.length];
  while (start < end && isBlank(text[start])) start++;
  while (end > start && isBlank(text[end - 1])) end--;
  return text.subarray(start, end);
}
