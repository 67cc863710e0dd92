import { createECDH, createPublicKey, generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHex, toHex } from "../../lib/hex.ts";
import { publicParts } from "../../test/repository-simulator.ts";
import { makeMlDsaKey } from "../../test/ml-dsa-keys.ts";
import { makeNodeKey } from "../../test/node-keys.ts";
import { tufKey } from "../edit/build-metadata.ts";
import { toJsonValue, type PlainJson } from "../edit/write-json.ts";
import { Fields } from "./fields.ts";
import type { KeyId } from "./ids.ts";
import { ALGORITHMS, algorithmName, isMlDsa, type AlgorithmNames, type KeyAlgorithm } from "./key-algorithm.ts";
import { ecdsaMaterial, fingerprintOf, hashId, identityOfKey, parseKey, pemBody, type Key, type KeyProblem } from "./key.ts";

const ed25519 = publicParts(makeNodeKey("ed25519"));
const p256 = publicParts(makeNodeKey("ecdsa-p256"));
const p384 = publicParts(makeNodeKey("ecdsa-p384"));
const p521 = publicParts(makeNodeKey("ecdsa-p521"));
const rsa = publicParts(makeNodeKey("rsa-pss-sha256"));
const mlDsa44 = publicParts(makeMlDsaKey("ml-dsa-44"));
const mlDsa65 = publicParts(makeMlDsaKey("ml-dsa-65"));
const ALL = Object.entries(ALGORITHMS) as readonly (readonly [KeyAlgorithm, AlgorithmNames])[]; // the table's own keys

function read(object: { readonly [name: string]: PlainJson }, keyId = "a-name"): Key {
  return parseKey(keyId as KeyId, Fields.of(toJsonValue(object), "key", "", "4.2.2")); // any text is a key id
}

function key(keytype: string, scheme: string, value: PlainJson): Key {
  return read({ keytype, scheme, keyval: { public: value } });
}

function problem({ material }: Key): KeyProblem | undefined {
  return material.ok ? undefined : material.fault;
}

/** Any odd number of 2048 bits: nobody has its factors. */
const MODULUS = (1n << 2047n) + 12_345n;

function rsaPem(modulus: bigint, exponent: number): string {
  const bytes = (value: bigint): string => b64(value.toString(16).padStart(value.toString(16).length + (value.toString(16).length % 2), "0"));
  return createPublicKey({ format: "jwk", key: { kty: "RSA", n: bytes(modulus), e: bytes(BigInt(exponent)) } }).export({ type: "spki", format: "pem" }).toString();
}

function pemOf(type: "rsa" | "dsa", modulusLength: number): string {
  const pair = type === "rsa" ? generateKeyPairSync("rsa", { modulusLength }) : generateKeyPairSync("dsa", { modulusLength, divisorLength: 160 });
  return pair.publicKey.export({ type: "spki", format: "pem" }).toString();
}

describe("a key that can be used", () => {
  it.each(ALL)("reads as what was made: %s", (algorithm, { keytype, scheme }) => {
    const parts = publicParts(isMlDsa(algorithm) ? makeMlDsaKey(algorithm) : makeNodeKey(algorithm));
    expect([parts.keytype, parts.scheme]).toEqual([keytype, scheme]);
    const read = key(keytype, scheme, parts.public);
    expect(read.material).toMatchObject({ ok: true, value: { algorithm } });
    expect(fingerprintOf(read)).toContain(":");
    expect(algorithmName(algorithm).includes("draft")).toBe(keytype === "ml-dsa");
  });

  it("has a name of its own for every kind", () => expect(new Set(ALL.map(([, { name }]) => name)).size).toBe(ALL.length));

  it.each([
    ["without a newline at the end", (pem: string) => pem.trimEnd()],
    ["with CRLF", (pem: string) => pem.replaceAll("\n", "\r\n")],
    ["on two lines of any length", (pem: string) => pem.replace(/(?<=[A-Za-z0-9+/=])\n(?=[A-Za-z0-9+/=])/g, "")],
    ["with blank lines around it", (pem: string) => `\n\n${pem}\n \n`],
  ])("is the same key from PEM %s", (_, change) => {
    for (const parts of [p256, p384, p521, rsa, mlDsa44]) {
      expect(fingerprintOf(key(parts.keytype, parts.scheme, change(parts.public)))).toBe(fingerprintOf(key(parts.keytype, parts.scheme, parts.public)));
    }
  });

  it.each([["P-384", "secp384r1", "ecdsa-sha2-nistp384"], ["P-521", "secp521r1", "ecdsa-sha2-nistp521"]])("of %s is the same key in every form too", (crv, name, scheme) => {
    const ecdh = createECDH(name);
    const whole = ecdh.generateKeys("hex");
    const half = (whole.length - 2) / 2;
    const pem = createPublicKey({ key: { kty: "EC", crv, x: b64(whole.slice(2, 2 + half)), y: b64(whole.slice(2 + half)) }, format: "jwk" }).export({ type: "spki", format: "pem" }).toString();
    const forms = [whole, ecdh.getPublicKey("hex", "compressed"), pem].map((point) => key("ecdsa", scheme, point));
    expect(new Set(forms.map(fingerprintOf)).size).toBe(1);
    expect(fingerprintOf(forms[0] ?? key("", "", ""))).toContain(":");
  });

  it("is the same RSA key under every scheme, and other keys for other numbers", () => {
    const schemes = ALL.flatMap(([, { keytype, scheme }]) => (keytype === "rsa" ? [scheme] : []));
    expect(schemes).toHaveLength(6);
    expect(new Set(schemes.map((scheme) => fingerprintOf(key("rsa", scheme, rsa.public)))).size).toBe(1);
    expect(fingerprintOf(key("rsa", "rsassa-pss-sha256", rsaPem(MODULUS, 3)))).not.toBe(fingerprintOf(key("rsa", "rsassa-pss-sha256", rsaPem(MODULUS, 5))));
  });

  it("is the same key as PEM, as a point in hex, and compressed, even and odd", () => {
    const seen = new Set<number>();
    while (seen.size < 2) {
      const ecdh = createECDH("prime256v1");
      const uncompressed = ecdh.generateKeys("hex");
      const compressed = ecdh.getPublicKey("hex", "compressed");
      seen.add(Number(compressed.slice(0, 2)));
      const forms = [uncompressed, uncompressed.toUpperCase(), compressed].map((point) => key("ecdsa", "ecdsa-sha2-nistp256", point));
      expect(new Set(forms.map(fingerprintOf)).size).toBe(1);
      expect(forms[0]?.material).toMatchObject({ ok: true, value: { encoding: "hex-point" } });
      const der = createPublicKey({ key: { kty: "EC", crv: "P-256", x: b64(uncompressed.slice(2, 66)), y: b64(uncompressed.slice(66)) }, format: "jwk" }).export({ type: "spki", format: "pem" }).toString();
      expect(fingerprintOf(key("ecdsa", "ecdsa-sha2-nistp256", der))).toBe(fingerprintOf(forms[0] ?? key("", "", "")));
    }
  });

  it("may name its scheme as its keytype, as Sigstore's first roots do", () => {
    expect(key("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", p256.public).material.ok).toBe(true);
    expect(key("ecdsa-sha2-nistp384", "ecdsa-sha2-nistp384", p384.public).material.ok).toBe(true);
    expect(key("ecdsa-sha2-nistp521", "ecdsa-sha2-nistp521", p521.public).material.ok).toBe(true);
    expect(problem(key("ecdsa-sha2-nistp384", "ecdsa-sha2-nistp256", p256.public))).toMatchObject({ kind: "key-unknown-scheme" });
    expect(problem(key("rsassa-pss-sha256", "rsassa-pss-sha256", rsa.public))).toMatchObject({ kind: "key-unknown-scheme" });
    expect(problem(key("ml-dsa-44/1", "ml-dsa-44/1", mlDsa44.public))).toMatchObject({ kind: "key-unknown-scheme" });
  });
});

describe("an identity instead of a key", () => {
  it("is told with who vouches for it, and a key is not one", () => {
    const fulcio = read({ keytype: "sigstore-oidc", scheme: "Fulcio", keyval: { identity: "ada@example.com", issuer: "https://accounts.example.com" } });
    expect(identityOfKey(fulcio)).toEqual({ identity: "ada@example.com", issuer: "https://accounts.example.com" });
    expect(identityOfKey(key("ed25519", "ed25519", ed25519.public))).toBeUndefined();
    expect(identityOfKey(key("sphincs", "sphincs-shake-128s", "ab"))).toBeUndefined();
  });
});

describe("whatever is called a key", () => {
  it("is read or refused with a reason, and never throws", () => {
    const kinds = fc.constantFrom(...ALL.map(([, { keytype, scheme }]) => ({ keytype, scheme })), { keytype: "x", scheme: "y" });
    const wrapped = fc.uint8Array({ maxLength: 300 }).map((bytes) => `-----BEGIN PUBLIC KEY-----\n${Buffer.from(bytes).toString("base64")}\n-----END PUBLIC KEY-----\n`);
    const cut = fc.constantFrom(p256.public, p521.public, rsa.public, mlDsa44.public).chain((pem) => fc.nat(pem.length).map((at) => pem.slice(0, at) + pem.slice(at + 1)));
    const damaged = fc.tuple(fc.constantFrom(p256, p521, rsa, mlDsa44), fc.nat(), fc.nat(255)).map(([parts, at, value]) => {
      const der = Buffer.from(parts.public.replace(/-----[A-Z ]+-----|\s/g, ""), "base64");
      der[at % Math.min(der.length, 40)] = value;
      return `-----BEGIN PUBLIC KEY-----\n${der.toString("base64")}\n-----END PUBLIC KEY-----\n`;
    });
    const value = fc.oneof(fc.string(), fc.uint8Array({ maxLength: 140 }).map((bytes) => toHex(bytes)), wrapped, cut, damaged);
    fc.assert(fc.property(kinds, value, ({ keytype, scheme }, text) => {
      const { material } = key(keytype, scheme, text);
      expect(material.ok ? material.value.fingerprint : material.fault.kind).not.toBe("");
    }), { numRuns: 400 });
  });
});

/** The encodings of the eight points of small order, and those of them that are not canonical. Source: RFC 8032; the list of libsodium. */
const WEAK = [
  "0000000000000000000000000000000000000000000000000000000000000000", "0100000000000000000000000000000000000000000000000000000000000000",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
  "0000000000000000000000000000000000000000000000000000000000000080", "0100000000000000000000000000000000000000000000000000000000000080",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
];

describe("an Ed25519 key that never counts", () => {
  it.each(WEAK)("has small order: %s", (hex) => expect(problem(key("ed25519", "ed25519", hex))).toEqual({ kind: "key-weak-point" }));

  it("is written in non-canonical form: y = 3 + p stands for the point y = 3", () => {
    const three = `03${"00".repeat(31)}`;
    const again = `f0${"ff".repeat(30)}7f`; // 2^255 - 19 + 3
    expect(problem(key("ed25519", "ed25519", three))).toBeUndefined();
    expect(problem(key("ed25519", "ed25519", again))).toEqual({ kind: "key-weak-point" });
  });

  it("is no point: y = 2", () => expect(problem(key("ed25519", "ed25519", `02${"00".repeat(31)}`))).toEqual({ kind: "key-weak-point" }));

  it.each([["", 0], ["ab", 1], ["00".repeat(31), 31], ["00".repeat(33), 33]])("has %j for a public part", (hex, found) => {
    expect(problem(key("ed25519", "ed25519", hex))).toEqual({ kind: "key-length", expected: 32, found });
  });

  it.each(["zz".repeat(32), "a", `${"ab".repeat(32)}\n`, p256.public])("is not hex: %j", (value) => {
    expect(problem(key("ed25519", "ed25519", value))).toEqual({ kind: "key-encoding", expected: "hex" });
  });
});

describe("a key that cannot be used says why", () => {
  it.each([
    ["RSA of 1024 bits", () => key("rsa", "rsassa-pss-sha256", pemOf("rsa", 1024)), { kind: "key-rsa-too-short", bits: 1024 }],
    ["RSA of 2047 bits", () => key("rsa", "rsassa-pss-sha256", pemOf("rsa", 2047)), { kind: "key-rsa-too-short", bits: 2047 }],
    ["P-256 under the scheme of P-384", () => key("ecdsa", "ecdsa-sha2-nistp384", p256.public), { kind: "key-not-the-scheme", scheme: "ecdsa-sha2-nistp384", found: "a P-256 key" }],
    ["P-384 under the scheme of P-256", () => key("ecdsa", "ecdsa-sha2-nistp256", p384.public), { kind: "key-not-the-scheme", scheme: "ecdsa-sha2-nistp256", found: "a P-384 key" }],
    ["RSA under an ECDSA scheme", () => key("ecdsa", "ecdsa-sha2-nistp256", rsa.public), { kind: "key-not-the-scheme", scheme: "ecdsa-sha2-nistp256", found: "an RSA key" }],
    ["ECDSA under the RSA scheme", () => key("rsa", "rsassa-pss-sha256", p256.public), { kind: "key-not-the-scheme", scheme: "rsassa-pss-sha256", found: "a P-256 key" }],
    ["DSA under the RSA scheme", () => key("rsa", "rsassa-pss-sha256", pemOf("dsa", 1024)), { kind: "key-not-the-scheme", scheme: "rsassa-pss-sha256", found: "something else" }],
    ["a point cut short", () => key("ecdsa", "ecdsa-sha2-nistp256", `04${"11".repeat(63)}`), { kind: "key-length", expected: 65, found: 64 }],
    ["a point of P-384's length", () => key("ecdsa", "ecdsa-sha2-nistp256", `04${"11".repeat(96)}`), { kind: "key-length", expected: 65, found: 97 }],
    ["a point of an unknown form", () => key("ecdsa", "ecdsa-sha2-nistp256", `06${"11".repeat(64)}`), { kind: "key-length", expected: 65, found: 65 }],
    ["prose where PEM is due", () => key("ecdsa", "ecdsa-sha2-nistp256", "my key"), { kind: "key-encoding", expected: "pem-or-hex-point" }],
    ["a certificate where a key is due", () => key("rsa", "rsassa-pss-sha256", rsa.public.replaceAll("PUBLIC KEY", "CERTIFICATE")), { kind: "key-encoding", expected: "pem" }],
    ["no public part", () => read({ keytype: "ed25519", scheme: "ed25519", keyval: {} }), { kind: "key-public-missing" }],
    ["a number for a public part", () => key("ed25519", "ed25519", 7), { kind: "key-public-missing" }],
    ["ML-DSA that is no PEM", () => key("ml-dsa", "ml-dsa-65/1", "x"), { kind: "key-encoding", expected: "pem" }],
    ["ML-DSA-44 under the scheme of ML-DSA-65", () => key("ml-dsa", "ml-dsa-65/1", mlDsa44.public), { kind: "key-not-the-scheme", scheme: "ml-dsa-65/1", found: "an ML-DSA-44 key" }],
    ["ML-DSA of a version that is not there yet", () => key("ml-dsa", "ml-dsa-65/2", mlDsa65.public), { kind: "key-unknown-scheme", keytype: "ml-dsa", scheme: "ml-dsa-65/2" }],
    ["ML-DSA under the RSA scheme", () => key("rsa", "rsassa-pss-sha256", mlDsa44.public), { kind: "key-not-the-scheme", scheme: "rsassa-pss-sha256", found: "an ML-DSA-44 key" }],
    ["a Fulcio identity", () => read({ keytype: "sigstore-oidc", scheme: "Fulcio", keyval: { identity: "a@b", issuer: "c" } }), { kind: "key-is-identity", identity: "a@b", issuer: "c" }],
    ["a Fulcio identity without an issuer", () => read({ keytype: "sigstore-oidc", scheme: "Fulcio", keyval: { identity: "a@b" } }), { kind: "key-unknown-scheme", keytype: "sigstore-oidc", scheme: "Fulcio" }],
    ["an identity of another scheme", () => read({ keytype: "sigstore-oidc", scheme: "Other", keyval: { identity: "a@b", issuer: "c" } }), { kind: "key-unknown-scheme", keytype: "sigstore-oidc", scheme: "Other" }],
    ["SPHINCS+", () => key("sphincs", "sphincs-shake-128s", "ab"), { kind: "key-unknown-scheme", keytype: "sphincs", scheme: "sphincs-shake-128s" }],
    ["a GPG key", () => read({ keytype: "rsa", scheme: "pgp+rsa-pkcsv1.5", keyval: { public: { n: "ab", e: "03" } } }), { kind: "key-unknown-scheme", keytype: "rsa", scheme: "pgp+rsa-pkcsv1.5" }],
    ["RSA with SHA-224", () => key("rsa", "rsassa-pss-sha224", rsa.public), { kind: "key-unknown-scheme", keytype: "rsa", scheme: "rsassa-pss-sha224" }],
    ["RSA with an exponent of 1, under which anybody signs", () => key("rsa", "rsassa-pss-sha256", rsaPem(MODULUS, 1)), { kind: "key-rsa-no-key", why: "exponent-one" }],
    ["RSA with an even exponent", () => key("rsa", "rsa-pkcs1v15-sha256", rsaPem(MODULUS, 4)), { kind: "key-rsa-no-key", why: "exponent-even" }],
    ["RSA with an exponent of 34 bits", () => key("rsa", "rsassa-pss-sha512", rsaPem(MODULUS, 2 ** 33 + 1)), { kind: "key-rsa-no-key", why: "exponent-long" }],
    ["RSA with an exponent of 33 bits", () => key("rsa", "rsassa-pss-sha512", rsaPem(MODULUS, 2 ** 32 + 1)), undefined],
    ["RSA with an even modulus", () => key("rsa", "rsassa-pss-sha256", rsaPem(MODULUS - 1n, 3)), { kind: "key-rsa-no-key", why: "modulus-even" }],
    ["RSA of 16384 bits", () => key("rsa", "rsassa-pss-sha256", rsaPem((1n << 16_383n) + 1n, 3)), undefined],
    ["RSA of 16385 bits", () => key("rsa", "rsassa-pss-sha256", rsaPem((1n << 16_384n) + 1n, 3)), { kind: "key-rsa-too-long", bits: 16_385, limit: 16_384 }],
    ["Ed25519 under another scheme", () => key("ed25519", "rsassa-pss-sha256", ed25519.public), { kind: "key-unknown-scheme", keytype: "ed25519", scheme: "rsassa-pss-sha256" }],
  ] as const)("%s", (_, make, expected) => expect(problem(make())).toEqual(expected));

  it("and takes linear time to say so", () => {
    const hostile = [`-----BEGIN PUBLIC KEY-----${" ".repeat(200_000)}!`, `-----BEGIN PUBLIC KEY-----\n${"A \n".repeat(100_000)}`, `${"\n".repeat(200_000)}-----BEGIN`];
    const start = performance.now();
    for (const value of hostile) expect(pemBody(value, "PUBLIC KEY")).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(1000); // the cubic pattern that stood here once would need days
  });

  it("of PEM with a label at either end that differs, and of an empty body", () => {
    expect(pemBody("-----BEGIN A-----\nAAAA\n-----END B-----", "A")).toBeUndefined();
    expect(pemBody("-----BEGIN A-----\n-----END A-----", "A")).toBeUndefined();
    expect(pemBody("x-----BEGIN A-----\nAAAA\n-----END A-----", "A")).toBeUndefined();
    expect(pemBody("-----BEGIN A-----\nAAAA\n-----END A-----", "A")).toEqual(new Uint8Array(3));
  });
});

describe("a key id", () => {
  const fields = { keytype: "ed25519", scheme: "ed25519", keyval: { public: ed25519.public } };

  it("is full when it hashes every field, core when only the three, opaque otherwise", () => {
    const labelled = { ...fields, "x-tuf-on-ci-keyowner": "@ada" };
    const full = hashId(read(labelled).node);
    const core = hashId(read(fields).node);
    expect([full, core, core.toUpperCase(), "ada"].map((id) => read(labelled, id).keyIdForm)).toEqual(["full", "core", "opaque", "opaque"]);
    expect(read(fields, core).keyIdForm).toBe("full");
  });

  it("is what the builder gives a key, and covers deprecated fields", () => {
    const made = tufKey({ ...ed25519, extra: { keyid_hash_algorithms: ["md5"] } });
    expect(read({ ...fields, keyid_hash_algorithms: ["md5"] }, made.keyId).keyIdForm).toBe("full");
    expect(made.keyId).not.toBe(hashId(read(fields).node));
  });

  it("changes neither the material nor the label that the document claims", () => {
    const a = read({ ...fields, "x-tuf-on-ci-keyowner": "@ada" }, "1");
    const b = read({ ...fields, "x-rstuf-key-name": "bao", "x-tuf-on-ci-online-uri": "gcpkms:x" }, "2");
    expect(fingerprintOf(a)).toBe(fingerprintOf(b));
    expect([a.label, b.label, a.onlineUri, b.onlineUri]).toEqual(["@ada", "bao", undefined, "gcpkms:x"]);
  });
});

describe("two points that share their first coordinate and parity", () => {
  it("share a fingerprint, though only one lies on the curve: who asks by fingerprint alone is mistaken", () => {
    const point = fromHex(createECDH("prime256v1").generateKeys("hex")) ?? new Uint8Array();
    const off = new Uint8Array(point);
    off[40] = (off[40] ?? 0) ^ 1;
    const [a, b] = [point, off].map((p) => ecdsaMaterial("P-256", p, "hex-point"));
    expect(toHex(off)).not.toBe(toHex(point));
    expect(a?.ok === true && b?.ok === true && a.value.fingerprint === b.value.fingerprint).toBe(true);
  });
});

function b64(hex: string): string {
  return Buffer.from(hex, "hex").toString("base64url");
}
