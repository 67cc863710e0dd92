import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concatBytes, utf8, type Bytes } from "../lib/bytes.ts";
import { toHex } from "../lib/hex.ts";
import { makeNodeKey, type NodeKey } from "../test/node-keys.ts";
import { attribute, type AttributedSignature, type AttributionFault } from "./attribute-signature.ts";
import { describeExternalSignatureFault } from "./describe-external-signature-fault.ts";
import { ecdsaDerToFixed } from "./ecdsa-signature.ts";
import { readExternalSignature } from "./external-signature.ts";
import { webCryptoVerifier } from "./webcrypto-verifier.ts";
import type { Result } from "../lib/result.ts";

const verifier = webCryptoVerifier(globalThis.crypto.subtle);
const message = utf8("the canonical bytes of root 15");
const KEYS = (["ed25519", "ecdsa-p256", "ecdsa-p384", "rsa-pss-sha256"] as const).map((algorithm) => makeNodeKey(algorithm));
const [ed25519, p256] = KEYS;

const base64 = (bytes: Bytes): string => Buffer.from(bytes).toString("base64");
const hex = (bytes: Bytes): string => Buffer.from(bytes).toString("hex");

async function attributed(input: string | Bytes, keys: readonly NodeKey[] = KEYS, others: { name: string; bytes: Bytes }[] = []): Promise<Result<AttributedSignature<NodeKey>, AttributionFault<NodeKey>>> {
  const read = readExternalSignature(input);
  if (!read.ok) throw new Error(read.fault.kind);
  return attribute(read.value, message, keys, verifier, others);
}

const WRITINGS: readonly (readonly [string, (signature: Bytes) => string | Bytes])[] = [
  ["hex", hex],
  ["upper-case hex in lines with colons", (s) => hex(s).toUpperCase().replace(/..(?!$)/g, "$&:").replace(/.{48}/g, "$&\n")],
  ["hex after 0x", (s) => `0x${hex(s)}`],
  ["what openssl dgst -hex prints", (s) => `SHA2-256(root.canonical)= ${hex(s)}\n`],
  ["base64", (s) => `${base64(s)}\n`],
  ["base64 in lines", (s) => base64(s).replace(/.{64}/g, "$&\r\n")],
  ["base64url without padding", (s) => Buffer.from(s).toString("base64url")],
  ["PEM", (s) => `-----BEGIN SIGNATURE-----\n${base64(s).replace(/.{64}/g, "$&\n")}\n-----END SIGNATURE-----\n`],
  ["a signature entry of TUF", (s) => JSON.stringify({ keyid: "anything", sig: hex(s) })],
  ["the answer of a cloud key service", (s) => JSON.stringify({ KeyId: "x", Signature: base64(s), SigningAlgorithm: "ECDSA_SHA_256" })],
  ["a binary file", (s) => s],
  ["a text file of hex with a byte order mark", (s) => utf8(`\ufeff${hex(s)}\r\n`)],
];

describe.each(WRITINGS)("a signature written as %s", (_, write) => {
  it.each(KEYS.map((key) => [key.material.algorithm, key] as const))("is attributed to the %s key that made it", async (_algorithm, key) => {
    const signature = key.sign(message);
    expect(await attributed(write(signature))).toMatchObject({ ok: true, value: { key, signatureHex: hex(signature) } });
  });
});

describe("attribute", () => {
  it.each(["ecdsa-p256", "ecdsa-p384"] as const)("turns r‖s of %s into the DER that TUF carries", async (algorithm) => {
    const key = makeNodeKey(algorithm);
    const signature = key.sign(message);
    const fixed = ecdsaDerToFixed(algorithm, signature) ?? new Uint8Array();
    expect(await attributed(fixed, [key])).toMatchObject({ ok: true, value: { signatureHex: hex(signature), encoding: "fixed" } });
    expect(await attributed(base64(fixed), [key])).toMatchObject({ ok: true, value: { signatureHex: hex(signature), encoding: "fixed" } });
  });

  it("names the other document that a signature covers", async () => {
    const others = [{ name: "root 14", bytes: utf8("root 14") }, { name: "the whole file", bytes: utf8("{signed, signatures}") }];
    const fault = await attributed(hex(made(p256).sign(utf8("{signed, signatures}"))), KEYS, others);
    expect(fault).toMatchObject({ ok: false, fault: { kind: "external-signature-other-document", key: p256, name: "the whole file" } });
    expect(words(fault)).toBe("This is a signature by the key, but of another document: the whole file.");
  });

  it.each([
    ["digest-bytes", new Uint8Array(createHash("sha256").update(message).digest())],
    ["digest-text", utf8(createHash("sha256").update(message).digest("hex"))],
    ["trailing-newline", concatBytes(message, utf8("\n"))],
  ] as const)("sees when the tool was fed wrongly: %s", async (fed, bytes) => {
    expect(await attributed(hex(made(ed25519).sign(bytes)))).toMatchObject({ ok: false, fault: { kind: "external-signature-misfed", key: ed25519, fed } });
  });

  it("says that it verifies under none of the keys, and what it looks like", async () => {
    const stranger = makeNodeKey("ed25519");
    const fault = await attributed(hex(stranger.sign(message)));
    expect(fault).toMatchObject({ ok: false, fault: { kind: "external-signature-unattributed", keysTried: 4 } });
    expect(words(fault)).toBe("This signature verifies under none of the 4 keys that may sign this document. It looks like 64 bytes (Ed25519 or ECDSA P-256 as r‖s).");
    expect(words(await attributed("00".repeat(20)))).toContain("20 bytes, which fits no signature known here");
  });
});

describe("readExternalSignature", () => {
  it.each([
    ["nothing", "", "external-signature-empty"],
    ["white space", " \n", "external-signature-empty"],
    ["prose", "I agree!", "external-signature-unreadable"],
    ["JSON without a signature", '{"keyid": "abc"}', "external-signature-unreadable"],
    ["an empty slot", '{"keyid": "abc", "sig": ""}', "external-signature-unreadable"],
    ["a private key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "external-signature-is-key"],
    ["a file of megabytes", "ab".repeat(50_000), "external-signature-too-large"],
  ])("refuses %s", (_, input, kind) => {
    expect(readExternalSignature(input)).toMatchObject({ ok: false, fault: { kind } });
  });

  it("is tried in the first readings alone where a text holds thousands", () => {
    const texts = Array.from({ length: 2000 }, (_, i) => ({ sig: i.toString(16).padStart(16, "0") }));
    const read = readExternalSignature(JSON.stringify(texts));
    expect(read.ok && read.value.map(({ bytes }) => toHex(bytes))).toEqual(texts.slice(0, 64).map(({ sig }) => sig));
  });

  it("never throws, whatever it is given", () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }).map((bytes) => new Uint8Array(bytes)), fc.string(), fc.json()), (input) => {
        const read = readExternalSignature(input);
        if (read.ok) expect(read.value.every(({ bytes }) => bytes.length >= 8)).toBe(true);
        else expect(describeExternalSignatureFault(read.fault, () => "the key")).toMatch(/\.$/);
      }),
    );
  });
});

function words(result: Result<unknown, AttributionFault<NodeKey>>): string {
  return result.ok ? "" : describeExternalSignatureFault(result.fault, () => "the key");
}

function made(key: NodeKey | undefined): NodeKey {
  if (key === undefined) throw new Error("the key was not made");
  return key;
}
