import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyFile, tufJson, writeLoosely } from "../../test/arbitraries.ts";
import { CORPORA, hasCorpora, readFolder } from "../../test/corpora.ts";
import { DEFAULT_PLAN, generateRepository } from "../../test/generated/generate-repository.ts";
import { runs } from "../../test/runs.ts";
import { fromBase64 } from "../../lib/base64.ts";
import { equalBytes, utf8, type Bytes } from "../../lib/bytes.ts";
import { TUF_ON_CI_STYLE, writeJson } from "../edit/write-json.ts";
import { encodeCanonical } from "./canonical-json.ts";
import { JsonTape, TapeKind } from "./json-tape.ts";
import type { JsonValue } from "./json-value.ts";
import { parseJson } from "./parse-json.ts";

const tape = new JsonTape();

/** Whether the fast way took it; where it did, the strict way takes it too and says the same, value by value. */
function agrees(bytes: Bytes): boolean {
  if (!tape.read(bytes)) return false;
  const parsed = parseJson(bytes);
  if (!parsed.ok) throw new Error(`taken, and refused as ${JSON.stringify(parsed.fault)}: ${new TextDecoder().decode(bytes).slice(0, 200)}`);
  if (!equalBytes(tape.canonical, encodeCanonical(parsed.value.value))) throw new Error(`another canonical form of ${new TextDecoder().decode(bytes).slice(0, 200)}`);
  expect(compare(parsed.value.value, 0)).toBe(tape.length);
  return true;
}

/** Where on the tape the value ends, after everything in it was found there. */
function compare(value: JsonValue, at: number): number {
  const end = tape.after[at];
  switch (value.kind) {
    case "object": {
      expectKind(at, TapeKind.object);
      let next = at + 1;
      for (const [name, member] of [...value.members].toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))) {
        expectKind(next, TapeKind.key);
        if (tape.text(next) !== name) throw new Error(`the key ${name} is not at ${next}`);
        next = compare(member, next + 1);
      }
      break;
    }
    case "array": expectKind(at, TapeKind.array); value.items.reduce((next, item) => compare(item, next), at + 1); break;
    case "string": {
      expectKind(at, TapeKind.string);
      if (tape.escaped[at] !== Number(/["\\]/.test(value.value)) || (tape.escaped[at] === 0 && tape.text(at) !== value.value)) throw new Error(`another text at ${at}`);
      break;
    }
    case "integer": {
      expectKind(at, TapeKind.integer);
      if (tape.integer(at) !== value.value) throw new Error(`another number at ${at}`);
      break;
    }
    case "boolean": expectKind(at, value.value ? TapeKind.true : TapeKind.false); break;
    case "null": expectKind(at, TapeKind.null); break;
  }
  if ((value.kind === "object" || value.kind === "array") && !equalBytes(tape.bytesOf(at), encodeCanonical(value))) throw new Error(`another form of the container at ${at}`);
  return end ?? -1;
}

function expectKind(at: number, kind: number): void {
  if (tape.kinds[at] !== kind) throw new Error(`kind ${tape.kinds[at]} at ${at}, and not ${kind}`);
}

describe("the fast way through JSON says what the strict way says", () => {
  it.skipIf(!hasCorpora)("of every file of the corpora (skipped: no ../shared)", () => {
    const files = readFolder(CORPORA).filter(({ path }) => path.endsWith(".json"));
    const taken = files.filter(({ bytes }) => agrees(bytes)).length;
    expect(files.length).toBeGreaterThan(100);
    expect(taken).toBeGreaterThan(files.length / 4);
  });

  const vectors = "../shared/vectors/canonical-json-vectors.json";
  it.skipIf(!existsSync(vectors))("of every vector (skipped: no ../shared)", () => {
    const list = (JSON.parse(readFileSync(vectors, "utf8")) as { readonly vectors: readonly { readonly input_b64: string }[] }).vectors; // a fixture of known shape
    expect(list.filter(({ input_b64 }) => agrees(fromBase64(input_b64) ?? new Uint8Array())).length).toBeGreaterThan(5);
  });

  it("of a hundred thousand random documents, half of them damaged", () => {
    let state = 1;
    const next = (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    let taken = 0;
    for (let i = 0; i < 100_000; i++) {
      const bytes = utf8(randomText(next));
      if (i % 2 === 1) for (let edits = next(2) + 1; edits > 0; edits--) bytes[next(bytes.length)] = i % 4 === 1 ? next(256) : '{}[]",:\\ 01-e.\n'.charCodeAt(next(15));
      taken += Number(agrees(bytes));
    }
    expect(taken).toBeGreaterThan(30_000);
    expect(taken).toBeLessThan(90_000);
  }, 60_000);

  it("of any JSON in every style, and of anything that may be offered as a file", () => {
    fc.assert(fc.property(tufJson, fc.infiniteStream(fc.nat(7)), (value, choices) => {
      for (const text of [writeJson(value, TUF_ON_CI_STYLE), JSON.stringify(value), JSON.stringify(value, undefined, "\t"), writeLoosely(value, choices)]) agrees(utf8(text));
    }), runs(1000));
    fc.assert(fc.property(anyFile, (bytes) => void agrees(bytes)), runs(1000));
  });
});

describe("the fast way takes", () => {
  it.each([
    "{}", " [ ] ", "[[],[]]", '{"a":{},"b":[{},[]]}', '"x"', ' "x" ', "-1", "0", "[0,-1,999999999999999]", '["a\\"b","c\\\\"]', '{"":0,"a":1,"aa":2,"é":3}', "\t{\r\n}\n", "null", "[true,false,null]",
  ])("%j", (text) => expect(agrees(utf8(text))).toBe(true));

  it("bins, written compact and as python-tuf writes them", () => {
    for (const style of ["compact", "indented"] as const) {
      for (const { text } of generateRepository({ ...DEFAULT_PLAN, bins: 4, targetsPerBin: 20, style })) expect(agrees(utf8(text))).toBe(true);
    }
  });

  it.each([
    "", " ", "{", "}", "[", '{"a"', '{"a":', '{"a":1', '{"a":1,', "[1,", "[,1]", "[1,]", "[[],]", "[{},]", '{"a":1,}', "{,}", "[1 2]", "[1}", '{"a":1]', "{} {}", "[]]", '{"b":1,"a":2}', '{"a":1,"a":2}',
    '{"a\\"":1}', '"\\n"', '"\\/"', '"\\u0041"', '"a', '"\\', '"a\n"', "1.0", "1e2", "-0", "01", "-", "1000000000000000", "tru", "trueX", "nul", "[\u0000]", "\u0000", "\uFEFF{}", "{} x", "é", `${"[".repeat(65)}${"]".repeat(65)}`,
  ])("not, and leaves to the strict way: %j", (text) => expect(agrees(utf8(text))).toBe(false));

  it("not what has a million values", () => {
    expect([tape.read(utf8(`[${"1,".repeat(1_000_000)}1]`)), tape.read(utf8(`[${"1,".repeat(1_048_574)}1]`))]).toEqual([true, false]);
    expect(tape.kinds.length).toBe(1 << 20);
  });

  it("not what is not UTF-8, and not what is over a limit", () => {
    expect(tape.read(new Uint8Array([0x22, 0xff, 0x22]))).toBe(false);
    expect(tape.read(new Uint8Array([0x22, 0xc3, 0x22]))).toBe(false);
    expect([tape.read(utf8("[1,2]"), { maxBytes: 4, maxDepth: 9 }), tape.read(utf8("[[1]]"), { maxBytes: 9, maxDepth: 1 }), tape.read(utf8("[[1]]"), { maxBytes: 9, maxDepth: 2 })]).toEqual([false, false, true]);
  });
});

describe("a tape", () => {
  it("grows with a text, and loses nothing of what it held before", () => {
    const fresh = new JsonTape();
    const values = Array.from({ length: 5000 }, (_, i) => (i % 3 === 0 ? `"${i}\\"\\\\"` : i % 3 === 1 ? `"t${i}"` : `[${i}]`));
    expect(fresh.read(utf8(`[ ${values.join(", ")} ]`))).toBe(true);
    expect([fresh.kinds, fresh.starts, fresh.ends, fresh.after, fresh.escaped].map(({ length }) => length)).toEqual([8192, 8192, 8192, 8192, 8192]);
    expect(agrees(utf8(`[ ${values.join(", ")} ]`))).toBe(true);
    const held = (one: JsonTape, field: "kinds" | "starts" | "ends" | "after"): string => one[field].subarray(0, one.length).join(" ");
    for (const field of ["kinds", "starts", "ends", "after"] as const) expect(held(fresh, field)).toBe(held(tape, field)); // whose arrays were made for other texts
    const strings = Array.from(fresh.kinds.subarray(0, fresh.length), (kind, at) => (kind === TapeKind.string ? fresh.escaped[at] : undefined)).filter((one) => one !== undefined);
    expect(strings).toEqual(Array.from({ length: 3334 }, (_, i) => 1 - (i % 2))); // with an escape, and without
  });

  it("is the text itself where that is canonical, and else a copy: neither is written to afterwards", () => {
    const [canonical, spaced] = ['{"a":[1,"x"],"b":"y"}', ' { "a" : [ 1 , "x" ] , "b" : "y" } '].map(utf8) as [Bytes, Bytes]; // two were given
    expect([tape.read(canonical), tape.canonical === canonical]).toEqual([true, true]);
    const before = spaced.slice();
    expect([tape.read(spaced), equalBytes(tape.canonical, canonical), equalBytes(spaced, before)]).toEqual([true, true, true]);
    const part = tape.bytesOf(2);
    expect(tape.read(utf8('[ "something else, and longer than that" ]'))).toBe(true);
    expect(new TextDecoder().decode(part)).toBe('[1,"x"]');
  });

  it.each([["[1]", true], ['"x"', true], ['{"a":"x"}', true], ['"é"', false], ['"xé"', false], ['{"é":1}', false], ['{"xé":1}', false]])("of %s knows whether it is ASCII: %s", (text, isAscii) => {
    expect([tape.read(utf8(text)), tape.isAscii]).toEqual([true, isAscii]);
  });

  it("compares a name byte by byte, and in its length", () => {
    expect(tape.read(utf8('{"ab":1,"abc":2,"b":"ab"}'))).toBe(true);
    expect(["ab", "abc", "ac", "cb", "a", "abcd", ""].map((name) => tape.is(1, name))).toEqual([true, false, false, false, false, false, false]);
    expect([tape.member(0, "ab"), tape.member(0, "abc"), tape.member(0, "b"), tape.member(0, "ac")]).toEqual([2, 4, 6, -1]);
  });

  it("goes as deep as the limit, which ends where its own memory does", () => {
    const nested = (depth: number): Bytes => utf8("[".repeat(depth) + "]".repeat(depth));
    expect([64, 65].map((depth) => tape.read(nested(depth)))).toEqual([true, false]);
    expect([tape.read(nested(255), { maxBytes: 999, maxDepth: 255 }), tape.read(nested(1), { maxBytes: 999, maxDepth: 256 })]).toEqual([true, false]);
    expect([tape.read(utf8("[1,2]"), { maxBytes: 5, maxDepth: 9 }), tape.read(utf8("[1,2]"), { maxBytes: 4, maxDepth: 9 })]).toEqual([true, false]);
  });
});

it("finds members by name, and only those of the object itself", () => {
  expect(tape.read(utf8('{"a":{"c":1},"b":[{"d":2}],"c":"x"}'))).toBe(true);
  const [a, b, c] = ["a", "b", "c"].map((name) => tape.member(0, name));
  expect([tape.kinds[a ?? 0], tape.kinds[b ?? 0], tape.text(c ?? 0)]).toEqual([TapeKind.object, TapeKind.array, "x"]);
  expect([tape.member(0, "d"), tape.member(b ?? 0, "d"), tape.integer(tape.member(a ?? 0, "c"))]).toEqual([-1, -1, 1]);
});

/** Short, and near enough to what the fast way takes that it often does. */
function randomText(next: (below: number) => number): string {
  const style = next(3);
  const text = (): string => JSON.stringify(["", "a", "ab", "b\"c", "é", "😀", "\\", "long text", "\n"][next(9)]);
  const value = (depth: number): string => {
    const kind = next(depth > 4 ? 4 : 7);
    if (kind === 0) return text();
    if (kind === 1) return ["true", "false", "null"][next(3)] ?? "";
    if (kind < 4) return String(next(kind === 2 ? 20 : 2 ** 31) - 5);
    const [newline, colon] = style === 0 ? ["", ":"] : style === 1 ? [`\n${" ".repeat(depth)}`, ": "] : [" ", " : "];
    if (kind < 6) {
      const names = [...new Set(Array.from({ length: next(5) }, () => ["a", "b", "bb", "c", "_", "é", "z"][next(7)] ?? ""))];
      const sorted = next(8) === 0 ? names : names.toSorted((x, y) => Buffer.compare(Buffer.from(x), Buffer.from(y)));
      return `{${sorted.map((name) => `${newline}${JSON.stringify(name)}${colon}${value(depth + 1)}`).join(",")}${newline}}`;
    }
    return `[${Array.from({ length: next(4) }, () => newline + value(depth + 1)).join(",")}${newline}]`;
  };
  return value(0);
}
