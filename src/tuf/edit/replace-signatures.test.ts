import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { utf8 } from "../../lib/bytes.ts";
import type { KeyId } from "../model/ids.ts";
import type { Metadata } from "../model/metadata.ts";
import { parseMetadata } from "../model/parse-metadata.ts";
import { writeSignatures, type NewSignature } from "./replace-signatures.ts";

function parsed(text: string): Metadata {
  const result = parseMetadata(utf8(text));
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}

const id = (text: string): KeyId => text as KeyId; // a test's own name for a key
const SIGNED = { _type: "timestamp", spec_version: "1.0.31", version: 3, expires: "2030-01-01T00:00:00Z", meta: { "snapshot.json": { version: 2 } }, "é": ["x", "\u2028😀"] };

/** Everything that the promise is about, for any file and any signatures. */
function checkPromise(before: Metadata, add: readonly NewSignature[]): Metadata {
  const written = writeSignatures(before, add);
  const after = parsed(written.text);
  const { start, end } = before.signaturesNode;
  expect(written.text.slice(0, start)).toBe(before.text.slice(0, start));
  expect(written.text.slice(after.signaturesNode.end)).toBe(before.text.slice(end));
  expect(Buffer.from(written.bytes).toString("utf8")).toBe(written.text);
  expect(after.digest).toBe(before.digest);
  const wanted = new Map(add.map(({ keyId, sig }) => [keyId, sig]));
  before.signatures.forEach((entry, i) => {
    const now = after.signatures[i];
    expect(now?.keyId).toBe(entry.keyId);
    expect(now?.sig).toBe(wanted.get(entry.keyId) ?? entry.sig);
    if (!wanted.has(entry.keyId)) expect(after.text.slice(now?.node.start, now?.node.end)).toBe(before.text.slice(entry.node.start, entry.node.end));
  });
  const fresh = add.filter(({ keyId }) => before.signatures.every((entry) => entry.keyId !== keyId));
  expect(after.signatures.slice(before.signatures.length).map(({ keyId, sig }) => ({ keyId, sig }))).toEqual(fresh);
  expect(writeSignatures(after, add).text).toBe(written.text);
  return after;
}

/** Python's json.dumps for the separators that matter: JSON.stringify with other gaps, on one line. */
function oneLine(value: unknown, comma: string, colon: string): string {
  if (Array.isArray(value)) return `[${value.map((item) => oneLine(item, comma, colon)).join(comma)}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.entries(value).map(([k, v]) => `${JSON.stringify(k)}${colon}${oneLine(v, comma, colon)}`).join(comma)}}`;
}

const styles: readonly ((value: unknown) => string)[] = [
  ...[undefined, 1, 2, 4, "\t"].map((indent) => (value: unknown): string => JSON.stringify(value, null, indent)),
  (value) => JSON.stringify(value, null, 2).replaceAll("\n", "\r\n"),
  (value) => oneLine(value, ", ", ": "),
  (value) => oneLine(value, ",", ": "),
  (value) => JSON.stringify(value, null, 1).replaceAll(/\n +/g, "\n"), // Python's indent=0
];

describe("writing signatures into a file", () => {
  const hex = fc.uint8Array({ minLength: 0, maxLength: 8 }).map((bytes) => Buffer.from(bytes).toString("hex"));
  const entries = fc.uniqueArray(fc.record({ keyid: fc.oneof(fc.constantFrom("a", "b", "c"), fc.string({ minLength: 1, maxLength: 3 })), sig: hex }), { selector: (e) => e.keyid, maxLength: 4 });

  it("changes only the span of `signatures`, keeps the rest of it byte for byte, and twice is the same as once", () => {
    fc.assert(fc.property(fc.constantFrom(...styles), entries, entries, fc.boolean(), fc.boolean(), (style, present, add, signedFirst, sigFirst) => {
      const signatures = present.map(({ keyid, sig }) => (sigFirst ? { method: "ed25519", sig, keyid } : { keyid, sig }));
      const text = style(signedFirst ? { signed: SIGNED, signatures } : { signatures, signed: SIGNED });
      checkPromise(parsed(text), add.map(({ keyid, sig }) => ({ keyId: id(keyid), sig })));
    }), { numRuns: 500 });
  });

  it("writes what the writer of the file would have written, in each style, from an empty list and from a full one", () => {
    for (const style of styles) {
      for (const before of [[], [{ keyid: "a", sig: "00" }], [{ keyid: "a", sig: "" }, { keyid: "b", sig: "01" }]]) {
        const expected = style({ signatures: [...before, { keyid: "y", sig: "aa" }, { keyid: "z", sig: "bb" }], signed: SIGNED });
        const written = writeSignatures(parsed(style({ signatures: before, signed: SIGNED })), [{ keyId: id("y"), sig: "aa" }, { keyId: id("z"), sig: "bb" }]);
        expect(written.text).toBe(expected);
      }
    }
  });

  it("fills an empty slot in its place and keeps the other fields of the entry", () => {
    const before = parsed(JSON.stringify({ signed: SIGNED, signatures: [{ keyid: "a", sig: "", x: [1] }, { keyid: "b", sig: "01" }] }));
    const after = writeSignatures(before, [{ keyId: id("a"), sig: "ff" }]);
    expect(after.text).toBe(before.text.replace('"sig":""', '"sig":"ff"'));
  });

  it("refuses two signatures under one key id", () => {
    const before = parsed(JSON.stringify({ signed: SIGNED, signatures: [] }));
    expect(() => writeSignatures(before, [{ keyId: id("a"), sig: "00" }, { keyId: id("a"), sig: "11" }])).toThrow(/one signature/);
  });

  const corpora = "../shared/corpora";
  it.skipIf(!existsSync(corpora))("keeps its promise on every real file (skipped: no ../shared)", () => {
    let files = 0;
    for (const name of readdirSync(corpora, { recursive: true, encoding: "utf8" })) {
      if (!name.endsWith(".json")) continue;
      const result = parseMetadata(new Uint8Array(readFileSync(join(corpora, name))));
      if (!result.ok) continue;
      const first = result.value.signatures[0];
      checkPromise(result.value, [...(first === undefined ? [] : [{ keyId: first.keyId, sig: "abcd" }]), { keyId: id("new key"), sig: "ef" }]);
      files++;
    }
    expect(files).toBeGreaterThan(100);
  });
});
