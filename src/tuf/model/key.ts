import { concatBytes, type Bytes } from "../../lib/bytes.ts";
import { fromBase64 } from "../../lib/base64.ts";
import { fromHex, toHex } from "../../lib/hex.ts";
import { fail, ok, type Result } from "../../lib/result.ts";
import { encodeCanonical } from "../json/canonical-json.ts";
import type { JsonObject, JsonValue } from "../json/json-value.ts";
import { sha256Digest } from "./digest.ts";
import { isUsableEd25519Point } from "./ed25519-point.ts";
import type { Fields } from "./fields.ts";
import type { Fingerprint, KeyId } from "./ids.ts";
import { ALGORITHMS, algorithmOf, ECDSA, ecdsaAlgorithm, isEcdsa, isRsa, ML_DSA, type EcCurve, type EcdsaAlgorithm, type MlDsaAlgorithm, type RsaAlgorithm } from "./key-algorithm.ts";
import { bitLength, readSpki } from "./spki.ts";

/** One entry of a `keys` object. What cannot be used is kept and shown: an unknown kind never breaks a document. */
export interface Key {
  readonly keyId: KeyId;
  readonly keytype: string;
  readonly scheme: string;
  readonly node: JsonObject;
  readonly material: Result<KeyMaterial, KeyProblem>;
  readonly keyIdForm: KeyIdForm;
  /** `x-tuf-on-ci-keyowner` or `x-rstuf-key-name`: what the document claims, not who it is. */
  readonly label: string | undefined;
  /** Where an online signer finds the private part, such as `gcpkms:…`; undefined for a person's key. */
  readonly onlineUri: string | undefined;
}

/**
 * `full`: the key id is the SHA-256 of the canonical key object (TUF 1.0.34, 4.2.1). `core`: of keytype, scheme and
 * keyval alone. `opaque`: of neither; by TAP 12 still a name.
 */
export type KeyIdForm = "full" | "core" | "opaque";

/** `family` says which fields there are, `algorithm` what exactly a verifier has to do. */
export type KeyMaterial = Ed25519Material | EcdsaMaterial | RsaMaterial | MlDsaMaterial;

export interface Ed25519Material {
  readonly family: "ed25519";
  readonly algorithm: "ed25519";
  readonly publicKey: Bytes;
  readonly fingerprint: Fingerprint;
}

export interface EcdsaMaterial {
  readonly family: "ecdsa";
  readonly algorithm: EcdsaAlgorithm;
  /** Shape: SEC 1 point, 04 and two coordinates, or 02/03 and one. */
  readonly point: Bytes;
  readonly encoding: "pem" | "hex-point";
  readonly fingerprint: Fingerprint;
}

export interface RsaMaterial {
  readonly family: "rsa";
  readonly algorithm: RsaAlgorithm;
  /** Shape: DER SubjectPublicKeyInfo. */
  readonly spki: Bytes;
  /** Shape: big-endian, without leading zeros; so is the exponent. */
  readonly modulus: Bytes;
  readonly exponent: Bytes;
  readonly modulusBits: number;
  readonly fingerprint: Fingerprint;
}

/** Source: TAP 21, a draft. */
export interface MlDsaMaterial {
  readonly family: "ml-dsa";
  readonly algorithm: MlDsaAlgorithm;
  readonly publicKey: Bytes;
  readonly fingerprint: Fingerprint;
}

export type KeyProblem =
  | { readonly kind: "key-unknown-scheme"; readonly keytype: string; readonly scheme: string }
  /** A person or a workflow instead of a key: each signature brings a certificate, which is not checked here. Source: TAP 18. */
  | ({ readonly kind: "key-is-identity" } & SigstoreIdentity)
  | { readonly kind: "key-public-missing" }
  | { readonly kind: "key-length"; readonly expected: number; readonly found: number }
  | { readonly kind: "key-encoding"; readonly expected: "hex" | "pem" | "pem-or-hex-point" }
  | { readonly kind: "key-not-the-scheme"; readonly scheme: string; readonly found: string }
  | { readonly kind: "key-weak-point" }
  | { readonly kind: "key-rsa-too-short"; readonly bits: number }
  | { readonly kind: "key-rsa-too-long"; readonly bits: number; readonly limit: number }
  | { readonly kind: "key-rsa-no-key"; readonly why: RsaFlaw };

/** What a key of keytype `sigstore-oidc` names: who signs, and who vouches for that. */
export interface SigstoreIdentity {
  readonly identity: string;
  readonly issuer: string;
}

/** `exponent-one`: every number is its own signature. */
export type RsaFlaw = "exponent-one" | "exponent-even" | "exponent-long" | "modulus-even";

/** Source: TUF 1.0.34, 4.2.2: an RSA key has at least 2048 bits. */
const MIN_RSA_BITS = 2048;
/** What OpenSSL and BoringSSL take at most. Units: bits. */
const MAX_RSA_BITS = 16_384;
/** What BoringSSL takes at most. Units: bits. */
const MAX_RSA_EXPONENT_BITS = 33;
const CORE_FIELDS: readonly string[] = ["keytype", "scheme", "keyval"];

export function parseKey(keyId: KeyId, fields: Fields): Key {
  const keytype = fields.string("keytype");
  const scheme = fields.string("scheme");
  const keyval = fields.object("keyval");
  return {
    keyId,
    keytype,
    scheme,
    node: fields.node,
    material: readMaterial(keytype, scheme, keyval),
    keyIdForm: keyIdForm(keyId, fields.node),
    label: text(fields.get("x-tuf-on-ci-keyowner")) ?? text(fields.get("x-rstuf-key-name")),
    onlineUri: text(fields.get("x-tuf-on-ci-online-uri")) ?? text(fields.get("x-rstuf-online-key-uri")),
  };
}

export function fingerprintOf(key: Key): Fingerprint | undefined {
  return key.material.ok ? key.material.value.fingerprint : undefined;
}

/** Undefined for a key that is one. */
export function identityOfKey({ material }: Pick<Key, "material">): SigstoreIdentity | undefined {
  if (material.ok || material.fault.kind !== "key-is-identity") return undefined;
  return { identity: material.fault.identity, issuer: material.fault.issuer };
}

/** Shape: the material of an Ed25519 public key of 32 bytes. */
export function ed25519Material(publicKey: Bytes): Result<Ed25519Material, KeyProblem> {
  if (publicKey.length !== 32) return fail({ kind: "key-length", expected: 32, found: publicKey.length });
  if (!isUsableEd25519Point(publicKey)) return fail({ kind: "key-weak-point" });
  return ok({ family: "ed25519", algorithm: "ed25519", publicKey, fingerprint: fingerprint("ed25519", publicKey) });
}

/** Two encodings of one point are one key: the fingerprint always holds the compressed form. */
export function ecdsaMaterial(curve: EcCurve, point: Bytes, encoding: "pem" | "hex-point"): Result<EcdsaMaterial, KeyProblem> {
  const algorithm = ecdsaAlgorithm(curve);
  const size = ECDSA[algorithm].fieldBytes;
  const first = point[0];
  const compressed = first === 2 || first === 3;
  const expected = compressed ? 1 + size : 1 + 2 * size;
  if (point.length !== expected || !(compressed || first === 4)) return fail({ kind: "key-length", expected, found: point.length });
  const odd = ((point[point.length - 1] ?? 0) & 1) === 1;
  const identity = compressed ? point : concatBytes(new Uint8Array([odd ? 3 : 2]), point.subarray(1, 1 + size));
  return ok({ family: "ecdsa", algorithm, point, encoding, fingerprint: fingerprint(algorithm, identity) });
}

/**
 * One key whatever its scheme: who lists it for two paddings has one signer. Refused is what is no RSA key, and what
 * not every implementation takes. Shape of `der`: SubjectPublicKeyInfo.
 */
export function rsaMaterial(algorithm: RsaAlgorithm, der: Bytes): Result<RsaMaterial, KeyProblem> {
  const spki = readSpki(der);
  if (spki?.kind !== "rsa") return fail({ kind: "key-not-the-scheme", scheme: ALGORITHMS[algorithm].scheme, found: spkiName(spki) });
  const { modulus, exponent, modulusBits } = spki;
  if (modulusBits < MIN_RSA_BITS) return fail({ kind: "key-rsa-too-short", bits: modulusBits });
  if (modulusBits > MAX_RSA_BITS) return fail({ kind: "key-rsa-too-long", bits: modulusBits, limit: MAX_RSA_BITS });
  const flaw = rsaFlaw(modulus, exponent);
  if (flaw !== undefined) return fail({ kind: "key-rsa-no-key", why: flaw });
  return ok({
    family: "rsa", algorithm, spki: der, modulus, exponent, modulusBits,
    fingerprint: `rsa:${sha256Digest(der)}` as Fingerprint, // one of the makers of this brand; strict DER: one modulus and exponent, one encoding
  });
}

export function mlDsaMaterial(algorithm: MlDsaAlgorithm, publicKey: Bytes): Result<MlDsaMaterial, KeyProblem> {
  const expected = ML_DSA[algorithm].publicKeyBytes;
  if (publicKey.length !== expected) return fail({ kind: "key-length", expected, found: publicKey.length });
  return ok({ family: "ml-dsa", algorithm, publicKey, fingerprint: `${algorithm}:${sha256Digest(publicKey)}` as Fingerprint }); // one of the makers of this brand
}

function readMaterial(keytype: string, scheme: string, keyval: Fields): Result<KeyMaterial, KeyProblem> {
  const algorithm = algorithmOf(keytype, scheme);
  if (algorithm === undefined) return fail(readIdentity(keytype, scheme, keyval) ?? { kind: "key-unknown-scheme", keytype, scheme });
  const value = text(keyval.get("public"));
  if (value === undefined) return fail({ kind: "key-public-missing" });
  if (algorithm === "ed25519") {
    const bytes = fromHex(value);
    return bytes === undefined ? fail({ kind: "key-encoding", expected: "hex" }) : ed25519Material(bytes);
  }
  if (isEcdsa(algorithm)) return readEcdsa(algorithm, value);
  const der = pemBody(value, "PUBLIC KEY");
  if (der === undefined) return fail({ kind: "key-encoding", expected: "pem" });
  return isRsa(algorithm) ? rsaMaterial(algorithm, der) : readMlDsa(algorithm, der);
}

function readIdentity(keytype: string, scheme: string, keyval: Fields): KeyProblem | undefined {
  const [identity, issuer] = [text(keyval.get("identity")), text(keyval.get("issuer"))];
  if (keytype !== "sigstore-oidc" || scheme !== "Fulcio" || identity === undefined || issuer === undefined) return undefined;
  return { kind: "key-is-identity", identity, issuer };
}

function readEcdsa(algorithm: EcdsaAlgorithm, value: string): Result<KeyMaterial, KeyProblem> {
  const { curve } = ECDSA[algorithm];
  const point = fromHex(value);
  if (point !== undefined) return ecdsaMaterial(curve, point, "hex-point");
  const der = pemBody(value, "PUBLIC KEY");
  if (der === undefined) return fail({ kind: "key-encoding", expected: "pem-or-hex-point" });
  const spki = readSpki(der);
  if (spki?.kind !== "ec" || spki.curve !== curve) return fail({ kind: "key-not-the-scheme", scheme: ALGORITHMS[algorithm].scheme, found: spkiName(spki) });
  return ecdsaMaterial(curve, spki.point, "pem");
}

function readMlDsa(algorithm: MlDsaAlgorithm, der: Bytes): Result<KeyMaterial, KeyProblem> {
  const spki = readSpki(der);
  if (spki?.kind !== "ml-dsa" || spki.algorithm !== algorithm) return fail({ kind: "key-not-the-scheme", scheme: ALGORITHMS[algorithm].scheme, found: spkiName(spki) });
  return mlDsaMaterial(algorithm, spki.publicKey);
}

function rsaFlaw(modulus: Uint8Array, exponent: Uint8Array): RsaFlaw | undefined {
  const isEven = (magnitude: Uint8Array): boolean => ((magnitude.at(-1) ?? 0) & 1) === 0;
  if (isEven(modulus)) return "modulus-even";
  if (isEven(exponent)) return "exponent-even";
  if (exponent.length === 1 && exponent[0] === 1) return "exponent-one";
  return bitLength(exponent) > MAX_RSA_EXPONENT_BITS ? "exponent-long" : undefined;
}

function spkiName(spki: ReturnType<typeof readSpki>): string {
  switch (spki?.kind) {
    case undefined: return "something else";
    case "ec": return `a ${spki.curve} key`;
    case "rsa": return "an RSA key";
    case "ed25519": return "an Ed25519 key";
    case "ml-dsa": return `an ${spki.algorithm.toUpperCase()} key`;
  }
}

/** RFC 7468 in its lax form: line breaks anywhere in the body, text around the block not allowed. */
export function pemBody(pem: string, label: string): Bytes | undefined {
  // No two neighbouring parts of the pattern take the same character, so it takes linear time on whatever a document holds.
  const m = /^-----BEGIN ([A-Z0-9 ]+)-----\s([A-Za-z0-9+/=\s]*)-----END \1-----$/.exec(pem.trim());
  const body = (m?.[2] ?? "").replace(/\s+/g, "");
  return m !== null && m[1] === label && body !== "" ? fromBase64(body) : undefined;
}

function fingerprint(algorithm: string, identity: Uint8Array): Fingerprint {
  return `${algorithm}:${toHex(identity)}` as Fingerprint; // one of the makers of this brand
}

/** The key id that the spec asks for. Source: TUF 1.0.34, 4.2.1. */
export function hashId(node: JsonObject): string {
  return sha256Digest(encodeCanonical(node));
}

function keyIdForm(keyId: KeyId, node: JsonObject): KeyIdForm {
  if (hashId(node) === keyId) return "full";
  const core = new Map([...node.members].filter(([name]) => CORE_FIELDS.includes(name)));
  return hashId({ ...node, members: core }) === keyId ? "core" : "opaque";
}

function text(node: JsonValue | undefined): string | undefined {
  return node?.kind === "string" ? node.value : undefined;
}
