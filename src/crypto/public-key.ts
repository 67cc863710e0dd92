import { utf8, type Bytes } from "../lib/bytes.ts";
import { fromHex, toHex } from "../lib/hex.ts";
import { toBase64 } from "../lib/base64.ts";
import { fail, ok, type Result } from "../lib/result.ts";
import { encodeCanonical } from "../tuf/json/canonical-json.ts";
import { isObject } from "../tuf/json/json-value.ts";
import { parseJson, type JsonFault } from "../tuf/json/parse-json.ts";
import { sha256Digest } from "../tuf/model/digest.ts";
import { FieldRefusal, Fields, type FieldFault } from "../tuf/model/fields.ts";
import type { Digest, KeyId } from "../tuf/model/ids.ts";
import { ecdsaMaterial, ed25519Material, parseKey, pemBody, type KeyMaterial, type KeyProblem } from "../tuf/model/key.ts";
import { ecSpki, ed25519Spki, readSpki, type EcCurve } from "../tuf/model/spki.ts";
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
  /** Shape: Ed25519: the 32 bytes; ECDSA: the uncompressed point; RSA: the DER SubjectPublicKeyInfo. */
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

/** Reads a TUF key object, a PEM SubjectPublicKeyInfo, or hex of an Ed25519 key or of a point of P-256 or P-384. */
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
  const pem = spkiPem(spkiOf(material));
  const { keytype, scheme } = tufNames(material);
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
  if (spki.kind === "ed25519") return ed25519Material(spki.publicKey);
  if (spki.kind === "ec") return ecdsaMaterial(spki.curve, spki.point, "pem");
  const rsa = readTufKey(JSON.stringify({ keytype: "rsa", scheme: "rsassa-pss-sha256", keyval: { public: spkiPem(der) } }));
  return rsa.ok ? ok(rsa.value.material) : rsa;
}

function readHexKey(text: string): Result<KeyMaterial, PublicKeyFault> {
  const bytes = fromHex(text.replace(/[\s:]+/g, ""));
  if (bytes === undefined || bytes.length === 0) return fail({ kind: "public-key-unrecognised" });
  const curve = pointCurve(bytes.length);
  return curve === undefined ? ed25519Material(bytes) : ecdsaMaterial(curve, bytes, "hex-point");
}

function pointCurve(lengthBytes: number): EcCurve | undefined {
  if (lengthBytes === 33 || lengthBytes === 65) return "P-256";
  return lengthBytes === 49 || lengthBytes === 97 ? "P-384" : undefined;
}

/** From here on a point is uncompressed and on its curve. */
function onCurve(material: KeyMaterial): Result<PublicKey, PublicKeyFault> {
  if (!("point" in material)) return ok(publicKeyOf(material));
  const point = uncompressedPoint(material.algorithm, material.point);
  return point === undefined ? fail({ kind: "public-key-off-curve" }) : ok(publicKeyOf({ ...material, point }));
}

function spkiOf(material: KeyMaterial): Bytes {
  if (material.algorithm === "rsa-pss-sha256") return material.spki;
  if (material.algorithm === "ed25519") return ed25519Spki(material.publicKey);
  return ecSpki(material.algorithm === "ecdsa-p256" ? "P-256" : "P-384", material.point);
}

function hexOf(material: KeyMaterial): string {
  if (material.algorithm === "rsa-pss-sha256") return toHex(material.spki);
  return toHex(material.algorithm === "ed25519" ? material.publicKey : material.point);
}

function tufNames(material: KeyMaterial): { readonly keytype: string; readonly scheme: string } {
  switch (material.algorithm) {
    case "ed25519": return { keytype: "ed25519", scheme: "ed25519" };
    case "ecdsa-p256": return { keytype: "ecdsa", scheme: "ecdsa-sha2-nistp256" };
    case "ecdsa-p384": return { keytype: "ecdsa", scheme: "ecdsa-sha2-nistp384" };
    case "rsa-pss-sha256": return { keytype: "rsa", scheme: "rsassa-pss-sha256" };
  }
}

function spkiPem(der: Bytes): string {
  const lines = toBase64(der).match(/.{1,64}/g) ?? [];
  return `-----BEGIN PUBLIC KEY-----\n${lines.join("\n")}\n-----END PUBLIC KEY-----\n`;
}

function keyIdOf(digest: Digest): KeyId {
  return digest as string as KeyId; // by TUF 1.0.34, 4.2.1 the digest of a key object is its key id
}
