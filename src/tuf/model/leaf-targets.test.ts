import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyFile, nearMetadata } from "../../test/arbitraries.ts";
import { CORPORA, hasCorpora, readFolder } from "../../test/corpora.ts";
import { DEFAULT_PLAN, generateRepository } from "../../test/generated/generate-repository.ts";
import { runs } from "../../test/runs.ts";
import { equalBytes, utf8, type Bytes } from "../../lib/bytes.ts";
import { LeafWriter } from "../targets/leaf-writer.ts";
import { TargetTableBuilder } from "../targets/target-table.ts";
import { LeafReader } from "./leaf-targets.ts";
import { isOfType, parseMetadata } from "./parse-metadata.ts";

const reader = new LeafReader();
const writer = new LeafWriter();

/** Whether the fast reader took it; where it did, `parseMetadata` says the same of it, down to every target. */
function agrees(bytes: Bytes): boolean {
  const builder = new TargetTableBuilder();
  const leaf = reader.read(bytes, builder);
  const table = builder.seal();
  if (leaf === undefined) {
    expect(table.size).toBe(0);
    return false;
  }
  const parsed = parseMetadata(bytes);
  if (!parsed.ok || !isOfType(parsed.value, "targets")) throw new Error(`taken, and not targets: ${JSON.stringify(parsed.ok ? parsed.value.signed.type : parsed.fault)}`);
  const { signed, signatures, signedBytes, notes } = parsed.value;
  expect(equalBytes(leaf.signedBytes, signedBytes)).toBe(true);
  expect({ ...leaf, signedBytes: undefined, frame: undefined }).toEqual({
    version: signed.version, specVersion: signed.specVersion, expires: signed.expires, targetCount: signed.targets.size,
    signatures: signatures.map(({ keyId, sig }) => ({ keyId, sig })), signedBytes: undefined, frame: undefined,
  });
  expect([notes, signed.delegations, signed.signingPeriodDays]).toEqual([[], undefined, undefined]);
  const rows = Array.from({ length: table.size }, (_, i) => table.row(i));
  const told = new Map(rows.map(({ path, lengthBytes, algorithm, hash }) => [path, { lengthBytes, algorithm, hash }]));
  expect(told).toEqual(new Map([...signed.targets].map(([path, { lengthBytes, hashes }]) => {
    const algorithm = /^[0-9a-f]{64}$/.test(hashes.get("sha256") ?? "") ? "sha256" : "sha512";
    return [path, { lengthBytes, algorithm, hash: hashes.get(algorithm)?.slice(0, 64) }];
  })));
  for (const { path, hasMore, document } of rows) {
    const file = signed.targets.get(path as never);
    expect(document).toBe(0);
    if (!hasMore) expect([file?.hashes.size, file?.custom]).toEqual([1, undefined]);
  }
  const isPlain = rows.every(({ algorithm, hasMore }) => algorithm === "sha256" && !hasMore);
  expect(leaf.frame !== undefined).toBe(isPlain);
  if (leaf.frame !== undefined) expect(equalBytes(writer.write(leaf.frame, table, 0, signedBytes.length), signedBytes)).toBe(true);
  return true;
}

describe("the fast reader of leaves says what the parser says", () => {
  it("of every bin that is made, compact and indented, and of none of the others", () => {
    for (const style of ["compact", "indented"] as const) {
      const files = [...generateRepository({ ...DEFAULT_PLAN, bins: 8, targetsPerBin: 20, style })];
      expect(files.map(({ path, text }) => [path, agrees(utf8(text))])).toEqual(files.map(({ path }) => [path, path.includes(".bin-")]));
    }
  });

  it.skipIf(!hasCorpora)("of every file of the corpora (skipped: no ../shared)", () => {
    const taken = readFolder(CORPORA).filter(({ path }) => path.endsWith(".json")).filter(({ bytes }) => agrees(bytes));
    expect(taken.length).toBeGreaterThanOrEqual(4);
  });

  it("of anything near a document, and of any file", () => {
    fc.assert(fc.property(nearMetadata, (bytes) => void agrees(bytes)), runs(2000));
    fc.assert(fc.property(anyFile, (bytes) => void agrees(bytes)), runs(1000));
  });

  it("of leaves with anything in a target, whether it takes them or not", () => {
    const hex = (digits: number): fc.Arbitrary<string> => fc.oneof(fc.constantFrom("a".repeat(digits), "A".repeat(digits), "", "zz", "0".repeat(digits - 1)), fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: digits, maxLength: digits }));
    const file = fc.record({
      hashes: fc.oneof({ weight: 9, arbitrary: fc.record({ sha256: hex(64), sha512: hex(128), "blake2b-256": hex(64) }, { requiredKeys: [] }) }, fc.constantFrom(1, "x")),
      length: fc.oneof({ weight: 9, arbitrary: fc.nat() }, fc.constantFrom(-1, "1", null)),
      custom: fc.oneof(fc.constantFrom({}, { x: 1 }), fc.constantFrom(1, [])), "x-more": fc.boolean(),
    }, { requiredKeys: ["hashes", "length"] });
    const signed = fc.record({ targets: fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("a/b", "é", 'q"')), file, { maxKeys: 3 }), version: fc.constantFrom(1, 2, 0, "1"), expires: fc.constantFrom("2030-01-01T00:00:00Z", "2030-01-01T00:00:00.5Z", "never"), spec_version: fc.constantFrom("1.0.31", "1.0", "2.0") });
    let taken = 0;
    fc.assert(fc.property(signed, fc.constantFrom(undefined, 1), (value, indent) => {
      const names = Object.entries({ _type: "targets", ...value, targets: sorted(value.targets) }).toSorted(([a], [b]) => (a < b ? -1 : 1));
      taken += Number(agrees(utf8(JSON.stringify({ signatures: [{ keyid: "k", sig: "00" }], signed: Object.fromEntries(names) }, undefined, indent))));
    }), runs(1500));
    expect(taken).toBeGreaterThan(20);
  });

  it("keeps what it took of other documents when it declines one", () => {
    const builder = new TargetTableBuilder();
    const [good = ""] = [...generateRepository({ ...DEFAULT_PLAN, bins: 2, targetsPerBin: 3 })].flatMap(({ path, text }) => (path.includes(".bin-") ? [text] : []));
    const bad = good.replace(/"length":\d+/g, '"length":-1');
    expect(reader.read(utf8(good), builder)).toBeDefined();
    const size = builder.size;
    expect(reader.read(utf8(bad), builder)).toBeUndefined();
    expect(reader.read(utf8(good.replace('"version":1', '"version":7')), builder)?.version).toBe(7);
    const { documents } = builder;
    const table = builder.seal();
    expect([documents, table.size, table.row(size).document, table.row(size).path]).toEqual([2, 2 * size, 1, table.row(0).path]);
  });
});

function sorted<T>(object: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(object).toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
}
