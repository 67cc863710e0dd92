import { utf8, type Bytes } from "../lib/bytes.ts";
import { fromHex, toHex } from "../lib/hex.ts";
import { toPem } from "../lib/pem.ts";
import { fail, ok, type Result } from "../lib/result.ts";
import { encodeCanonical } from "../tuf/json/canonical-json.ts";
import { isObject } from "../tuf/json/json-value.ts";
import { parseJson, type JsonFault } from "../tuf/json/parse-json.ts";
import { sha256Digest } from "../tuf/model/digest.ts";
import { FieldRefusal, Fields, type FieldFault } from "../tuf/model/fields.ts";
import type { Digest, KeyId } from "../tuf/model/ids.ts";
import { ALGORITHMS, ECDSA, type EcCurve } from "../tuf/model/key-algorithm.ts";
import { ecdsaMaterial, ed25519Material, mlDsaMaterial, parseKey, pemBody, rsaMaterial, type KeyMaterial, type KeyProblem } from "../tuf/model/key.ts";
import { ecSpki, ed25519Spki, mlDsaSpki, readSpki } from "../tuf/model/spki.ts";
import { uncompressedPoint } from "./ecdsa-signature.ts";

/** One public key in every form that other tools take. */
export interface PublicKey {
  readonly material: KeyMaterial;
  /** SHA-256 of the canonical form of the TUF key object, all of its fields. Source: TUF 1.0.34, 4.2.1. */
  readonly keyId: KeyId;
  /** Shape: the TUF key object as JSON text, indented by one space. */
  readonly tufKeyJson: string;
  /** Shape: PEM SubjectPublicKeyInfo with a line break at its end, as securesystemslib writes it. */
  readonly pem: string;
  /** Shape: Ed25519 and ML-DSA: the bytes of the key; ECDSA: the uncompressed point; RSA: the DER SubjectPublicKeyInfo. */
  readonly hex: string;
}

export type PublicKeyFault =
  | JsonFault
  | FieldFault
  | KeyProblem
  | { readonly kind: "public-key-unrecognised" }
  | { readonly kind: "public-key-is-private" }
  | { readonly kind: "public-key-pem"; readonly label: string }
  | { readonly kind: "public-key-off-curve" };

/** Reads a TUF key object, a PEM SubjectPublicKeyInfo, or hex of an Ed25519 key or of a point of a NIST curve. RSA in PEM is taken for RSA-PSS with SHA-256. */
export function readPublicKey(text: string): Result<PublicKey, PublicKeyFault> {
  const trimmed = text.trim();
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(trimmed)) return fail({ kind: "public-key-is-private" });
  if (trimmed.startsWith("{")) return readTufKey(trimmed);
  const label = /-----BEGIN ([A-Z0-9 ]+)-----/.exec(trimmed)?.[1];
  const material = label === undefined ? readHexKey(trimmed) : readPemKey(trimmed, label);
  return material.ok ? onCurve(material.value) : material;
}

/** The forms of a key that was made here, with the three fields of TUF 1.0.34, 4.2.2 and no other. */
export function publicKeyOf(material: KeyMaterial): PublicKey {
  const pem = toPem("PUBLIC KEY", spkiOf(material));
  const { keytype, scheme } = ALGORITHMS[material.algorithm];
  const tufKeyJson = JSON.stringify({ keytype, scheme, keyval: { public: material.algorithm === "ed25519" ? toHex(material.publicKey) : pem } }, null, 1);
  const node = parseJson(utf8(tufKeyJson));
  if (!node.ok) throw new Error("a key object made here does not parse"); // made of hex and PEM, so it does
  return { material, keyId: keyIdOf(sha256Digest(encodeCanonical(node.value.value))), tufKeyJson, pem, hex: hexOf(material) };
}

function readTufKey(text: string): Result<PublicKey, PublicKeyFault> {
  const json = parseJson(utf8(text));
  if (!json.ok) return json;
  const node = json.value.value;
  if (!isObject(node)) return fail({ kind: "public-key-unrecognised" });
  const keyId = keyIdOf(sha256Digest(encodeCanonical(node)));
  try {
    const fields = Fields.of(node, "", json.value.text, "4.2.2");
    if (fields.has("keyval") && isPresent(fields.object("keyval"), "private")) return fail({ kind: "public-key-is-private" });
    const { material } = parseKey(keyId, fields);
    if (!material.ok) return material;
    const checked = onCurve(material.value);
    return checked.ok ? ok({ ...checked.value, keyId, tufKeyJson: text }) : checked;
  } catch (error) {
    if (error instanceof FieldRefusal) return fail(error.fault);
    throw error;
  }
}

/** Old tools write `"private": ""` beside the public part; only a value that says something is a secret. */
function isPresent(fields: Fields, name: string): boolean {
  const value = fields.get(name);
  return value !== undefined && value.kind !== "null" && !(value.kind === "string" && value.value === "");
}

function readPemKey(text: string, label: string): Result<KeyMaterial, PublicKeyFault> {
  const der = pemBody(text, "PUBLIC KEY");
  const spki = der === undefined ? undefined : readSpki(der);
  if (der === undefined || spki === undefined) return fail({ kind: "public-key-pem", label });
  switch (spki.kind) {
    case "ed25519": return ed25519Material(spki.publicKey);
    case "ec": return ecdsaMaterial(spki.curve, spki.point, "pem");
    case "rsa": return rsaMaterial("rsa-pss-sha256", der);
    case "ml-dsa": return mlDsaMaterial(spki.algorithm, spki.publicKey);
  }
}

function readHexKey(text: string): Result<KeyMaterial, PublicKeyFault> {
  const bytes = fromHex(text.replace(/[\s:]+/g, ""));
  if (bytes === undefined || bytes.length === 0) return fail({ kind: "public-key-unrecognised" });
  const curve = pointCurve(bytes.length);
  return curve === undefined ? ed25519Material(bytes) : ecdsaMaterial(curve, bytes, "hex-point");
}

function pointCurve(lengthBytes: number): EcCurve | undefined {
  return Object.values(ECDSA).find(({ fieldBytes }) => lengthBytes === 1 + fieldBytes || lengthBytes === 1 + 2 * fieldBytes)?.curve;
}

/** From here on a point is uncompressed and on its curve. */
function onCurve(material: KeyMaterial): Result<PublicKey, PublicKeyFault> {
  if (material.family !== "ecdsa") return ok(publicKeyOf(material));
  const point = uncompressedPoint(material.algorithm, material.point);
  return point === undefined ? fail({ kind: "public-key-off-curve" }) : ok(publicKeyOf({ ...material, point }));
}

function spkiOf(material: KeyMaterial): Bytes {
  switch (material.family) {
    case "ed25519": return ed25519Spki(material.publicKey);
    case "ecdsa": return ecSpki(ECDSA[material.algorithm].curve, material.point);
    case "rsa": return material.spki;
    case "ml-dsa": return mlDsaSpki(material.algorithm, material.publicKey);
  }
}

function hexOf(material: KeyMaterial): string {
  switch (material.family) {
    case "rsa": return toHex(material.spki);
    case "ecdsa": return toHex(material.point);
    case "ed25519":
    case "ml-dsa": return toHex(material.publicKey);
  }
}

function keyIdOf(digest: Digest): KeyId {
  return digest as string as KeyId; // by TUF 1.0.34, 4.2.1 the digest of a key object is its key id
}
