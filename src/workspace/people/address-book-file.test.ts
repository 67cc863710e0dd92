import canonicalize from "canonicalize";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeUtf8, utf8 } from "../../lib/bytes.ts";
import { instantFromMs } from "../../lib/utc-instant.ts";
import type { Digest, Fingerprint, KeyId } from "../../tuf/model/ids.ts";
import { encodeAddressBook, parseAddressBook } from "./address-book-file.ts";
import { describeBookFault } from "./describe-book-fault.ts";
import type { KeyPlace, KnownKey } from "./known-key.ts";

const hex = (length: number): fc.Arbitrary<string> => fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: length, maxLength: length });
const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 });
const place: fc.Arbitrary<KeyPlace> = fc.record({
  repository: hex(64).map((d) => d as Digest), repositoryName: text, by: text, role: text, version: fc.integer({ min: 1, max: 2 ** 40 }),
  keyId: text.map((id) => id as KeyId), label: fc.option(text, { nil: undefined }),
});
const key: fc.Arbitrary<KnownKey> = fc.record({
  fingerprint: fc.tuple(fc.constantFrom("ed25519", "ecdsa-p256", "rsa", "ml-dsa-65"), hex(64)).map(([kind, digits]) => `${kind}:${digits}` as Fingerprint),
  name: text.filter((name) => name.trim() !== ""), note: fc.string({ unit: "grapheme", maxLength: 60 }),
  addedAt: fc.integer({ min: 0, max: 4_102_444_800 }).map((s) => instantFromMs(s * 1000)),
  seen: fc.array(place, { maxLength: 4 }),
});
const book = fc.uniqueArray(key, { selector: ({ fingerprint }) => fingerprint, maxLength: 6 });

const FINGERPRINT = `ed25519:${"ab".repeat(32)}`;
const plain = { format: "countersign-address-book/1", keys: [{ fingerprint: FINGERPRINT, name: "Ada", note: "", added: "2026-11-26T12:00:00Z", seen: [] as object[] }] };
const seenAt = { repository: { anchor_sha256: "cd".repeat(32), name: "demo" }, by: "root", version: 3, role: "targets", key_id: "k", label: "@ada" };

type Loose = Record<string, unknown>;

function refusal(change: (book: Loose & { keys: Loose[] }, key: Loose) => void): string {
  const key: Loose = structuredClone(plain.keys[0] ?? {});
  const copy = { ...structuredClone(plain), keys: [key] };
  change(copy, key);
  const parsed = parseAddressBook(utf8(JSON.stringify(copy, undefined, 2)));
  if (parsed.ok) throw new Error("it was not refused");
  const { happened, evidence } = describeBookFault(parsed.fault);
  return `${happened} ${evidence}`;
}

describe("an address book as a file", () => {
  it("is read as it was written, whatever the names hold", () => {
    fc.assert(fc.property(book, (keys) => {
      const parsed = parseAddressBook(encodeAddressBook(keys));
      expect(parsed).toEqual({ ok: true, value: keys.toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1)) });
    }));
  });

  it("is RFC 8785 JSON, the same bytes for the same keys in any order", () => {
    fc.assert(fc.property(book, (keys) => {
      const bytes = encodeAddressBook(keys);
      expect(encodeAddressBook(keys.toReversed())).toEqual(bytes);
      const written = decodeUtf8(bytes) ?? "";
      expect(canonicalize(JSON.parse(written))).toBe(written);
    }));
  });

  it("writes half a character as U+FFFD, which can be read again", () => {
    const half: KnownKey = { fingerprint: FINGERPRINT as Fingerprint, name: "a\ud83d", note: "", addedAt: instantFromMs(0), seen: [] };
    const parsed = parseAddressBook(encodeAddressBook([half]));
    expect(parsed.ok && parsed.value[0]?.name).toBe("a\ufffd");
  });

  it.each<readonly [string, Parameters<typeof refusal>[0], RegExp]>([
    ["another format", (b) => (b["format"] = "countersign-receipt/1"), /countersign-receipt\/1.*countersign-address-book\/1/],
    ["a field that it does not know", (b) => (b["x"] = 1), /“x”.*nothing but format, keys/],
    ["an unknown field of a key", (_, key) => (key["trusted"] = true), /“keys\[0\]\.trusted”.*line 10/],
    ["a key twice", (b, key) => b.keys.push(key), /“keys\[1\]\.fingerprint”.*each key once/],
    ["no name", (_, key) => (key["name"] = "  "), /“keys\[0\]\.name”.*not empty/],
    ["a name without end", (_, key) => (key["name"] = "n".repeat(201)), /at most 200 characters/],
    ["a fingerprint of another shape", (_, key) => (key["fingerprint"] = "Ada"), /“keys\[0\]\.fingerprint”.*found "Ada", line 5/],
    ["a date that is none", (_, key) => (key["added"] = "yesterday"), /“keys\[0\]\.added”.*a date such as/],
    ["a place without a version", (_, key) => (key["seen"] = [{ ...seenAt, version: 0 }]), /“keys\[0\]\.seen\[0\]\.version”/],
    ["a repository that is no digest", (_, key) => (key["seen"] = [{ ...seenAt, repository: { anchor_sha256: "cd", name: "" } }]), /64 lower-case hex digits/],
    ["too many places", (_, key) => (key["seen"] = Array.from({ length: 33 }, () => seenAt)), /at most 32 places/],
  ])("is refused with %s, and the words name the place", (_, change, words) => {
    expect(refusal(change)).toMatch(words);
  });

  it.each([["", /empty/], ["[]", /whole file/], ["{", /too early/], ['{"format":"a","format":"b","keys":[]}', /twice/]] as const)("is refused as %j", (written, words) => {
    const parsed = parseAddressBook(utf8(written));
    expect(parsed.ok ? "" : describeBookFault(parsed.fault).happened).toMatch(words);
    expect(parsed.ok ? "" : describeBookFault(parsed.fault).client).toContain("your address book is as it was");
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.json().map((json) => utf8(json))), (bytes) => void parseAddressBook(bytes)));
  });
});
