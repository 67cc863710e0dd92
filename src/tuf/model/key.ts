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
import { readSpki, type EcCurve } from "./spki.ts";

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

export type KeyMaterial =
  | { readonly algorithm: "ed25519"; readonly publicKey: Bytes; readonly fingerprint: Fingerprint }
  | {
      readonly algorithm: "ecdsa-p256" | "ecdsa-p384";
      /** Shape: SEC 1 point, 04 and two coordinates, or 02/03 and one. */
      readonly point: Bytes;
      readonly encoding: "pem" | "hex-point";
      readonly fingerprint: Fingerprint;
    }
  | {
      readonly algorithm: "rsa-pss-sha256";
      /** Shape: DER SubjectPublicKeyInfo. */
      readonly spki: Bytes;
      readonly modulusBits: number;
      readonly fingerprint: Fingerprint;
    };

export type KeyProblem =
  | { readonly kind: "key-unknown-scheme"; readonly keytype: string; readonly scheme: string }
  | { readonly kind: "key-public-missing" }
  | { readonly kind: "key-length"; readonly expected: number; readonly found: number }
  | { readonly kind: "key-encoding"; readonly expected: "hex" | "pem" | "pem-or-hex-point" }
  | { readonly kind: "key-not-the-scheme"; readonly scheme: string; readonly found: string }
  | { readonly kind: "key-weak-point" }
  | { readonly kind: "key-rsa-too-short"; readonly bits: number };

/** Source: TUF 1.0.34, 4.2.2: an RSA key has at least 2048 bits. */
const MIN_RSA_BITS = 2048;
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
    material: readMaterial(keytype, scheme, keyval.get("public")),
    keyIdForm: keyIdForm(keyId, fields.node),
    label: text(fields.get("x-tuf-on-ci-keyowner")) ?? text(fields.get("x-rstuf-key-name")),
    onlineUri: text(fields.get("x-tuf-on-ci-online-uri")) ?? text(fields.get("x-rstuf-online-key-uri")),
  };
}

export function fingerprintOf(key: Key): Fingerprint | undefined {
  return key.material.ok ? key.material.value.fingerprint : undefined;
}

/** The words a person knows an algorithm by. */
export function algorithmName(algorithm: KeyMaterial["algorithm"]): string {
  return { ed25519: "Ed25519", "ecdsa-p256": "ECDSA P-256", "ecdsa-p384": "ECDSA P-384", "rsa-pss-sha256": "RSA-PSS" }[algorithm];
}

/** Shape: the material of an Ed25519 public key of 32 bytes. */
export function ed25519Material(publicKey: Bytes): Result<KeyMaterial, KeyProblem> {
  if (publicKey.length !== 32) return fail({ kind: "key-length", expected: 32, found: publicKey.length });
  if (!isUsableEd25519Point(publicKey)) return fail({ kind: "key-weak-point" });
  return ok({ algorithm: "ed25519", publicKey, fingerprint: fingerprint("ed25519", publicKey) });
}

/** Two encodings of one point are one key: the fingerprint always holds the compressed form. */
export function ecdsaMaterial(curve: EcCurve, point: Bytes, encoding: "pem" | "hex-point"): Result<KeyMaterial, KeyProblem> {
  const size = curve === "P-256" ? 32 : 48;
  const first = point[0];
  const compressed = first === 2 || first === 3;
  const expected = compressed ? 1 + size : 1 + 2 * size;
  if (point.length !== expected || !(compressed || first === 4)) return fail({ kind: "key-length", expected, found: point.length });
  const algorithm = curve === "P-256" ? "ecdsa-p256" : "ecdsa-p384";
  const odd = ((point[point.length - 1] ?? 0) & 1) === 1;
  const identity = compressed ? point : concatBytes(new Uint8Array([odd ? 3 : 2]), point.subarray(1, 1 + size));
  return ok({ algorithm, point, encoding, fingerprint: fingerprint(algorithm, identity) });
}

function readMaterial(keytype: string, scheme: string, node: JsonValue | undefined): Result<KeyMaterial, KeyProblem> {
  const unknown = { kind: "key-unknown-scheme", keytype, scheme } as const;
  const family = `${keytype}/${scheme}`;
  const known = ["ed25519/ed25519", "rsa/rsassa-pss-sha256"].includes(family) || ecdsaCurve(keytype, scheme) !== undefined;
  if (!known) return fail(unknown);
  const value = text(node);
  if (value === undefined) return fail({ kind: "key-public-missing" });
  if (family === "ed25519/ed25519") {
    const bytes = fromHex(value);
    return bytes === undefined ? fail({ kind: "key-encoding", expected: "hex" }) : ed25519Material(bytes);
  }
  const curve = ecdsaCurve(keytype, scheme);
  return curve === undefined ? readRsa(value) : readEcdsa(curve, scheme, value);
}

function readEcdsa(curve: EcCurve, scheme: string, value: string): Result<KeyMaterial, KeyProblem> {
  const point = fromHex(value);
  if (point !== undefined) return ecdsaMaterial(curve, point, "hex-point");
  const der = pemBody(value, "PUBLIC KEY");
  if (der === undefined) return fail({ kind: "key-encoding", expected: "pem-or-hex-point" });
  const spki = readSpki(der);
  if (spki?.kind !== "ec" || spki.curve !== curve) return fail({ kind: "key-not-the-scheme", scheme, found: spkiName(spki) });
  return ecdsaMaterial(curve, spki.point, "pem");
}

function readRsa(value: string): Result<KeyMaterial, KeyProblem> {
  const der = pemBody(value, "PUBLIC KEY");
  if (der === undefined) return fail({ kind: "key-encoding", expected: "pem" });
  const spki = readSpki(der);
  if (spki?.kind !== "rsa") return fail({ kind: "key-not-the-scheme", scheme: "rsassa-pss-sha256", found: spkiName(spki) });
  if (spki.modulusBits < MIN_RSA_BITS) return fail({ kind: "key-rsa-too-short", bits: spki.modulusBits });
  return ok({
    algorithm: "rsa-pss-sha256",
    spki: der,
    modulusBits: spki.modulusBits,
    fingerprint: `rsa:${sha256Digest(der)}` as Fingerprint, // one of the makers of this brand; strict DER: one key, one encoding
  });
}

function spkiName(spki: ReturnType<typeof readSpki>): string {
  if (spki === undefined) return "something else";
  return spki.kind === "ec" ? `a ${spki.curve} key` : spki.kind === "rsa" ? "an RSA key" : "an Ed25519 key";
}

function ecdsaCurve(keytype: string, scheme: string): EcCurve | undefined {
  if (keytype !== "ecdsa" && keytype !== scheme) return undefined;
  return scheme === "ecdsa-sha2-nistp256" ? "P-256" : scheme === "ecdsa-sha2-nistp384" ? "P-384" : undefined;
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
