import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { utf8 } from "../../lib/bytes.ts";
import { runs } from "../../test/runs.ts";
import { TargetTableBuilder, type TargetTable } from "./target-table.ts";

interface Plain { readonly path: string; readonly sha256?: string; readonly sha512?: string }

function table(...documents: readonly (readonly Plain[])[]): TargetTable {
  const builder = new TargetTableBuilder();
  for (const targets of documents) {
    for (const { path, sha256, sha512 } of targets) {
      const source = utf8(`${path}${sha256 ?? ""}${sha512 ?? ""}`);
      const at = path.length;
      expect(builder.add(source, [0, at], at, sha256 === undefined ? -1 : at, sha512 === undefined ? -1 : at + (sha256?.length ?? 0), sha256 !== undefined && sha512 !== undefined)).toBe(true);
    }
    builder.end();
  }
  return builder.seal();
}

const hash = (digit: string, length = 64): string => digit.repeat(length);
const plainTarget = fc.record({ path: fc.string({ unit: fc.constantFrom(..."ab/."), maxLength: 6 }), sha256: fc.string({ unit: fc.constantFrom(..."0f"), minLength: 64, maxLength: 64 }) });

describe("a table of targets", () => {
  it("finds by any part of a path what looking at every path finds, each path once, and only so many", () => {
    fc.assert(fc.property(fc.array(fc.array(plainTarget, { maxLength: 8 }), { maxLength: 4 }), fc.string({ unit: fc.constantFrom(..."ab/."), maxLength: 3 }), fc.nat(6), (documents, needle, most) => {
      const all = documents.flatMap((targets, document) => targets.map(({ path }) => ({ path, document })));
      const made = table(...documents);
      const expected = all.flatMap(({ path }, i) => (path.includes(needle) && (needle !== "" || path !== "") ? [i] : []));
      expect(made.withText(needle, 1000)).toEqual(expected);
      expect(made.withText(needle, most)).toEqual(expected.slice(0, most));
      expect(all.map((_, i) => made.row(i))).toMatchObject(all);
    }), runs(500));
  });

  it("finds by the beginning of a hash, odd and even", () => {
    fc.assert(fc.property(fc.array(plainTarget, { maxLength: 20 }), fc.string({ unit: fc.constantFrom(..."0f"), minLength: 2, maxLength: 64 }), (targets, digits) => {
      expect(table(targets).withHash(digits, 1000)).toEqual(targets.flatMap(({ sha256 }, i) => (sha256.startsWith(digits) ? [i] : [])));
    }), runs(500));
  });

  it("finds a sha512 where it stands alone, and beside a sha256", () => {
    const made = table([{ path: "a", sha512: hash("a", 128) }, { path: "b", sha256: hash("b"), sha512: hash("c", 128) }, { path: "c", sha256: hash("c") }]);
    expect([made.withHash(hash("a", 128), 9), made.withHash(hash("b"), 9), made.withHash(hash("c", 16), 9)]).toEqual([[0], [1], [1, 2]]);
    expect([0, 1, 2].map((row) => made.row(row))).toMatchObject([{ algorithm: "sha512", hasMore: false }, { algorithm: "sha256", hasMore: true }, { algorithm: "sha256", hasMore: false }]);
  });

  it("finds no sha512 where none stands: neither where a hash begins with zeros, nor where a document was dropped", () => {
    const made = table([{ path: "a", sha256: hash("b"), sha512: hash("c", 128) }, { path: "b", sha256: hash("d") }]);
    expect(made.withHash(hash("0", 8), 9)).toEqual([]);
    const builder = new TargetTableBuilder();
    builder.add(utf8(`x${hash("a")}${hash("c", 128)}`), [0, 1], 1, 1, 65, true);
    builder.drop();
    builder.add(utf8(`y${hash("b")}`), [0, 1], 1, 1, -1, false);
    builder.end();
    expect(builder.seal().withHash(hash("c", 16), 9)).toEqual([]);
  });

  it("finds a whole path in one document alone", () => {
    const made = table([{ path: "a", sha256: hash("0") }, { path: "ab", sha256: hash("1") }], [], [{ path: "a", sha256: hash("2") }]);
    expect([made.find("a", 0), made.find("ab", 0), made.find("b", 0), made.find("a", 1), made.find("a", 2), made.rowsOf(2)]).toEqual([0, 1, -1, -1, 2, [2, 3]]);
  });

  it("takes hashes in lower-case hex alone, and grows as it is filled", () => {
    const builder = new TargetTableBuilder();
    for (const bad of [hash("A"), hash("g"), "0".repeat(63)]) expect(builder.add(utf8(`p${bad}`), [0, 1], 1, 1, -1, false)).toBe(false);
    for (let i = 0; i < 5000; i++) builder.add(utf8(`${"long/".repeat(10)}${i}${hash("e")}`), [0, 50 + String(i).length], i, 50 + String(i).length, -1, false);
    builder.end();
    const made = builder.seal();
    builder.add(utf8(`next${hash("d")}`), [0, 4], 7, 4, -1, false);
    builder.end();
    const next = builder.seal();
    expect([next.size, next.row(0)]).toEqual([1, { path: "next", lengthBytes: 7, algorithm: "sha256", hash: hash("d"), hasMore: false, document: 0 }]);
    expect([made.size, made.row(4321).path.slice(-7), made.row(4321).lengthBytes, made.row(4999).hash]).toEqual([5000, "ng/4321", 4321, hash("e")]);
  });
});
