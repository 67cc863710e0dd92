import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equalBytes, utf8 } from "../../lib/bytes.ts";
import { runs } from "../../test/runs.ts";
import { LeafReader } from "../model/leaf-targets.ts";
import { parseMetadata } from "../model/parse-metadata.ts";
import { LeafWriter } from "./leaf-writer.ts";
import { TargetTableBuilder } from "./target-table.ts";

const hex = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 64, maxLength: 64 });
const lengthBytes = fc.oneof(fc.constantFrom(0, 9, 10, 2 ** 32 - 1, 2 ** 32, 999_999_999_999_999), fc.nat());
const path = fc.oneof(fc.string({ unit: fc.constantFrom(..."ab/.{}:,[]'\u007f "), maxLength: 8 }), fc.nat(3000).map((length) => "long/".repeat(length / 5)), fc.constant(""));
const targets = fc.dictionary(path, fc.record({ hashes: fc.record({ sha256: hex }), length: lengthBytes }), { maxKeys: 6 });
/** What a fast reader declines: an escape, what is not ASCII, members out of order. */
const odd = fc.constantFrom('"\\u0061":', '"é":', '"z":1,"a":');
const leaf = fc.record({ targets, after: fc.string({ unit: fc.constantFrom(..."az "), maxLength: 40 }), odd: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, odd), indent: fc.boolean() });

function textOf({ targets: files, after, odd: extra, indent }: (typeof leaf extends fc.Arbitrary<infer T> ? T : never)): string {
  const sorted = Object.fromEntries(Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const value = { signatures: [], signed: { _type: "targets", expires: "2030-01-01T00:00:00Z", spec_version: "1.0.31", targets: sorted, version: 1, z: { after } } };
  const text = JSON.stringify(value, undefined, indent ? 1 : undefined);
  return extra === null ? text : text.replace(/"targets": ?\{/, (start) => `${start}${extra}{"hashes":{"sha256":"${"a".repeat(64)}"},"length":1},`).replace(/,\s*\}/g, "}");
}

describe("a leaf whose bytes were let go", () => {
  it("is written again as it was signed, among others in one table, whatever was written before", () => {
    let written = 0;
    fc.assert(fc.property(fc.array(leaf, { maxLength: 6 }), fc.boolean(), (leaves, isBackwards) => {
      const [reader, writer, builder] = [new LeafReader(), new LeafWriter(), new TargetTableBuilder()];
      const held = leaves.flatMap((one) => {
        const bytes = utf8(textOf(one));
        const read = reader.read(bytes, builder);
        const parsed = parseMetadata(bytes);
        return read?.frame === undefined ? [] : [{ frame: read.frame, document: builder.documents - 1, signedBytes: parsed.ok ? parsed.value.signedBytes : expect.unreachable("taken, and refused") }];
      });
      const table = builder.seal();
      for (const { frame, document, signedBytes } of isBackwards ? held.toReversed() : held) {
        expect(equalBytes(writer.write(frame, table, document, signedBytes.length), signedBytes)).toBe(true);
        written++;
      }
    }), runs(500));
    expect(written).toBeGreaterThan(500);
  });
});
