import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeUtf8, utf8 } from "../../lib/bytes.ts";
import { fromBase64, toBase64 } from "../../lib/base64.ts";
import { compareCodePoints, encodeCanonical } from "./canonical-json.ts";
import { parseJson } from "./parse-json.ts";

function faultOf(text: string): string {
  const parsed = parseJson(utf8(text));
  return parsed.ok ? "accepted" : parsed.fault.kind;
}

function canonical(text: string): string | undefined {
  const parsed = parseJson(utf8(text));
  return parsed.ok ? decodeUtf8(encodeCanonical(parsed.value.value)) : undefined;
}

describe("the strict parser", () => {
  it.each([
    ['{"a":1,"a":2}', "json-duplicate-key"],
    ['{"a":{"b":1,"\\u0062":2}}', "json-duplicate-key"],
    ["1.0", "json-number"], ["1e2", "json-number"], ["-0", "json-number"], ["01", "json-number"],
    ["9007199254740992", "json-number"],
    ['"\\ud800"', "json-lone-surrogate"], ['"\\udc00\\ud800"', "json-lone-surrogate"],
    ["\uFEFF{}", "json-byte-order-mark"],
    ["{} x", "json-trailing-data"],
    ['{"a":', "json-truncated"], ['{"a"', "json-truncated"], ['"abc', "json-truncated"], ["tru", "json-truncated"], ["[1,", "json-truncated"],
    ['"a\nb"', "json-control-character"],
    ["{'a':1}", "json-syntax"], ["[1,]", "json-syntax"], ["{,}", "json-syntax"], ["nul!", "json-syntax"], ['"\\x41"', "json-syntax"],
    ["", "json-empty"], ["  ", "json-empty"],
    ["[".repeat(65) + "]".repeat(65), "json-too-deep"],
  ])("refuses %j as %s", (text, kind) => expect(faultOf(text)).toBe(kind));

  it("refuses malformed UTF-8 and text over the limit", () => {
    expect(parseJson(new Uint8Array([0x22, 0xff, 0x22]))).toEqual({ ok: false, fault: { kind: "json-not-utf8" } });
    expect(parseJson(utf8("[1,2]"), { maxBytes: 4, maxDepth: 9 })).toEqual({ ok: false, fault: { kind: "json-too-large", bytes: 5, limit: 4 } });
  });

  it("says where the second of two equal keys stands", () => {
    const parsed = parseJson(utf8('{"é":1,\n  "b":2, "b":3}'));
    expect(parsed.ok ? undefined : parsed.fault).toMatchObject({ kind: "json-duplicate-key", key: "b", line: 2, column: 10 });
  });

  it("keeps __proto__ as a plain name and the order of the text", () => {
    const parsed = parseJson(utf8('{"2":1,"1":2,"__proto__":{"x":3}}'));
    if (!parsed.ok || parsed.value.value.kind !== "object") throw new Error("expected an object");
    expect([...parsed.value.value.members.keys()]).toEqual(["2", "1", "__proto__"]);
    expect(Object.hasOwn(Object.prototype, "x")).toBe(false);
  });

  it("gives spans that cut the value out of the text", () => {
    const parsed = parseJson(utf8(' { "a" : [ 1 , "é" ] } '));
    if (!parsed.ok || parsed.value.value.kind !== "object") throw new Error("expected an object");
    const a = parsed.value.value.members.get("a");
    expect(parsed.value.text.slice(a?.start, a?.end)).toBe('[ 1 , "é" ]');
  });

  it("never throws, whatever the bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void parseJson(bytes)));
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(..."{}[]\",:\\u0d8 1-.e+truefalsn"), maxLength: 40 }), (text) => void parseJson(utf8(text))));
  });
});

describe("canonical JSON", () => {
  const path = "../shared/vectors/canonical-json-vectors.json";
  interface Vector { readonly name: string; readonly input_b64: string; readonly securesystemslib: string }

  it.skipIf(!existsSync(path))("equals securesystemslib on every vector that the strict parser admits (skipped: no ../shared)", () => {
    const { vectors } = JSON.parse(readFileSync(path, "utf8")) as { vectors: readonly Vector[] }; // a test fixture of known shape
    let compared = 0;
    for (const vector of vectors) {
      const input = fromBase64(vector.input_b64);
      if (input === undefined) throw new Error(`vector ${vector.name} is not base64`);
      const parsed = parseJson(input);
      if (!parsed.ok) continue;
      expect([vector.name, toBase64(encodeCanonical(parsed.value.value))]).toEqual([vector.name, vector.securesystemslib]);
      compared++;
    }
    expect(compared).toBeGreaterThanOrEqual(25);
  });

  it("writes control characters literally and sorts by code point", () => {
    expect(canonical('{"s":"a\\u0000\\n\\"\\\\"}')).toBe('{"s":"a\u0000\n\\"\\\\"}');
    expect(canonical('{"\\ud83d\\ude00":1,"\\ufb33":2}')).toBe('{"\ufb33":2,"😀":1}');
  });

  it("orders keys as their UTF-8 bytes do", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
      expect(Math.sign(compareCodePoints(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
    }));
  });

  it("is a fixed point: what JSON can read back encodes to itself", () => {
    const text = fc.string().filter((s) => !/[\u0000-\u001f]/.test(s));
    const json = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, fc.constant(null), fc.boolean(), fc.maxSafeInteger().map((n) => n + 0), text, fc.array(tie("value"), { maxLength: 4 }), fc.dictionary(text, tie("value"), { maxKeys: 4 })),
    })).value;
    fc.assert(fc.property(json, (value) => {
      const once = canonical(JSON.stringify(value));
      expect(once).toBeDefined();
      expect(canonical(once ?? "")).toBe(once);
      expect(JSON.parse(once ?? "")).toEqual(JSON.parse(JSON.stringify(value)));
    }));
  });
});
