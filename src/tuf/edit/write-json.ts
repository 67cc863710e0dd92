import type { JsonValue } from "../json/json-value.ts";
import { compareCodePoints } from "../json/canonical-json.ts";

/** Plain data for a document that is being made. Integers only: TUF knows no floats. */
export type PlainJson = null | boolean | number | string | readonly PlainJson[] | { readonly [name: string]: PlainJson | undefined };

/** How a document is laid out. `indent` undefined means one line. */
export interface JsonStyle {
  readonly indent: string | undefined;
  readonly colon: string;
  readonly newline: string;
  /** After the comma, on one line. */
  readonly gap: string;
}

/** Python's `json.dumps(indent=1, separators=(",", ": "), sort_keys=True)`: what python-tuf and tuf-on-ci write. */
export const TUF_ON_CI_STYLE: JsonStyle = { indent: " ", colon: ": ", newline: "\n", gap: "" };

/** Sorted keys, everything beyond ASCII escaped, no newline at the end. Members that are undefined are left out. */
export function writeJson(value: PlainJson, style: JsonStyle, depth = 0): string {
  if (typeof value === "string") return asciiString(value);
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new RangeError("TUF metadata holds integers only");
  if (value === null || typeof value !== "object") return String(value);
  const items = isList(value)
    ? value.map((item) => writeJson(item, style, depth + 1))
    : members(value).map(([name, member]) => `${asciiString(name)}${style.colon}${writeJson(member, style, depth + 1)}`);
  const [open, close] = isList(value) ? ["[", "]"] : ["{", "}"];
  if (items.length === 0) return open + close;
  if (style.indent === undefined) return open + items.join(`,${style.gap}`) + close;
  const inner = style.newline + style.indent.repeat(depth + 1);
  return open + inner + items.join(`,${inner}`) + style.newline + style.indent.repeat(depth) + close;
}

/** The parsed form of plain data, for the canonical encoder. Its spans mean nothing: there is no text. */
export function toJsonValue(value: PlainJson): JsonValue {
  const span = { start: 0, end: 0 };
  if (value === null) return { kind: "null", ...span };
  if (typeof value === "string") return { kind: "string", value, ...span };
  if (typeof value === "number") return { kind: "integer", value, ...span };
  if (typeof value === "boolean") return { kind: "boolean", value, ...span };
  if (isList(value)) return { kind: "array", items: value.map(toJsonValue), ...span };
  return { kind: "object", members: new Map(members(value).map(([name, member]) => [name, toJsonValue(member)])), ...span };
}

/** A JSON string in ASCII, as Python writes it by default. */
function asciiString(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** `Array.isArray` does not narrow a readonly array. */
function isList(value: readonly PlainJson[] | { readonly [name: string]: PlainJson | undefined }): value is readonly PlainJson[] {
  return Array.isArray(value);
}

function members(value: { readonly [name: string]: PlainJson | undefined }): readonly (readonly [string, PlainJson])[] {
  return Object.entries(value)
    .flatMap(([name, member]) => (member === undefined ? [] : [[name, member] as const]))
    .toSorted(([a], [b]) => compareCodePoints(a, b));
}
