import type { Bytes } from "./bytes.ts";

const DIGITS = "0123456789abcdef";
const PAIRS: readonly string[] = Array.from({ length: 256 }, (_, byte) => DIGITS.charAt(byte >> 4) + DIGITS.charAt(byte & 15));
/** By character code; -1 for what is no digit. */
const VALUES: Int8Array = Int8Array.from({ length: 128 }, (_, code) => DIGITS.indexOf(String.fromCharCode(code).toLowerCase()));

export function toHex(bytes: Uint8Array): string {
  let out = "";
  for (const byte of bytes) out += PAIRS[byte];
  return out;
}

/** Accepts either case; undefined for odd length or any other character. */
export function fromHex(text: string): Bytes | undefined {
  if (text.length % 2 !== 0) return undefined;
  const out = new Uint8Array(text.length / 2);
  for (let i = 0; i < out.length; i++) {
    const value = (digit(text, 2 * i) << 4) | digit(text, 2 * i + 1);
    if (value < 0) return undefined;
    out[i] = value;
  }
  return out;
}

function digit(text: string, at: number): number {
  return VALUES[text.charCodeAt(at)] ?? -1;
}
