import type { Brand } from "../../lib/brand.ts";
import { utf8, type Bytes } from "../../lib/bytes.ts";
import { assertNever } from "../../lib/assert-never.ts";
import type { JsonValue } from "./json-value.ts";

/** The bytes that a TUF signature covers. Only `encodeCanonical` makes them, and `JsonTape`, which takes them from a text that is canonical but for its white space. */
export type CanonicalBytes = Brand<Bytes, "CanonicalBytes">;

/**
 * OLPC canonical JSON as securesystemslib writes it: no white space, keys in code point order, and in strings only
 * `"` and `\` escaped, so that a newline stands as the byte 0x0A. This is not RFC 8785.
 * Source: TUF 1.0.34, 4.1.
 */
export function encodeCanonical(value: JsonValue): CanonicalBytes {
  const parts: string[] = [];
  write(value, parts);
  return utf8(parts.join("")) as CanonicalBytes; // the first of the three makers of this brand
}

function write(value: JsonValue, out: string[]): void {
  switch (value.kind) {
    case "object": {
      let separator = "{";
      for (const [key, member] of sorted(value.members)) {
        out.push(separator, canonicalString(key), ":");
        write(member, out);
        separator = ",";
      }
      out.push(separator === "{" ? "{}" : "}");
      return;
    }
    case "array":
      out.push("[");
      value.items.forEach((item, i) => {
        if (i > 0) out.push(",");
        write(item, out);
      });
      out.push("]");
      return;
    case "string":
      out.push(canonicalString(value.value));
      return;
    case "integer":
    case "boolean":
      out.push(String(value.value));
      return;
    case "null":
      out.push("null");
      return;
    default:
      assertNever(value);
  }
}

/** A string within canonical JSON, with its quotes. */
export function canonicalString(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

function sorted(members: ReadonlyMap<string, JsonValue>): readonly (readonly [string, JsonValue])[] {
  return [...members].sort(([a], [b]) => compareCodePoints(a, b));
}

/**
 * Code point order, which is also the order of the UTF-8 bytes. UTF-16 order differs only where a surrogate meets
 * a unit at or above U+E000, so the units are shifted there before they are compared.
 */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return codePointRank(x) - codePointRank(y);
  }
  return a.length - b.length;
}

function codePointRank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}
