/**
 * A JSON document as TUF may use it (1.0.34, 4.1: no floats), with the place of every value in the text.
 * Spans are offsets in UTF-16 units of the decoded text, end exclusive. Text that was strict UTF-8 encodes back
 * to the same bytes, so a splice between spans is a splice between bytes.
 */
export type JsonValue = JsonObject | JsonArray | JsonString | JsonInteger | JsonBoolean | JsonNull;

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Members keep their order in the text. A Map, so that `__proto__` is a name like any other and `"2","1"` stay put. */
export interface JsonObject extends Span {
  readonly kind: "object";
  readonly members: ReadonlyMap<string, JsonValue>;
}

export interface JsonArray extends Span {
  readonly kind: "array";
  readonly items: readonly JsonValue[];
}

export interface JsonString extends Span {
  readonly kind: "string";
  readonly value: string;
}

/** Always within ±(2^53 − 1): the parser refuses what a number cannot hold exactly. */
export interface JsonInteger extends Span {
  readonly kind: "integer";
  readonly value: number;
}

export interface JsonBoolean extends Span {
  readonly kind: "boolean";
  readonly value: boolean;
}

export interface JsonNull extends Span {
  readonly kind: "null";
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return value?.kind === "object";
}
