import { concatBytes, equalBytes, type Bytes } from "../lib/bytes.ts";
import { fromHex, toHex } from "../lib/hex.ts";
import { fail, ok, type Result } from "../lib/result.ts";

export type PrivateKeyAlgorithm = "ed25519" | "ecdsa-p256";

/** The secret of a private key in its shortest form: the Ed25519 seed or the P-256 scalar, 32 bytes either way. */
export interface PrivateScalar {
  readonly algorithm: PrivateKeyAlgorithm;
  /** Shares memory with the input: wiping either wipes it. */
  readonly secret: Bytes;
}

export type Pkcs8Fault =
  | { readonly kind: "pkcs8-truncated" }
  | { readonly kind: "pkcs8-malformed" }
  | { readonly kind: "pkcs8-algorithm"; readonly found: string }
  | { readonly kind: "pkcs8-length"; readonly algorithm: PrivateKeyAlgorithm; readonly expected: number; readonly found: number };

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const OID = 0x06;
const OCTET_STRING = 0x04;
export const SECRET_LENGTH = 32;

const ED25519_OID = "2b6570";
const EC_OID = "2a8648ce3d0201";
const P256_OID = "2a8648ce3d030107";

/** What people do have in such files, so that the message can say it. */
const OTHER_KEYS: ReadonlyMap<string, string> = new Map([
  ["2a864886f70d010101", "RSA"],
  ["2a864886f70d01010a", "RSA-PSS"],
  ["2a8648ce380401", "DSA"],
  ["2b656e", "X25519"],
  ["2b656f", "X448"],
  ["2b6571", "Ed448"],
  ["608648016503040311", "ML-DSA-44"],
  ["608648016503040312", "ML-DSA-65"],
  ["608648016503040313", "ML-DSA-87"],
]);
const OTHER_CURVES: ReadonlyMap<string, string> = new Map([
  ["2b81040022", "ECDSA P-384"],
  ["2b81040023", "ECDSA P-521"],
  ["2b81040021", "ECDSA P-224"],
  ["2b8104000a", "ECDSA secp256k1"],
  ["2b2403030208010107", "ECDSA brainpoolP256r1"],
]);

/** Reads an unencrypted PrivateKeyInfo, version 1 or 2. Source: RFC 5958; RFC 8410, 7; RFC 5915, 3. */
export function readPkcs8(der: Bytes): Result<PrivateScalar, Pkcs8Fault> {
  const outer = readValue(der, 0, SEQUENCE);
  if (outer === "truncated") return fail({ kind: "pkcs8-truncated" });
  if (outer === undefined || outer.end !== der.length) return fail({ kind: "pkcs8-malformed" });
  const version = readValue(outer.content, 0, INTEGER);
  const algorithm = found(version) ? readValue(outer.content, version.end, SEQUENCE) : undefined;
  const key = found(algorithm) ? readValue(outer.content, algorithm.end, OCTET_STRING) : undefined;
  if (!found(algorithm) || !found(key)) return fail({ kind: "pkcs8-malformed" });
  const oid = readValue(algorithm.content, 0, OID);
  if (!found(oid)) return fail({ kind: "pkcs8-malformed" });
  const name = toHex(oid.content);
  if (name === ED25519_OID) return readSeed(key.content);
  if (name !== EC_OID) return fail({ kind: "pkcs8-algorithm", found: OTHER_KEYS.get(name) ?? `object identifier ${name} (hex)` });
  const curve = readValue(algorithm.content, oid.end, OID);
  const curveName = found(curve) ? toHex(curve.content) : "";
  if (curveName === P256_OID) return readScalar(key.content);
  return fail({ kind: "pkcs8-algorithm", found: OTHER_CURVES.get(curveName) ?? "ECDSA on an unnamed or unknown curve" });
}

/**
 * One form that every browser imports: version 1 for Ed25519, and for P-256 with the public point, which Firefox wants.
 * The caller wipes the result.
 */
export function writePkcs8(algorithm: PrivateKeyAlgorithm, secret: Uint8Array, publicPoint: Uint8Array): Bytes {
  if (algorithm === "ed25519") return concatBytes(hexBytes("302e020100300506032b657004220420"), secret);
  const head = hexBytes("308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420");
  return concatBytes(head, secret, hexBytes("a144034200"), publicPoint);
}

function readSeed(content: Bytes): Result<PrivateScalar, Pkcs8Fault> {
  const seed = readValue(content, 0, OCTET_STRING);
  if (!found(seed) || seed.end !== content.length) return fail({ kind: "pkcs8-malformed" });
  return secretOf("ed25519", seed.content);
}

function readScalar(content: Bytes): Result<PrivateScalar, Pkcs8Fault> {
  const body = readValue(content, 0, SEQUENCE);
  if (!found(body) || body.end !== content.length) return fail({ kind: "pkcs8-malformed" });
  const version = readValue(body.content, 0, INTEGER);
  if (!found(version) || !equalBytes(version.content, new Uint8Array([1]))) return fail({ kind: "pkcs8-malformed" });
  const scalar = readValue(body.content, version.end, OCTET_STRING);
  return found(scalar) ? secretOf("ecdsa-p256", scalar.content) : fail({ kind: "pkcs8-malformed" });
}

function secretOf(algorithm: PrivateKeyAlgorithm, secret: Bytes): Result<PrivateScalar, Pkcs8Fault> {
  if (secret.length === SECRET_LENGTH) return ok({ algorithm, secret });
  return fail({ kind: "pkcs8-length", algorithm, expected: SECRET_LENGTH, found: secret.length });
}

interface Value {
  readonly content: Bytes;
  readonly end: number;
}

function found(value: Value | "truncated" | undefined): value is Value {
  return value !== undefined && value !== "truncated";
}

/** One DER value with this tag; undefined when it is another tag or no DER, "truncated" when the bytes end too soon. */
function readValue(der: Bytes, at: number, tag: number): Value | "truncated" | undefined {
  const first = der[at + 1];
  if (der[at] !== tag) return undefined;
  if (first === undefined) return "truncated";
  if (first < 0x80) return slice(der, at + 2, first);
  const count = first & 0x7f;
  if (count === 0 || count > 2) return undefined;
  if (at + 2 + count > der.length) return "truncated";
  let length = 0;
  for (let i = 0; i < count; i++) length = length * 256 + (der[at + 2 + i] ?? 0);
  return slice(der, at + 2 + count, length);
}

function slice(der: Bytes, start: number, length: number): Value | "truncated" {
  return start + length > der.length ? "truncated" : { content: der.subarray(start, start + length), end: start + length };
}

function hexBytes(hex: string): Bytes {
  const bytes = fromHex(hex);
  if (bytes === undefined) throw new Error("a constant of this file is not hex");
  return bytes;
}
