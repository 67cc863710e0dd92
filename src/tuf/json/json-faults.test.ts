import { describe, expect, it } from "vitest";
import { utf8 } from "../../lib/bytes.ts";
import { compareCodePoints } from "./canonical-json.ts";
import { parseJson, placeOf, type JsonFault, type JsonLimits } from "./parse-json.ts";

function faultOf(input: string | readonly number[], limits?: JsonLimits): JsonFault | undefined {
  const parsed = parseJson(typeof input === "string" ? utf8(input) : new Uint8Array(input), limits);
  return parsed.ok ? undefined : parsed.fault;
}

describe("a refusal names its kind and its place", () => {
  it.each<readonly [text: string, kind: JsonFault["kind"], line: number, column: number]>([
    ["{", "json-truncated", 1, 2],
    ['{"a"', "json-truncated", 1, 5],
    ['{"a":', "json-truncated", 1, 6],
    ['{"a":1', "json-truncated", 1, 7],
    ['{"a":1,', "json-truncated", 1, 8],
    ["[", "json-truncated", 1, 2],
    ["[1", "json-truncated", 1, 3],
    ["[1,", "json-truncated", 1, 4],
    ["[-", "json-syntax", 1, 2],
    ['"abc', "json-truncated", 1, 5],
    ['"a\\', "json-truncated", 1, 3],
    ['"a\\u00', "json-syntax", 1, 3],
    ["tru", "json-truncated", 1, 1],
    ["nul", "json-truncated", 1, 1],
    ["fals", "json-truncated", 1, 1],
    ["trve", "json-syntax", 1, 1],
    ['{"a" 1}', "json-syntax", 1, 6],
    ['{"a":1;"b":2}', "json-syntax", 1, 7],
    ['{"a":1]', "json-syntax", 1, 7],
    ["[1}", "json-syntax", 1, 3],
    ["[1 2]", "json-syntax", 1, 4],
    ["[1,]", "json-syntax", 1, 4],
    ["{a:1}", "json-syntax", 1, 2],
    ['{"a":1,}', "json-syntax", 1, 8],
    ["+1", "json-syntax", 1, 1],
    ['"\\x41"', "json-syntax", 1, 2],
    ['"\\U0041"', "json-syntax", 1, 2],
    ['"\\u004g"', "json-syntax", 1, 2],
    ['"\\ug041"', "json-syntax", 1, 2],
    ['"\\u 041"', "json-syntax", 1, 2],
    ["{} x", "json-trailing-data", 1, 4],
    ["1 2", "json-trailing-data", 1, 3],
    ['["é😀",\n "\\ud800"]', "json-lone-surrogate", 2, 2],
    ['["é😀", "\\udc00x"]', "json-lone-surrogate", 1, 8],
    ['"a\u0001"', "json-control-character", 1, 3],
    ['"a\nb"', "json-control-character", 1, 3],
    ["\f1", "json-syntax", 1, 1],
    ["\u00a01", "json-syntax", 1, 1],
    ["[[[", "json-truncated", 1, 4],
  ])("%j: %s at %i:%i", (text, kind, line, column) => expect(faultOf(text)).toMatchObject({ kind, line, column }));

  it.each([
    ["[1.5]", "1.5", "float"], ["[1.]", "1.", "float"], ["[1e2]", "1e2", "float"], ["[1E+2]", "1E+2", "float"], ["[-1.0e-3]", "-1.0e-3", "float"], ["[1e]", "1e", "float"],
    ["[-0]", "-0", "negative-zero"], ["[00]", "00", "leading-zero"], ["[-01]", "-01", "leading-zero"],
    ["[9007199254740992]", "9007199254740992", "unsafe"], ["[-9007199254740992]", "-9007199254740992", "unsafe"],
    [`[1${"0".repeat(60)}]`, `1${"0".repeat(39)}`, "unsafe"],
  ])("%j: the number %s, because it is a %s", (text, written, why) => expect(faultOf(text)).toEqual({ kind: "json-number", written, why, at: 1, line: 1, column: 2 }));

  it("takes what is just inside the limits and refuses what is just outside", () => {
    const limits = { maxBytes: 6, maxDepth: 2 };
    expect([faultOf("[[12]]", limits), faultOf("[[123]]", limits)?.kind]).toEqual([undefined, "json-too-large"]);
    expect(["[[],[],{},[],{}]", '{"a":[],"b":[],"c":{},"d":[]}'].map((text) => faultOf(text, { maxBytes: 99, maxDepth: 2 }))).toEqual([undefined, undefined]); // side by side is not deep
    expect([faultOf("[[]]", limits), faultOf("[[[]]]", limits)]).toMatchObject([undefined, { kind: "json-too-deep", line: 1, column: 3 }]);
    expect([faultOf('[{},{}]', { maxBytes: 9, maxDepth: 2 }), faultOf("9007199254740991"), faultOf("-9007199254740991")]).toEqual([undefined, undefined, undefined]);
  });

  it("tells a byte order mark from characters that share two of its bytes", () => {
    expect(faultOf([0xef, 0xbb, 0xbf, 0x31])).toEqual({ kind: "json-byte-order-mark" });
    for (const bytes of [[0xef, 0xbb, 0x80], [0xef, 0x80, 0xbf], [0xe2, 0xbb, 0xbf]]) expect(faultOf(bytes)).toMatchObject({ kind: "json-syntax", line: 1, column: 1 });
  });

  it("takes the four kinds of white space everywhere, and every escape", () => {
    expect(faultOf("\t\r\n {\t\"a\"\r:\n1 , \"b\" : [ \t1 \r,\n 2 ] } \t\r\n")).toBeUndefined();
    const parsed = parseJson(utf8('"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00"'));
    expect(parsed.ok ? parsed.value.value : undefined).toEqual({ kind: "string", value: '"\\/\b\f\n\r\té😀', start: 0, end: 36 });
  });
});

describe("a place in a text", () => {
  it.each([
    ["", 0, 1, 1], ["ab", 2, 1, 3], ["a\nb", 2, 2, 1], ["a\n\nb", 3, 3, 1], ["a\r\nb", 3, 2, 1],
    ["😀b", 2, 1, 2], ["\uffffbc", 2, 1, 3], ["x\n😀😀b", 6, 2, 3],
  ])("in %j at %i: line %i, column %i, in code points", (text, at, line, column) => expect(placeOf(text, at)).toEqual({ at, line, column }));
});

it("orders code points across the gap that surrogates leave, behind any common beginning", () => {
  const ends = ["", "a", "\ud7ff", "\ue000", "\ue001", "\uffff", "\u{10000}", "\u{10001}", "\u{10ffff}"];
  const texts = ["", "x", "\u{10000}", "\ue000"].flatMap((start) => ends.map((end) => start + end));
  for (const a of texts) for (const b of texts) expect([a, b, Math.sign(compareCodePoints(a, b))]).toEqual([a, b, Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)))]);
});
