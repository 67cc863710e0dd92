import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { makeNodeKey } from "../test/node-keys.ts";
import { publicKeyOf, readPublicKey, type PublicKey } from "./public-key.ts";

const ALGORITHMS = ["ed25519", "ecdsa-p256", "ecdsa-p384", "rsa-pss-sha256"] as const;

describe.each(ALGORITHMS)("a public key of %s", (algorithm) => {
  const { material, privateKey } = makeNodeKey(algorithm);
  const made = publicKeyOf(material);

  it("is written as PEM that OpenSSL reads as the same key", async () => {
    const { createPublicKey } = await import("node:crypto");
    expect(createPublicKey(made.pem).export({ type: "spki", format: "pem" })).toBe(
      createPublicKey(privateKey).export({ type: "spki", format: "pem" }),
    );
  });

  it("comes back the same from its PEM and from its key object", () => {
    expect(fingerprintOf(readPublicKey(made.pem))).toBe(fingerprintOf(readPublicKey(made.tufKeyJson)));
    expect(readPublicKey(made.tufKeyJson)).toMatchObject({ ok: true, value: { keyId: made.keyId, pem: made.pem, hex: made.hex } });
  });

  it("has the key id of TUF 4.2.1", () => {
    const { keytype, scheme, keyval } = JSON.parse(made.tufKeyJson) as { keytype: string; scheme: string; keyval: { public: string } }; // written just above
    const canonical = `{"keytype":"${keytype}","keyval":{"public":"${keyval.public}"},"scheme":"${scheme}"}`;
    expect(made.keyId).toBe(createHash("sha256").update(canonical).digest("hex"));
  });
});

describe("readPublicKey", () => {
  it("reads hex of an Ed25519 key and of points, compressed or not, with colons or white space", () => {
    const ed = publicKeyOf(makeNodeKey("ed25519").material);
    expect(readPublicKey(` ${ed.hex.toUpperCase()}\n`)).toMatchObject({ ok: true, value: { keyId: ed.keyId } });
    const ec = publicKeyOf(makeNodeKey("ecdsa-p256").material);
    expect(readPublicKey(ec.hex.replace(/..(?!$)/g, "$&:"))).toMatchObject({ ok: true, value: { keyId: ec.keyId, pem: ec.pem } });
    const compressed = (Number.parseInt(ec.hex.slice(-1), 16) % 2 === 1 ? "03" : "02") + ec.hex.slice(2, 66);
    expect(readPublicKey(compressed)).toMatchObject({ ok: true, value: { keyId: ec.keyId, hex: ec.hex } });
  });

  it("keeps every field of a key object, and hashes them all", () => {
    const plain = publicKeyOf(makeNodeKey("ed25519").material);
    const text = JSON.stringify({ ...(JSON.parse(plain.tufKeyJson) as object), "x-tuf-on-ci-keyowner": "@ada" }); // an object, as written above
    const read = readPublicKey(text);
    expect(read).toMatchObject({ ok: true, value: { tufKeyJson: text, material: { fingerprint: plain.material.fingerprint } } });
    expect(read.ok && read.value.keyId).not.toBe(plain.keyId);
  });

  it("names a private key without repeating a byte of it", () => {
    const pem = makeNodeKey("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    expect(readPublicKey(pem)).toEqual({ ok: false, fault: { kind: "public-key-is-private" } });
    const old = JSON.stringify({ keytype: "ed25519", scheme: "ed25519", keyval: { public: "aa", private: "bb" } });
    expect(readPublicKey(old)).toEqual({ ok: false, fault: { kind: "public-key-is-private" } });
  });

  it.each([
    ["nothing", "", { kind: "public-key-unrecognised" }],
    ["prose", "my key", { kind: "public-key-unrecognised" }],
    ["hex of a wrong length", "abcd", { kind: "key-length", expected: 32, found: 2 }],
    ["a certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", { kind: "public-key-pem", label: "CERTIFICATE" }],
    ["a point off the curve", `04${"11".repeat(64)}`, { kind: "public-key-off-curve" }],
    ["a key object that lacks its scheme", '{"keytype":"ed25519","keyval":{"public":"aa"}}', { kind: "field", path: "scheme" }],
    ["a scheme that nobody here knows", '{"keytype":"x","scheme":"y","keyval":{"public":"aa"}}', { kind: "key-unknown-scheme", keytype: "x", scheme: "y" }],
    ["an Ed25519 key of small order", `01${"00".repeat(31)}`, { kind: "key-weak-point" }],
  ])("refuses %s", (_, text, fault) => {
    expect(readPublicKey(text)).toMatchObject({ ok: false, fault });
  });
});

function fingerprintOf(read: ReturnType<typeof readPublicKey>): PublicKey["material"]["fingerprint"] {
  if (!read.ok) throw new Error(read.fault.kind);
  return read.value.material.fingerprint;
}
