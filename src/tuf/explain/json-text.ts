import { canonicalString, compareCodePoints } from "../json/canonical-json.ts";
import type { JsonObject, JsonValue } from "../json/json-value.ts";

/** How some program writes JSON. */
export interface TextStyle {
  /** Undefined means one line. */
  readonly indent: string | undefined;
  /** After the colon and, on one line, after the comma. */
  readonly colon: string;
  readonly comma: string;
  /** Undefined leaves members as they stand. */
  readonly order: ((a: MemberName, b: MemberName) => number) | undefined;
  readonly quote: (text: string) => string;
  readonly emptyObject: string;
}

export interface MemberName {
  readonly name: string;
  /** As it is written, with its quotes. */
  readonly quoted: string;
}

export const byCodePoint = (a: MemberName, b: MemberName): number => compareCodePoints(a.name, b.name);

const COMPACT = { indent: undefined, colon: ":", comma: ",", emptyObject: "{}" } as const;

/** Source: RFC 8785: names in the order of their UTF-16 units, strings as JavaScript writes them. */
export const RFC_8785: TextStyle = { ...COMPACT, order: ({ name: a }, { name: b }) => (a < b ? -1 : a > b ? 1 : 0), quote: jsonString };

/** What `@tufjs/canonical-json` writes: canonical but for the order of names. */
export const UTF16_ORDER: TextStyle = { ...RFC_8785, quote: canonicalString };

/** What olpc-cjson, the canonical JSON of tough, writes: NFC everywhere, and the order that of the names with their quotes. */
export const TOUGH: TextStyle = {
  ...COMPACT,
  order: (a, b) => compareCodePoints(a.quoted, b.quoted),
  quote: (text) => canonicalString(text.normalize("NFC")),
};

/** What php-tuf writes: PHP knows no empty object, and takes U+007F for ASCII like any other. */
export const PHP: TextStyle = { ...COMPACT, order: byCodePoint, quote: (text) => JSON.stringify(text).replace(/[\u0080-\uffff]/g, escapeUnit), emptyObject: "[]" };

/** Names that become one by the style's own quoting are one member, the last in code point order. */
export function writeText(value: JsonValue, style: TextStyle): string {
  const out: string[] = [];
  write(value, style, style.indent === undefined ? "" : "\n", out);
  return out.join("");
}

/** The shortest escapes that JSON allows. */
export function jsonString(text: string): string {
  return JSON.stringify(text);
}

/** Everything beyond printable ASCII escaped, as Python does by default. */
export function asciiString(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, escapeUnit);
}

/** As Go does by default, so that the text may stand in a web page. */
export function htmlString(text: string): string {
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, escapeUnit);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** `line`: the line break and the indent that stand before what closes this value. */
function write(value: JsonValue, style: TextStyle, line: string, out: string[]): void {
  switch (value.kind) {
    case "object": {
      if (value.members.size === 0) return void out.push(style.emptyObject);
      writeList(membersOf(value, style), "{}", style, line, out, ([{ quoted }, member], inner) => {
        out.push(quoted, style.colon);
        write(member, style, inner, out);
      });
      return;
    }
    case "array":
      if (value.items.length === 0) return void out.push("[]");
      return writeList(value.items, "[]", style, line, out, (item, inner) => write(item, style, inner, out));
    case "string": return void out.push(style.quote(value.value));
    case "null": return void out.push("null");
    case "integer":
    case "boolean": return void out.push(String(value.value));
  }
}

function writeList<T>(items: readonly T[], brackets: "{}" | "[]", { indent, comma }: TextStyle, line: string, out: string[], item: (one: T, inner: string) => void): void {
  const inner = indent === undefined ? "" : line + indent;
  out.push(brackets.charAt(0));
  items.forEach((one, i) => {
    if (i > 0) out.push(indent === undefined ? comma : ",");
    out.push(inner);
    item(one, inner);
  });
  out.push(line, brackets.charAt(1));
}

function membersOf({ members }: JsonObject, { order, quote }: TextStyle): readonly (readonly [MemberName, JsonValue])[] {
  const named = order === undefined ? [...members] : [...members].sort(([a], [b]) => compareCodePoints(a, b)); // so Rust's maps are
  const merged = new Map(named.map(([name, member]) => {
    const quoted = quote(name);
    return [quoted, [{ name, quoted }, member]] as const;
  }));
  const all = [...merged.values()];
  return order === undefined ? all : all.sort(([a], [b]) => order(a, b));
}
