import { readdirSync, readFileSync, existsSync } from "node:fs";
import { p256 } from "@noble/curves/nist.js";
import { Point, getPublicKey, hashes, verify as libraryVerify } from "@noble/ed25519";
import { sha512 } from "@noble/hashes/sha2.js";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { concatBytes, utf8 } from "../lib/bytes.ts";
import { fromHex, toHex } from "../lib/hex.ts";
import { toJsonValue } from "../tuf/edit/write-json.ts";
import { encodeCanonical, type CanonicalBytes } from "../tuf/json/canonical-json.ts";
import { isObject } from "../tuf/json/json-value.ts";
import { parseJson } from "../tuf/json/parse-json.ts";
import { Fields } from "../tuf/model/fields.ts";
import type { Fingerprint, KeyId } from "../tuf/model/ids.ts";
import { parseKey, type KeyMaterial } from "../tuf/model/key.ts";
import { verifySignatures } from "../tuf/verify/verify-signatures.ts";
import { makeMlDsaKey } from "../test/ml-dsa-keys.ts";
import { makeNodeKey, type TestKey } from "../test/node-keys.ts";
import type { KeyAlgorithm } from "../tuf/model/key-algorithm.ts";
import { ecdsaDerToFixed, ecdsaFixedToDer } from "./ecdsa-signature.ts";
import { nobleVerifier } from "./noble-verifier.ts";
import { secondOpinion } from "./second-opinion.ts";
import { webCryptoVerifier } from "./webcrypto-verifier.ts";

const subtle = globalThis.crypto.subtle;
const web = webCryptoVerifier(subtle);
const noble = nobleVerifier();
const KEYS = {
  ed25519: makeNodeKey("ed25519"),
  "ecdsa-p256": makeNodeKey("ecdsa-p256"),
  "ecdsa-p384": makeNodeKey("ecdsa-p384"),
  "ecdsa-p521": makeNodeKey("ecdsa-p521"),
  "rsa-pss-sha256": makeNodeKey("rsa-pss-sha256"),
  "rsa-pss-sha384": makeNodeKey("rsa-pss-sha384"),
  "rsa-pss-sha512": makeNodeKey("rsa-pss-sha512"),
  "rsa-pkcs1v15-sha256": makeNodeKey("rsa-pkcs1v15-sha256"),
  "rsa-pkcs1v15-sha384": makeNodeKey("rsa-pkcs1v15-sha384"),
  "rsa-pkcs1v15-sha512": makeNodeKey("rsa-pkcs1v15-sha512"),
  "ml-dsa-44": makeMlDsaKey("ml-dsa-44"),
  "ml-dsa-65": makeMlDsaKey("ml-dsa-65"),
  "ml-dsa-87": makeMlDsaKey("ml-dsa-87"),
} as const satisfies Record<KeyAlgorithm, TestKey>;
const CURVES = ["ed25519", "ecdsa-p256", "ecdsa-p384", "ecdsa-p521"] as const;
const message = utf8("the canonical bytes of a root");

describe.each(Object.entries(KEYS))("%s", (_, key) => {
  it("verifies what was signed, with both implementations", async () => {
    const signature = key.sign(message);
    expect(await web.verify(key.material, message, signature)).toBe(true);
    expect(await noble.verify(key.material, message, signature)).toBe(true);
  });

  it("refuses another message, a cut, a lengthened and an empty signature", async () => {
    const signature = key.sign(message);
    for (const verifier of [web, noble]) {
      expect(await verifier.verify(key.material, utf8("another"), signature)).toBe(false);
      expect(await verifier.verify(key.material, message, signature.subarray(0, -1))).toBe(false);
      expect(await verifier.verify(key.material, message, concatBytes(signature, new Uint8Array(1)))).toBe(false);
      expect(await verifier.verify(key.material, message, new Uint8Array())).toBe(false);
    }
  });

  it("answers the same with both, and never throws, whatever bytes are called its signature", async () => {
    const { length } = key.sign(message);
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 80 }), fc.uint8Array({ minLength: length, maxLength: length }));
    await fc.assert(fc.asyncProperty(bytes, async (signature) => {
      const answers = await Promise.all([web, noble].map((verifier) => verifier.verify(key.material, message, signature)));
      expect(answers).toEqual([false, false]);
    }), { numRuns: 40 });
  });
});

describe("a platform that lacks an algorithm", () => {
  it.each(Object.entries(KEYS))("leaves %s to plain JavaScript, and is asked once", async (_, key) => {
    const importKey = vi.fn().mockRejectedValue(new DOMException("no such algorithm", "NotSupportedError"));
    const old = webCryptoVerifier({ importKey } as unknown as SubtleCrypto); // such a platform has no more than this
    expect(await old.verify(key.material, message, key.sign(message))).toBe(true);
    expect(await old.verify(key.material, utf8("another"), key.sign(message))).toBe(false);
    expect(importKey).toHaveBeenCalledTimes(1);
  });
});

describe("the two implementations", () => {
  it.each(CURVES)("agree on %s for any message and any change of the signature", async (algorithm) => {
    const key = KEYS[algorithm];
    const change = fc.record({ at: fc.nat(200), xor: fc.integer({ min: 0, max: 255 }) });
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), change, async (data, { at, xor }) => {
        const signature = key.sign(data);
        const place = at % signature.length;
        signature[place] = (signature[place] ?? 0) ^ xor;
        const [a, b] = await Promise.all([web.verify(key.material, data, signature), noble.verify(key.material, data, signature)]);
        expect(a).toBe(b);
        expect(a).toBe(xor === 0);
      }),
      { numRuns: 60 },
    );
  });

  it("each check what the other signed", async () => {
    const pair = await subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
    const fixed = new Uint8Array(await subtle.sign({ name: "ECDSA", hash: "SHA-256" }, pair.privateKey, message));
    const material = p256Material(new Uint8Array(await subtle.exportKey("raw", pair.publicKey)));
    const der = ecdsaFixedToDer("ecdsa-p256", fixed) ?? new Uint8Array();
    expect(await secondOpinion("webcrypto", subtle).verify(material, message, der)).toBe(true);

    const { secretKey, publicKey } = p256.keygen();
    const signature = new Uint8Array(p256.sign(message, secretKey, { format: "der" }));
    expect(await secondOpinion("noble", subtle).verify(p256Material(new Uint8Array(publicKey)), message, signature)).toBe(true);
  });
});

describe("ECDSA", () => {
  it("takes high S and low S alike", async () => {
    const key = KEYS["ecdsa-p256"];
    const { r, s } = p256.Signature.fromBytes(key.sign(message), "der");
    for (const signature of [new p256.Signature(r, s), new p256.Signature(r, p256.Point.Fn.ORDER - s)]) {
      const der = new Uint8Array(signature.toBytes("der"));
      expect(await web.verify(key.material, message, der)).toBe(true);
      expect(await noble.verify(key.material, message, der)).toBe(true);
    }
  });

  it("takes a compressed point", async () => {
    const key = KEYS["ecdsa-p256"];
    if (key.material.algorithm !== "ecdsa-p256") throw new Error("not the key that was made");
    const material = p256Material(new Uint8Array(p256.Point.fromBytes(key.material.point).toBytes(true)));
    expect(await web.verify(material, message, key.sign(message))).toBe(true);
    expect(await noble.verify(material, message, key.sign(message))).toBe(true);
  });

  it("never verifies under a point that is not on the curve, even when it shares its fingerprint with one that is", async () => {
    const key = KEYS["ecdsa-p256"];
    if (key.material.algorithm !== "ecdsa-p256") throw new Error("not the key that was made");
    const point = new Uint8Array(key.material.point);
    point[40] = (point[40] ?? 0) ^ 1;
    const off = { ...key.material, point };
    expect(await web.verify(key.material, message, key.sign(message))).toBe(true);
    expect(await web.verify(off, message, key.sign(message))).toBe(false);
    expect(await noble.verify(off, message, key.sign(message))).toBe(false);
  });

  it.each([
    ["r as fixed-length r‖s", () => ecdsaDerToFixed("ecdsa-p256", KEYS["ecdsa-p256"].sign(message)) ?? new Uint8Array()],
    ["a padded integer", () => fromHex("300702020001020101") ?? new Uint8Array()],
    ["a negative integer", () => fromHex("3006020181020101") ?? new Uint8Array()],
    ["a zero r", () => fromHex("3006020100020101") ?? new Uint8Array()],
    ["an indefinite length", () => fromHex("30800201010201010000") ?? new Uint8Array()],
    ["a long-form length where the short one fits", () => fromHex("308106020101020101") ?? new Uint8Array()],
    ["data after the sequence", () => concatBytes(KEYS["ecdsa-p256"].sign(message), new Uint8Array([5, 0]))],
  ])("refuses %s where DER is due", async (_, make) => {
    expect(ecdsaDerToFixed("ecdsa-p256", make())).toBeUndefined();
    expect(await web.verify(KEYS["ecdsa-p256"].material, message, make())).toBe(false);
    expect(await noble.verify(KEYS["ecdsa-p256"].material, message, make())).toBe(false);
  });

  it.each(["ecdsa-p256", "ecdsa-p384", "ecdsa-p521"] as const)("%s signatures come back byte for byte from r‖s", (algorithm) => {
    for (let i = 0; i < 20; i++) {
      const der = KEYS[algorithm].sign(new Uint8Array([i]));
      const fixed = ecdsaDerToFixed(algorithm, der);
      expect(fixed?.length).toBe({ "ecdsa-p256": 64, "ecdsa-p384": 96, "ecdsa-p521": 132 }[algorithm]);
      expect(ecdsaFixedToDer(algorithm, fixed ?? new Uint8Array())).toEqual(der);
    }
  });
});

describe("RSA-PSS", () => {
  it.each([[2048, 222], [3072, 350]])("of %i bits takes a salt of 32 and of the maximum %i, and no other", async (bits, max) => {
    const key = makeNodeKey("rsa-pss-sha256", bits);
    for (const [salt, expected] of [[32, true], [max, true], [20, false], [33, false]] as const) {
      expect(await web.verify(key.material, message, key.sign(message, salt))).toBe(expected);
    }
  });
});

describe("Ed25519", () => {
  it("never takes a key of small order, under which one signature fits every message, though the platform does", async () => {
    const identity = new Uint8Array(32);
    identity[0] = 1;
    const signature = concatBytes(identity, new Uint8Array(32));
    const handle = await subtle.importKey("raw", identity, "Ed25519", false, ["verify"]);
    for (const text of ["one message", "and another"]) expect(await subtle.verify("Ed25519", handle, signature, utf8(text))).toBe(true);

    const key = parseKey("weak" as KeyId, Fields.of(toJsonValue({ keytype: "ed25519", scheme: "ed25519", keyval: { public: toHex(identity) } }), "key", "", "4.2.2")); // any text is a key id
    expect(key.material).toEqual({ ok: false, fault: { kind: "key-weak-point" } });
    const document = { signedBytes: message as CanonicalBytes, signatures: [{ keyId: key.keyId, sig: toHex(signature) }] }; // any bytes can be signed
    for (const verifier of [web, noble]) {
      const report = await verifySignatures(document, { keyIds: [key.keyId], threshold: 1, signingPeriodDays: undefined }, new Map([[key.keyId, key]]), verifier);
      expect([report.counted, report.signatures[0]?.verdict.kind]).toEqual([0, "cannot-check"]);
    }
    const material: KeyMaterial = { family: "ed25519", algorithm: "ed25519", publicKey: identity, fingerprint: "ed25519:test" as Fingerprint }; // the model refuses to make it
    expect(await noble.verify(material, message, signature)).toBe(false);
  });

  it("refuses S that is not reduced", async () => {
    const key = KEYS.ed25519;
    const signature = key.sign(message);
    const order = Point.CURVE().n;
    const s = BigInt(`0x${Buffer.from(signature.subarray(32).toReversed()).toString("hex")}`) + order;
    const shifted = concatBytes(signature.subarray(0, 32), Uint8Array.from(Buffer.from(s.toString(16).padStart(64, "0"), "hex")).toReversed());
    expect(await web.verify(key.material, message, shifted)).toBe(false);
    expect(await noble.verify(key.material, message, shifted)).toBe(false);
  });

  it("refuses, as OpenSSL does, a signature that only the equation with cofactor accepts", async () => {
    const { material, signature } = torsionSignature();
    if (material.algorithm !== "ed25519") throw new Error("not the key that was made");
    expect(libraryVerify(signature, message, material.publicKey, { zip215: false })).toBe(true);
    expect(await web.verify(material, message, signature)).toBe(false);
    expect(await noble.verify(material, message, signature)).toBe(false);
  });
});

const SIGSTORE = "../shared/corpora/sigstore-roots";

describe.skipIf(!existsSync(SIGSTORE))(`sigstore roots${existsSync(SIGSTORE) ? "" : " (skipped: no ../shared)"}`, () => {
  const files = existsSync(SIGSTORE) ? readdirSync(SIGSTORE).filter((name) => name.endsWith(".root.json")) : [];

  it.each(files)("%s: every signature by a listed key verifies with both implementations", async (name) => {
    const parsed = parseJson(readFileSync(`${SIGSTORE}/${name}`));
    if (!parsed.ok || !isObject(parsed.value.value)) throw new Error("the corpus does not parse");
    const root = Fields.of(parsed.value.value, "$", parsed.value.text, "4.3");
    const signed = root.object("signed");
    const bytes = encodeCanonical(signed.node);
    const keys = new Map(signed.object("keys").entries().map(([id, fields]) => [id, parseKey(id as KeyId, fields)])); // a name from the file
    let verified = 0;
    for (const entry of root.objects("signatures")) {
      const key = keys.get(entry.string("keyid"));
      const signature = fromHex(entry.string("sig"));
      if (key === undefined || signature === undefined || signature.length === 0) continue;
      if (!key.material.ok) throw new Error(`key refused: ${key.material.fault.kind}`);
      expect(await web.verify(key.material.value, bytes, signature)).toBe(true);
      expect(await noble.verify(key.material.value, bytes, signature)).toBe(true);
      verified++;
    }
    expect(verified).toBeGreaterThanOrEqual(3);
  });
});

function p256Material(point: Uint8Array<ArrayBuffer>): KeyMaterial {
  return { family: "ecdsa", algorithm: "ecdsa-p256", point, encoding: "hex-point", fingerprint: `ecdsa-p256:${Buffer.from(point).toString("hex")}` as Fingerprint }; // a name for the test
}

/** A signature by someone who knows the secret, with a point of order eight added to R. */
function torsionSignature(): { readonly material: KeyMaterial; readonly signature: Uint8Array } {
  hashes.sha512 = (data) => new Uint8Array(sha512(data));
  const order = Point.CURVE().n;
  const seed = new Uint8Array(32).fill(7);
  const publicKey = new Uint8Array(getPublicKey(seed));
  const head = sha512(seed).slice(0, 32);
  head[0] = (head[0] ?? 0) & 248;
  head[31] = ((head[31] ?? 0) & 127) | 64;
  const little = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes.toReversed()).toString("hex")}`);
  const eighth = Point.fromHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");
  const nonce = 12345n;
  const r = Point.BASE.multiply(nonce).add(eighth).toBytes();
  const k = little(sha512(concatBytes(r, publicKey, message))) % order;
  const s = (nonce + k * (little(head) % order)) % order;
  const sBytes = Uint8Array.from(Buffer.from(s.toString(16).padStart(64, "0"), "hex")).toReversed();
  return { material: { family: "ed25519", algorithm: "ed25519", publicKey, fingerprint: "ed25519:torsion" as Fingerprint }, signature: concatBytes(r, sBytes) }; // a name for the test
}
