import { constants, createHash, sign, type KeyObject } from "node:crypto";
import { describe, expect, it } from "vitest";
import { schemeProbe } from "../../crypto/scheme-probe.ts";
import { webCryptoVerifier } from "../../crypto/webcrypto-verifier.ts";
import { toBase64 } from "../../lib/base64.ts";
import { concatBytes, utf8, type Bytes } from "../../lib/bytes.ts";
import { toHex } from "../../lib/hex.ts";
import { makeMlDsaKey } from "../../test/ml-dsa-keys.ts";
import { makeNodeKey, type NodeAlgorithm } from "../../test/node-keys.ts";
import { publicParts, simKey, type SimKey } from "../../test/repository-simulator.ts";
import { tufKey } from "../edit/build-metadata.ts";
import { toJsonValue } from "../edit/write-json.ts";
import { Fields } from "../model/fields.ts";
import type { RoleName } from "../model/ids.ts";
import { parseKey, type Key, type KeyMaterial } from "../model/key.ts";
import { parseMetadata } from "../model/parse-metadata.ts";
import type { Metadata } from "../model/metadata.ts";
import { explainSignature, type UnverifiedSignature } from "./explain-signature.ts";
import type { Difference, Explanation } from "./explanation.ts";

const ports = { verifier: webCryptoVerifier(globalThis.crypto.subtle), probe: schemeProbe() };

/** Names in no order, text beyond ASCII, and names for which tough, PHP and JavaScript have orders and forms of their own. */
const SIGNED = {
  version: 7, spec_version: "1.0.34", expires: "2031-01-01T00:00:00Z", _type: "targets",
  targets: {
    "foo": { length: 1, hashes: { sha256: "00" }, custom: {} },
    "foo bar": { length: 2, hashes: { sha256: "11" } },
    "e\u0301<b>": { length: 3, hashes: { sha256: "22" } },
    "\u{1f600}": { length: 4, hashes: { sha256: "33" } },
    "\uff21": { length: 4, hashes: { sha256: "33" } },
    "line\nbreak": { length: 4, hashes: { sha256: "33" } },
  },
};

function documentOf(signed: object, signatures: readonly object[] = []): Metadata {
  // Laid out as no library would, so that the raw bytes are a form of their own.
  const parsed = parseMetadata(utf8(`{ "signed" :${JSON.stringify(signed, undefined, 3)},\n"signatures": ${JSON.stringify(signatures)}}`));
  if (!parsed.ok) throw new Error(`it was built as targets: ${parsed.fault.kind}`);
  return parsed.value;
}

function keyOf({ plain }: SimKey): Key {
  return parseKey(plain.keyId, Fields.of(toJsonValue(plain.object), "key", "", "4.2.2"));
}

/** With its private part, for signatures that no scheme of TUF asks for. */
function opensslKey(algorithm: NodeAlgorithm): { readonly key: SimKey; readonly privateKey: KeyObject } {
  const node = makeNodeKey(algorithm);
  return { key: { node, plain: tufKey(publicParts(node)) }, privateKey: node.privateKey };
}

const document = documentOf(SIGNED);
const alice = simKey();

function ask(key: SimKey, sig: Uint8Array | string, about: Partial<UnverifiedSignature> = {}, metadata: Metadata = document): Promise<Explanation> {
  return explainSignature({
    keyId: key.plain.keyId, sig: typeof sig === "string" ? sig : toHex(sig), files: [{ path: "targets.json", metadata }],
    key: { key: keyOf(key), listed: true }, otherKeys: [], otherDocuments: [], ...about,
  }, ports);
}

async function differences(asked: Promise<Explanation>): Promise<readonly Difference[] | undefined> {
  return (await asked).wouldVerify?.differences;
}

const rawSigned = document.text.slice(document.signedNode.start, document.signedNode.end);
const value: unknown = JSON.parse(rawSigned);
const sorted = (of: unknown): unknown => Array.isArray(of) ? of.map(sorted) : typeof of === "object" && of !== null ? Object.fromEntries(Object.entries(of).toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b))).map(([name, member]) => [name, sorted(member)])) : of;
const sha = (name: string): Buffer => createHash(name).update(document.signedBytes).digest();
const canonicalText = new TextDecoder().decode(document.signedBytes);

/** The canonical form with its targets in this order and under these names. */
function withTargets(names: readonly string[]): string {
  const entries = new Map([["foo", '{"custom":{},"hashes":{"sha256":"00"},"length":1}'], ["foo bar", '{"hashes":{"sha256":"11"},"length":2}'], ["e\u0301<b>", '{"hashes":{"sha256":"22"},"length":3}']]);
  const other = '{"hashes":{"sha256":"33"},"length":4}';
  const entry = (name: string): string => `"${name}":${entries.get(name.normalize("NFD")) ?? other}`;
  return `{"_type":"targets","expires":"2031-01-01T00:00:00Z","spec_version":"1.0.34","targets":{${names.map(entry).join(",")}},"version":7}`;
}

it("the canonical form is none of them", () => {
  expect(withTargets(["e\u0301<b>", "foo", "foo bar", "line\nbreak", "\uff21", "\u{1f600}"])).toBe(canonicalText);
});

describe("a signature over another form of the document", () => {
  const ascii = (text: string): string => text.replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const html = (text: string): string => text.replace(/[<>&]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const json = (layout: string, isSorted: boolean, about: object = {}): object => ({ kind: "json-text", layout, sorted: isSorted, escapes: "json", newline: false, ...about });
  it.each<readonly [string, string | Uint8Array, object]>([
    ["the raw bytes", rawSigned, { kind: "raw-bytes", path: undefined }],
    ["the canonical form and a line break", concatBytes(document.signedBytes, utf8("\n")), { kind: "canonical-newline" }],
    ["RFC 8785", withTargets(["e\u0301<b>", "foo", "foo bar", "line\\nbreak", "\u{1f600}", "\uff21"]), { kind: "rfc8785" }],
    ["tough's form", withTargets(["foo bar", "foo", "line\nbreak", "\u00e9<b>", "\uff21", "\u{1f600}"]), { kind: "tough-form" }],
    ["the order of UTF-16 units", withTargets(["e\u0301<b>", "foo", "foo bar", "line\nbreak", "\u{1f600}", "\uff21"]), { kind: "utf16-order" }],
    ["two spaces", JSON.stringify(value, undefined, 2), json("2-spaces", false)],
    ["two spaces, sorted, as in rust-tuf's tests", JSON.stringify(sorted(value), undefined, 2), json("2-spaces", true)],
    ["two spaces, sorted, with a line break (jq -S)", `${JSON.stringify(sorted(value), undefined, 2)}\n`, json("2-spaces", true, { newline: true })],
    ["one space, sorted, in ASCII", ascii(JSON.stringify(sorted(value), undefined, 1)), json("1-space", true, { escapes: "ascii" })],
    ["four spaces, in ASCII, with a line break (python -m json.tool)", `${ascii(JSON.stringify(value, undefined, 4))}\n`, json("4-spaces", false, { escapes: "ascii", newline: true })],
    ["tabs, for web pages (Go)", html(JSON.stringify(sorted(value), undefined, "\t")), json("tab", true, { escapes: "html" })],
    ["one line", JSON.stringify(value), json("one-line", false)],
    ["one line in the order of code points", JSON.stringify(sorted(value)), json("one-line", true)],
    ["the digest", sha("sha256"), { kind: "digest", hash: "SHA-256", written: "bytes" }],
    ["the digest in hex", sha("sha256").toString("hex"), { kind: "digest", hash: "SHA-256", written: "hex" }],
    ["the digest as sha512sum writes it", `${sha("sha512").toString("hex")}\n`, { kind: "digest", hash: "SHA-512", written: "hex-line" }],
    ["an envelope of the canonical form", concatBytes(utf8(`DSSEv1 24 application/vnd.tuf+json ${document.signedBytes.length} `), document.signedBytes), { kind: "pre-auth-encoding", of: "canonical" }],
    ["an envelope of the raw bytes", `DSSEv1 24 application/vnd.tuf+json ${utf8(rawSigned).length} ${rawSigned}`, { kind: "pre-auth-encoding", of: "raw" }],
    ["the whole file", document.bytes, { kind: "whole-file", form: "as-it-stands" }],
  ])("%s", async (_, message, expected) => {
    const bytes = typeof message === "string" ? utf8(message) : message;
    expect(bytes).not.toEqual(document.signedBytes);
    expect(await differences(ask(alice, alice.node.sign(bytes)))).toEqual([expected]);
  });

  it("php-tuf, which knows no empty object", async () => {
    const plain = documentOf({ ...SIGNED, targets: { "a/é": { length: 1, hashes: { sha256: "00" }, custom: {} } } });
    const php = new TextDecoder().decode(plain.signedBytes).replace('"custom":{}', '"custom":[]').replace("é", "\\u00e9");
    expect(await differences(ask(alice, alice.node.sign(utf8(php)), {}, plain))).toEqual([{ kind: "php-form" }]);
  });

  it("the whole file while the signature's own place was empty, without signatures, canonical, and laid out anew", async () => {
    const others = [{ keyid: "other", sig: "00" }, { keyid: alice.plain.keyId, sig: "" }];
    const empty = documentOf(SIGNED, others);
    const filled = (sig: Bytes): Metadata => documentOf(SIGNED, [others[0] ?? {}, { keyid: alice.plain.keyId, sig: toHex(sig) }]);
    const bare = documentOf(SIGNED, []);
    const canonicalFile = utf8(`{"signatures":[],"signed":${canonicalText}}`);
    const pretty = utf8(JSON.stringify({ signed: value, signatures: [] }, undefined, 2));
    for (const [message, form] of [[empty.bytes, "own-place-empty"], [bare.bytes, "without-signatures"], [canonicalFile, "canonical"], [pretty, "written-anew"]] as const) {
      const sig = alice.node.sign(message);
      expect(await differences(ask(alice, sig, {}, filled(sig)))).toEqual([{ kind: "whole-file", form }]);
    }
  });

  it("the raw bytes of another of its files", async () => {
    const other = parseMetadata(utf8(`{"signatures":[],"signed":${JSON.stringify(value, undefined, 7)}}`));
    if (!other.ok) throw new Error("the same document, laid out anew");
    const files: UnverifiedSignature["files"] = [{ path: "targets.json", metadata: document }, { path: "old/targets.json", metadata: other.value }];
    expect(await differences(ask(alice, alice.node.sign(utf8(JSON.stringify(value, undefined, 7))), { files }))).toEqual([{ kind: "raw-bytes", path: "old/targets.json" }]);
  });
});

describe("a signature that is written otherwise", () => {
  const [{ key: p256, privateKey: private256 }, { key: p384, privateKey: private384 }] = [opensslKey("ecdsa-p256"), opensslKey("ecdsa-p384")];
  const rsa = simKey("rsa-pss-sha256");
  const base64 = (bytes: Bytes): string => toBase64(bytes);
  const fixed = (key: KeyObject, hash: string, message: Uint8Array = document.signedBytes): Bytes => new Uint8Array(sign(hash, message, { key, dsaEncoding: "ieee-p1363" }));

  it.each([alice, p256, p384, rsa])("as base64, in either alphabet", async (key) => {
    const sig = base64(key.node.sign(document.signedBytes));
    expect(await differences(ask(key, sig))).toEqual([{ kind: "base64", alphabet: /[+/]/.test(sig) || !/[-_]/.test(sig) ? "standard" : "url" }]);
    const url = Buffer.from(key.node.sign(document.signedBytes)).toString("base64url");
    expect(await differences(ask(key, url))).toEqual([{ kind: "base64", alphabet: /[-_]/.test(url) ? "url" : "standard" }]);
  });

  it("as r‖s, also in base64 and over another form of the document", async () => {
    expect(await differences(ask(p256, fixed(private256, "sha256")))).toEqual([{ kind: "fixed-width" }]);
    expect(await differences(ask(p384, fixed(private384, "sha384")))).toEqual([{ kind: "fixed-width" }]);
    expect(await differences(ask(p256, base64(fixed(private256, "sha256"))))).toEqual([{ kind: "base64", alphabet: "standard" }, { kind: "fixed-width" }]);
    expect(await differences(ask(p256, fixed(private256, "sha256", utf8(rawSigned))))).toEqual([{ kind: "raw-bytes", path: undefined }, { kind: "fixed-width" }]);
  });

  it("as hex with a prefix, colons or line breaks, and as hex of its text", async () => {
    const hex = toHex(alice.node.sign(document.signedBytes));
    for (const sig of [`0x${hex}`, hex.replace(/(..)(?=.)/g, "$1:"), `${hex.slice(0, 64)}\n${hex.slice(64)}\n`]) expect(await differences(ask(alice, sig))).toEqual([{ kind: "decorated-hex" }]);
    expect(await differences(ask(alice, utf8(hex)))).toEqual([{ kind: "text-in-hex", text: "hex" }]);
    expect(await differences(ask(alice, utf8(`${base64(alice.node.sign(document.signedBytes))}\n`)))).toEqual([{ kind: "text-in-hex", text: "base64" }]);
  });
});

describe("a signature with other parameters", () => {
  const rsa = opensslKey("rsa-pss-sha256");
  const pss = (hash: string, saltLength: number, message: Uint8Array = document.signedBytes): Bytes => new Uint8Array(sign(hash, message, { key: rsa.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }));
  const pkcs1 = (hash: string): Bytes => new Uint8Array(sign(hash, document.signedBytes, rsa.privateKey));

  it.each([0, 20, 31, 33, 64, 221])("PSS with a salt of %i bytes", async (saltLengthBytes) => {
    expect(await differences(ask(rsa.key, pss("sha256", saltLengthBytes)))).toEqual([{ kind: "other-pss", hash: "SHA-256", saltLengthBytes }]);
  });

  it("the salts that clients take need no explanation", async () => {
    for (const saltLengthBytes of [32, 222]) expect((await ask(rsa.key, pss("sha256", saltLengthBytes))).wouldVerify).toBeUndefined();
  });

  it("RSA with another hash or the other padding, also over another form of the document", async () => {
    expect(await differences(ask(rsa.key, pss("sha512", 64)))).toEqual([{ kind: "other-pss", hash: "SHA-512", saltLengthBytes: 64 }]);
    expect(await differences(ask(rsa.key, pkcs1("sha256")))).toEqual([{ kind: "pkcs1v15", hash: "SHA-256" }]);
    expect(await differences(ask(rsa.key, pkcs1("sha384")))).toEqual([{ kind: "pkcs1v15", hash: "SHA-384" }]);
    expect(await differences(ask(rsa.key, pss("sha256", 20, utf8(rawSigned))))).toEqual([{ kind: "raw-bytes", path: undefined }, { kind: "other-pss", hash: "SHA-256", saltLengthBytes: 20 }]);
  });

  it("RSA of other content: the key made it, which damage does not leave so", async () => {
    const other = utf8("something else");
    expect(await ask(rsa.key, pss("sha256", 32, other))).toMatchObject({ wouldVerify: undefined, oddity: { kind: "of-other-content", padding: "pss", hash: "SHA-256" } });
    expect(await ask(rsa.key, new Uint8Array(sign("sha512", other, rsa.privateKey)))).toMatchObject({ wouldVerify: undefined, oddity: { kind: "of-other-content", padding: "pkcs1v15", hash: "SHA-512" } });
    const damaged = pss("sha256", 32, other);
    damaged[100] = (damaged[100] ?? 0) ^ 1;
    expect(await ask(rsa.key, damaged)).toMatchObject({ wouldVerify: undefined, oddity: undefined });
    expect(await ask(simKey("rsa-pss-sha256"), pss("sha256", 32, other))).toMatchObject({ wouldVerify: undefined, oddity: undefined });
  });

  it("ECDSA over another hash than the curve's", async () => {
    const { key, privateKey } = opensslKey("ecdsa-p384");
    for (const [hash, name] of [["sha256", "SHA-256"], ["sha512", "SHA-512"]] as const) {
      expect(await differences(ask(key, new Uint8Array(sign(hash, document.signedBytes, privateKey))))).toEqual([{ kind: "other-hash", hash: name }]);
    }
    expect(await differences(ask(key, new Uint8Array(sign("sha256", document.bytes, privateKey))))).toEqual([{ kind: "whole-file", form: "as-it-stands" }, { kind: "other-hash", hash: "SHA-256" }]);
  });

  it("ML-DSA over the document itself", async () => {
    const node = makeMlDsaKey("ml-dsa-44");
    const key = { node, plain: tufKey(publicParts(node)) };
    expect(await differences(ask(key, node.signPure(document.signedBytes)))).toEqual([{ kind: "without-prefix" }]);
  });
});

describe("a signature by another key, or of another document", () => {
  const bob = simKey();
  const known = (key: SimKey, listed: boolean, keyId = key.plain.keyId): UnverifiedSignature["otherKeys"][number] => ({
    key: keyOf(key), listedAs: listed ? key.plain.keyId : undefined, places: [{ keyId, role: "root" as RoleName, version: 3 }], // a role's name
  });

  it("tells whose it is, and whether that key may sign", async () => {
    const sig = bob.node.sign(document.signedBytes);
    for (const listed of [true, false]) {
      const expected = { kind: "other-key", label: undefined, bearsId: false, listedAs: listed ? bob.plain.keyId : undefined, places: [{ keyId: bob.plain.keyId, role: "root", version: 3 }] };
      expect(await differences(ask(alice, sig, { otherKeys: [known(alice, true), known(bob, listed)] }))).toEqual([expected]);
    }
    expect(await differences(ask(alice, sig, { key: undefined, otherKeys: [known(bob, false)] }))).toMatchObject([{ kind: "other-key" }]);
  });

  it("tells where the id names the key that signed", async () => {
    expect(await differences(ask(alice, bob.node.sign(document.signedBytes), { otherKeys: [known(bob, true, alice.plain.keyId)] })))
      .toEqual([{ kind: "other-key", label: undefined, bearsId: true, listedAs: bob.plain.keyId, places: [{ keyId: alice.plain.keyId, role: "root", version: 3 }] }]);
  });

  it("tells that the role does not list the key", async () => {
    const key = { key: keyOf(alice), listed: false };
    expect(await differences(ask(alice, alice.node.sign(document.signedBytes), { key }))).toEqual([{ kind: "key-not-in-role" }]);
    expect(await differences(ask(alice, alice.node.sign(utf8(rawSigned)), { key }))).toEqual([{ kind: "key-not-in-role" }, { kind: "raw-bytes", path: undefined }]);
  });

  it("tells the document that it was copied from", async () => {
    const before = documentOf({ ...SIGNED, version: 6 });
    const about = { id: "0".repeat(32), role: "targets", version: 6, path: "6.targets.json", relation: "previous-version" } as const;
    const otherDocuments = [{ ...about, signedBytes: before.signedBytes }] as unknown as UnverifiedSignature["otherDocuments"]; // ids and names of the test's own
    const { id, ...rest } = about;
    expect(await differences(ask(alice, alice.node.sign(before.signedBytes), { otherDocuments }))).toEqual([{ kind: "other-document", document: id, ...rest }]);
  });
});

describe("what cannot be explained", () => {
  it("a damaged signature: nothing is claimed, and everything was tried", async () => {
    const sig = alice.node.sign(document.signedBytes);
    sig[3] = (sig[3] ?? 0) ^ 1;
    expect(await ask(alice, sig)).toMatchObject({ wouldVerify: undefined, oddity: undefined, tried: { complete: true } });
  });

  it("a signature that verifies as it is: there is nothing to explain", async () => {
    expect((await ask(alice, alice.node.sign(document.signedBytes))).wouldVerify).toBeUndefined();
  });

  it.each<readonly [KeyMaterial["algorithm"], string, object]>([
    ["ed25519", "not a signature", { kind: "unreadable" }],
    ["ed25519", "00".repeat(63), { kind: "wrong-length", found: 63, expected: 64, looksLike: undefined }],
    ["ed25519", `3045022100${"11".repeat(32)}0220${"11".repeat(32)}`, { kind: "wrong-length", found: 71, expected: 64, looksLike: "der" }],
    ["rsa-pss-sha256", "00".repeat(64), { kind: "wrong-length", found: 64, expected: 256, looksLike: undefined }],
    ["ecdsa-p256", "00".repeat(70), { kind: "not-der", found: 70 }],
  ])("what can be seen of it: %s, %s", async (algorithm, sig, oddity) => {
    expect(await ask(simKey(algorithm), sig)).toMatchObject({ wouldVerify: undefined, oddity });
  });

  it("stops where the cost is reached, and says so", async () => {
    const sig = "11".repeat(64);
    const question = { keyId: alice.plain.keyId, sig, files: [{ path: "targets.json", metadata: document }], key: { key: keyOf(alice), listed: true }, otherKeys: [], otherDocuments: [] } as const;
    const all = await explainSignature(question, ports);
    expect(all.tried.complete).toBe(true);
    const few = await explainSignature(question, ports, 10 * (64 * 1024 + document.bytes.length));
    expect(few.tried.complete).toBe(false);
    expect(few.tried.checks).toBeGreaterThanOrEqual(9);
    expect(few.tried.checks).toBeLessThan(all.tried.checks);
  });
});
