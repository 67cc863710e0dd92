import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fromBase64, toBase64 } from "../../lib/base64.ts";
import { utf8 } from "../../lib/bytes.ts";
import { parseJson } from "../json/parse-json.ts";
import { asciiString, byCodePoint, htmlString, jsonString, PHP, RFC_8785, TOUGH, UTF16_ORDER, writeText, type TextStyle } from "./json-text.ts";

function rewritten(text: string, style: TextStyle): string {
  const parsed = parseJson(utf8(text));
  if (!parsed.ok) throw new Error("it was written as JSON");
  return writeText(parsed.value.value, style);
}

describe("what other programs make of JSON", () => {
  const path = "../shared/vectors/canonical-json-vectors.json";
  type Tool = "tough_olpc_cjson" | "php_tuf" | "tufjs_canonical_json" | "jcs_canonicalize_5_1_0" | "rust_tuf_pouf1";
  type Vector = Readonly<Record<Tool | "name" | "input_b64", string>>;
  const tools: readonly (readonly [Tool, TextStyle])[] = [
    ["tough_olpc_cjson", TOUGH],
    ["php_tuf", PHP],
    ["tufjs_canonical_json", UTF16_ORDER],
    ["jcs_canonicalize_5_1_0", RFC_8785],
    ["rust_tuf_pouf1", { ...RFC_8785, order: byCodePoint }],
  ];

  it.skipIf(!existsSync(path)).each(tools)("%s: every vector that the strict parser admits (skipped: no ../shared)", (tool, style) => {
    const { vectors } = JSON.parse(readFileSync(path, "utf8")) as { vectors: readonly Vector[] }; // a test fixture of known shape
    const compared = vectors.flatMap((vector): readonly (readonly [string, string, string])[] => {
      const parsed = parseJson(fromBase64(vector.input_b64) ?? utf8(""));
      return !parsed.ok || vector[tool].startsWith("ERR") ? [] : [[vector.name, toBase64(utf8(writeText(parsed.value.value, style))), vector[tool]]];
    });
    expect(compared.length).toBeGreaterThanOrEqual(20);
    for (const [name, found, expected] of compared) expect([name, found]).toEqual([name, expected]);
  });

  const sample = '{"b": [1, {"é<": "x & y/"}, [], {}], "a": null}';
  const base = { indent: undefined, colon: ":", comma: ",", order: undefined, quote: jsonString, emptyObject: "{}" };

  it.each([2, 4, 1, "\t"] as const)("JavaScript, indent %j", (indent) => {
    const spaces = typeof indent === "number" ? " ".repeat(indent) : indent;
    expect(rewritten(sample, { ...base, indent: spaces, colon: ": " })).toBe(JSON.stringify(JSON.parse(sample), null, indent));
  });

  // What these programs write was taken from runs: json.dumps(…), json.dumps(…, indent=1, sort_keys=True), and Go's json.Marshal.
  it("Python and Go, with their escapes", () => {
    expect(rewritten(sample, { ...base, colon: ": ", comma: ", ", quote: asciiString })).toBe('{"b": [1, {"\\u00e9<": "x & y/"}, [], {}], "a": null}');
    expect(rewritten(sample, { ...base, indent: " ", colon: ": ", order: byCodePoint, quote: asciiString })).toBe('{\n "a": null,\n "b": [\n  1,\n  {\n   "\\u00e9<": "x & y/"\n  },\n  [],\n  {}\n ]\n}');
    expect(rewritten(sample, { ...base, order: byCodePoint, quote: htmlString })).toBe('{"a":null,"b":[1,{"é\\u003c":"x \\u0026 y/"},[],{}]}');
  });

  it("names that NFC makes one are one, the last", () => {
    expect(rewritten('{"e\\u0301":1,"\\u00e9":2}', TOUGH)).toBe('{"é":2}');
  });
});
