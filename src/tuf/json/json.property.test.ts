import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changeAt, hostileName, placesIn, tufJson, twoTexts, valueAt, writeLoosely } from "../../test/arbitraries.ts";
import { runs } from "../../test/runs.ts";
import { decodeUtf8, utf8 } from "../../lib/bytes.ts";
import { TUF_ON_CI_STYLE, toJsonValue, writeJson, type JsonStyle, type PlainJson } from "../edit/write-json.ts";
import { encodeCanonical } from "./canonical-json.ts";
import type { JsonValue } from "./json-value.ts";
import { parseJson, placeOf, type JsonFault } from "./parse-json.ts";

function parsed(text: string): JsonValue {
  const result = parseJson(utf8(text));
  if (!result.ok) throw new Error(`${JSON.stringify(result.fault)} in ${text}`);
  return result.value.value;
}

function faultOf(text: string): JsonFault {
  const result = parseJson(utf8(text));
  if (result.ok) throw new Error(`accepted: ${text}`);
  return result.fault;
}

/** What a value says, without where it says so. */
function plain(value: JsonValue): PlainJson {
  switch (value.kind) {
    case "object": return Object.fromEntries([...value.members].map(([name, member]) => [name, plain(member)]));
    case "array": return value.items.map(plain);
    case "null": return null;
    default: return value.value;
  }
}

/** Every value of a document, the document itself among them. */
function everyValue(value: JsonValue): readonly JsonValue[] {
  const inside = value.kind === "object" ? [...value.members.values()] : value.kind === "array" ? value.items : [];
  return [value, ...inside.flatMap(everyValue)];
}

const canonicalText = (value: JsonValue): string => decodeUtf8(encodeCanonical(value)) ?? "";
/** Canonical JSON writes control characters as they are, and no parser takes those: all else is read back. */
const readable = tufJson.filter((value) => !/\\u00[01]|\\[bfnrt]/.test(JSON.stringify(value)));
const style: fc.Arbitrary<JsonStyle> = fc.constantFrom(TUF_ON_CI_STYLE, { indent: undefined, colon: ":", newline: "", gap: "" }, { indent: undefined, colon: ": ", newline: "", gap: " " }, { indent: "\t", colon: ":", newline: "\r\n", gap: "" });

describe("any JSON that TUF may use", () => {
  it("is read as what it says, however it is written", () => {
    fc.assert(fc.property(tufJson, fc.infiniteStream(fc.nat(7)), (value, choices) => {
      expect(identity(plain(parsed(writeLoosely(value, choices))))).toBe(identity(value));
    }), runs(300));
  });

  it("has one canonical form, whatever the order of its members, its white space and its escapes", () => {
    fc.assert(fc.property(twoTexts, ([one, two]) => {
      expect(canonicalText(parsed(one))).toBe(canonicalText(parsed(two)));
    }), runs(300));
  });

  it("comes back from its canonical form as it was, and is written the same again", () => {
    fc.assert(fc.property(readable, (value) => {
      const once = canonicalText(toJsonValue(value));
      expect(identity(plain(parsed(once)))).toBe(identity(value));
      expect(canonicalText(parsed(once))).toBe(once);
    }), runs(300));
  });

  it("has another canonical form as soon as it says something else", () => {
    fc.assert(fc.property(tufJson, tufJson, (one, other) => {
      const same = canonicalText(toJsonValue(one)) === canonicalText(toJsonValue(other));
      expect(same).toBe(identity(one) === identity(other));
    }), runs(300));
    fc.assert(fc.property(tufJson, fc.nat(), tufJson, (value, at, other) => {
      const places = placesIn(value);
      const place = places[at % places.length];
      fc.pre(place !== undefined && identity(valueAt(value, place)) !== identity(other));
      if (place === undefined) return;
      expect(canonicalText(toJsonValue(changeAt(value, place, () => ({ value: other }))))).not.toBe(canonicalText(toJsonValue(value)));
    }), runs(300));
  });

  it("is written by the writer so that the parser reads it back, in every style", () => {
    fc.assert(fc.property(tufJson, style, (value, how) => {
      expect(identity(plain(parsed(writeJson(value, how))))).toBe(identity(value));
    }), runs(300));
  });

  it("has spans that cut each value, and nothing else, out of the text", () => {
    fc.assert(fc.property(tufJson, fc.infiniteStream(fc.nat(7)), (value, choices) => {
      const text = writeLoosely(value, choices);
      for (const one of everyValue(parsed(text))) {
        const cut = text.slice(one.start, one.end);
        expect(cut.trim()).toBe(cut);
        expect(identity(plain(parsed(cut)))).toBe(identity(plain(one)));
      }
    }), runs(150));
  });

  it("is refused with two equal names at any depth, however the second is written", () => {
    fc.assert(fc.property(tufJson, fc.nat(), hostileName, fc.infiniteStream(fc.nat(7)), (value, at, name, choices) => {
      const marker = "\u0001here";
      const around: PlainJson = { deep: [value, { x: value }] };
      const places = placesIn(around);
      const place = places[at % places.length] ?? [];
      const text = JSON.stringify(changeAt(around, place, () => ({ value: marker })));
      const twice = `{${JSON.stringify(name)}:1,${writeLoosely(name, choices)}:2}`;
      expect(faultOf(text.replace(JSON.stringify(marker), () => twice))).toMatchObject({ kind: "json-duplicate-key", key: name });
    }), runs(300));
  });

  it("that is cut off anywhere is refused, and so is what follows it", () => {
    const inBrackets = fc.tuple(tufJson, fc.infiniteStream(fc.nat(7))).map(([value, choices]) => `[${writeLoosely(value, choices)}]`);
    fc.assert(fc.property(inBrackets, fc.nat(), fc.constantFrom("x", "]", ",", "{}", "0", "//"), (text, at, more) => {
      const cut = [...text].slice(0, at % [...text].length).join(""); // by code points: a cut within one is no UTF-8
      expect(["json-truncated", "json-empty", "json-syntax"]).toContain(faultOf(cut).kind);
      expect(faultOf(`${text}${more}`).kind).toBe("json-trailing-data");
    }), runs(300));
  });
});

describe("a number", () => {
  it("is read as exactly the integer that is written, or refused", () => {
    const written = fc.oneof(
      fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
      fc.constantFrom(-1n, 0n, 1n).map((n) => String(2n ** 53n + n)),
      fc.constantFrom(-1n, 0n, 1n).map((n) => String(-(2n ** 53n) + n)),
    );
    fc.assert(fc.property(written, (text) => {
      const result = parseJson(utf8(text));
      const holds = BigInt(text) <= BigInt(Number.MAX_SAFE_INTEGER) && BigInt(text) >= BigInt(Number.MIN_SAFE_INTEGER);
      expect(result.ok && result.value.value.kind === "integer" ? String(result.value.value.value) : !result.ok && result.fault.kind === "json-number" && result.fault.why).toBe(holds ? text : "unsafe");
    }), runs(500));
  });

  it("in any other form is refused", () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(..."0123456789+-.eExn_ "), minLength: 1, maxLength: 8 }), (text) => {
      const result = parseJson(utf8(text));
      if (result.ok) expect(text.trim()).toMatch(/^(0|-?[1-9]\d*)$/);
      else if (/^ *(0|-?[1-9]\d*) *$/.test(text)) throw new Error(`refused: ${text}`);
    }), runs(500));
  });
});

it("a fault of the text says a place within it", () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(..."{}[]\",:\\u0d8 1-.e+truefalsn\n\ud83c\udf7a"), maxLength: 40 }), (text) => {
    const result = parseJson(utf8(text));
    if (result.ok || !("at" in result.fault)) return;
    const { at, line, column } = result.fault;
    expect(at).toBeLessThanOrEqual(text.length);
    expect({ at, line, column }).toEqual(placeOf(text, at));
    expect([line, column]).toEqual([text.slice(0, at).split("\n").length, [...(text.slice(0, at).split("\n").at(-1) ?? "")].length + 1]);
  }), runs(500));
});

/** One text for all values that are equal, by another road than the encoder's: what kind a value is stands beside it. */
function identity(value: PlainJson | undefined): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `list(${(value as readonly PlainJson[]).map(identity).join()})`; // narrowed: a list
  return `object(${Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}=${identity(member)}`).toSorted().join()})`;
}
