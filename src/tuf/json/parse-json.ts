import { decodeUtf8 } from "../../lib/bytes.ts";
import { fail, ok, type Result } from "../../lib/result.ts";
import type { JsonObject, JsonValue } from "./json-value.ts";

/** Why a text is not the JSON that TUF may use. `at` is an offset in UTF-16 units; `line` and `column` count from 1. */
export type JsonFault =
  | { readonly kind: "json-too-large"; readonly bytes: number; readonly limit: number }
  | { readonly kind: "json-not-utf8" }
  | { readonly kind: "json-byte-order-mark" }
  | { readonly kind: "json-empty" }
  | (JsonPlace & { readonly kind: JsonPlacedKind })
  | (JsonPlace & { readonly kind: "json-duplicate-key"; readonly key: string })
  | (JsonPlace & { readonly kind: "json-number"; readonly written: string; readonly why: NumberProblem });

export type JsonPlacedKind =
  | "json-syntax"
  | "json-truncated"
  | "json-trailing-data"
  | "json-too-deep"
  | "json-lone-surrogate"
  | "json-control-character";

/** `float` covers fractions and exponents; `unsafe` is an integer beyond 2^53 − 1. */
export type NumberProblem = "float" | "negative-zero" | "leading-zero" | "unsafe";

export interface JsonPlace {
  readonly at: number;
  readonly line: number;
  readonly column: number;
}

export interface JsonLimits {
  /** Units: bytes of UTF-8. */
  readonly maxBytes: number;
  /** Nested objects and arrays. Real metadata needs eight or nine. */
  readonly maxDepth: number;
}

export const DEFAULT_JSON_LIMITS: JsonLimits = { maxBytes: 64 * 1024 * 1024, maxDepth: 64 };

export interface ParsedJson {
  readonly text: string;
  readonly value: JsonValue;
}

/**
 * Strict and lossless: refuses duplicate keys, floats, exponents, `-0`, integers beyond 2^53 − 1, lone surrogates,
 * malformed UTF-8, a byte order mark, trailing data, and whatever exceeds the limits. Never throws.
 * Source: TUF 1.0.34, 4.1 (the JSON subset); the rest is what other parsers silently read in different ways.
 */
export function parseJson(bytes: Uint8Array, limits: JsonLimits = DEFAULT_JSON_LIMITS): Result<ParsedJson, JsonFault> {
  if (bytes.length > limits.maxBytes) return fail({ kind: "json-too-large", bytes: bytes.length, limit: limits.maxBytes });
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return fail({ kind: "json-byte-order-mark" });
  const text = decodeUtf8(bytes);
  if (text === undefined) return fail({ kind: "json-not-utf8" });
  try {
    return ok({ text, value: new Parser(text, limits.maxDepth).document() });
  } catch (error) {
    if (error instanceof Refusal) return fail(error.fault);
    throw error;
  }
}

/** Internal way out of the recursion; never leaves this file. */
class Refusal extends Error {
  readonly fault: JsonFault;
  constructor(fault: JsonFault) {
    super(fault.kind);
    this.fault = fault;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'], ["\\", "\\"], ["/", "/"], ["b", "\b"], ["f", "\f"], ["n", "\n"], ["r", "\r"], ["t", "\t"],
]);
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
const NUMBER = /-?(?:\d+)(?:\.\d*)?(?:[eE][+-]?\d*)?/y;

class Parser {
  private readonly text: string;
  private readonly maxDepth: number;
  private at = 0;
  private depth = 0;

  constructor(text: string, maxDepth: number) {
    this.text = text;
    this.maxDepth = maxDepth;
  }

  document(): JsonValue {
    this.skipSpace();
    if (this.at >= this.text.length) throw new Refusal({ kind: "json-empty" });
    const value = this.value();
    this.skipSpace();
    if (this.at < this.text.length) this.refuse("json-trailing-data");
    return value;
  }

  private value(): JsonValue {
    switch (this.text[this.at]) {
      case "{": return this.object();
      case "[": return this.array();
      case '"': {
        const start = this.at;
        const value = this.string();
        return { kind: "string", value, start, end: this.at };
      }
      case "t": return this.word("true", (start, end) => ({ kind: "boolean", value: true, start, end }));
      case "f": return this.word("false", (start, end) => ({ kind: "boolean", value: false, start, end }));
      case "n": return this.word("null", (start, end) => ({ kind: "null", start, end }));
      default: return this.number();
    }
  }

  private object(): JsonObject {
    const start = this.at;
    this.enter();
    const members = new Map<string, JsonValue>();
    this.skipSpace();
    if (this.text[this.at] === "}") {
      this.at++;
    } else {
      for (;;) {
        this.skipSpace();
        const keyAt = this.at;
        if (this.text[this.at] !== '"') this.refuse("json-syntax");
        const key = this.string();
        if (members.has(key)) throw new Refusal({ kind: "json-duplicate-key", key, ...this.place(keyAt) });
        this.skipSpace();
        this.expect(":");
        this.skipSpace();
        members.set(key, this.value());
        if (!this.more("}")) break;
      }
    }
    this.depth--;
    return { kind: "object", members, start, end: this.at };
  }

  private array(): JsonValue {
    const start = this.at;
    this.enter();
    const items: JsonValue[] = [];
    this.skipSpace();
    if (this.text[this.at] === "]") {
      this.at++;
    } else {
      for (;;) {
        this.skipSpace();
        items.push(this.value());
        if (!this.more("]")) break;
      }
    }
    this.depth--;
    return { kind: "array", items, start, end: this.at };
  }

  private string(): string {
    const start = ++this.at;
    const { text } = this;
    let out = "";
    let from = start;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (Number.isNaN(code)) this.refuse("json-truncated");
      if (code < 0x20) this.refuse("json-control-character");
      if (code === QUOTE) break;
      if (code === BACKSLASH) {
        out += text.slice(from, this.at) + this.escape();
        from = this.at;
      } else {
        this.at++;
      }
    }
    const escaped = from !== start;
    out += text.slice(from, this.at);
    // Decoded text has no lone surrogate of its own: only an escape can bring one in.
    if (escaped && LONE_SURROGATE.test(out)) this.refuse("json-lone-surrogate", start - 1);
    this.at++;
    return out;
  }

  private escape(): string {
    const letter = this.text[this.at + 1];
    if (letter === undefined) return this.refuse("json-truncated");
    const plain = ESCAPES.get(letter);
    if (plain !== undefined) {
      this.at += 2;
      return plain;
    }
    const hex = this.text.slice(this.at + 2, this.at + 6);
    if (letter !== "u" || !/[0-9a-fA-F]{4}/.test(hex)) return this.refuse("json-syntax");
    this.at += 6;
    return String.fromCharCode(Number.parseInt(hex, 16));
  }

  private number(): JsonValue {
    const start = this.at;
    NUMBER.lastIndex = start;
    const written = NUMBER.exec(this.text)?.[0];
    if (written === undefined) return this.refuse("json-syntax");
    const why = numberProblem(written);
    if (why !== undefined) throw new Refusal({ kind: "json-number", written: written.slice(0, 40), why, ...this.place(start) });
    this.at += written.length;
    return { kind: "integer", value: Number(written), start, end: this.at };
  }

  private word<T extends JsonValue>(word: string, make: (start: number, end: number) => T): T {
    const start = this.at;
    const found = this.text.slice(start, start + word.length);
    if (found !== word) this.refuse(word.startsWith(found) ? "json-truncated" : "json-syntax");
    this.at += word.length;
    return make(start, this.at);
  }

  /** After an element: true for a comma, false when the container closes. */
  private more(close: string): boolean {
    this.skipSpace();
    const c = this.text[this.at];
    if (c !== "," && c !== close) this.refuse("json-syntax");
    this.at++;
    return c === ",";
  }

  private expect(c: string): void {
    if (this.text[this.at] !== c) this.refuse("json-syntax");
    this.at++;
  }

  private enter(): void {
    if (++this.depth > this.maxDepth) this.refuse("json-too-deep");
    this.at++;
  }

  private skipSpace(): void {
    const { text } = this;
    for (;;) {
      const c = text.charCodeAt(this.at);
      if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) return;
      this.at++;
    }
  }

  /** What is wrong at the very end of the text is that it ends there. */
  private refuse(kind: JsonPlacedKind, at: number = this.at): never {
    throw new Refusal({ kind: at >= this.text.length ? "json-truncated" : kind, ...this.place(at) });
  }

  private place(at: number): JsonPlace {
    return placeOf(this.text, at);
  }
}

/** Line and column (in code points) of an offset, both counted from 1. */
export function placeOf(text: string, at: number): JsonPlace {
  const before = text.slice(0, at);
  const lastBreak = before.lastIndexOf("\n");
  let line = 1;
  for (let i = before.indexOf("\n"); i !== -1; i = before.indexOf("\n", i + 1)) line++;
  let column = 1;
  for (let i = lastBreak + 1; i < at; i += (text.codePointAt(i) ?? 0) > 0xffff ? 2 : 1) column++; // a line may hold the whole file
  return { at, line, column };
}

function numberProblem(written: string): NumberProblem | undefined {
  if (/[.eE]/.test(written)) return "float";
  if (/^-?0\d/.test(written)) return "leading-zero";
  if (written === "-0") return "negative-zero";
  return Number.isSafeInteger(Number(written)) ? undefined : "unsafe";
}
