import { concatBytes, type Bytes } from "../../lib/bytes.ts";
import { fromHex, toHex } from "../../lib/hex.ts";
import type { EcCurve, MlDsaAlgorithm } from "./key-algorithm.ts";

export type Spki =
  | { readonly kind: "ec"; readonly curve: EcCurve; readonly point: Bytes }
  | { readonly kind: "ed25519"; readonly publicKey: Bytes }
  | { readonly kind: "ml-dsa"; readonly algorithm: MlDsaAlgorithm; readonly publicKey: Bytes }
  | { readonly kind: "rsa"; readonly modulus: Bytes; readonly exponent: Bytes; readonly modulusBits: number };

const EC_ALGORITHMS: ReadonlyMap<string, EcCurve> = new Map([
  ["06072a8648ce3d020106082a8648ce3d030107", "P-256"],
  ["06072a8648ce3d020106052b81040022", "P-384"],
  ["06072a8648ce3d020106052b81040023", "P-521"],
]);
/** Source: RFC 9881. */
const ML_DSA_ALGORITHMS: ReadonlyMap<string, MlDsaAlgorithm> = new Map([
  ["0609608648016503040311", "ml-dsa-44"],
  ["0609608648016503040312", "ml-dsa-65"],
  ["0609608648016503040313", "ml-dsa-87"],
]);
const ED25519_ALGORITHM = "06032b6570";
const RSA_ALGORITHM = "06092a864886f70d0101010500";

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const BIT_STRING = 0x03;

/** A DER SubjectPublicKeyInfo of a kind that TUF keys use; undefined for any other and for any slack in the encoding. Source: RFC 5280, 4.1. */
export function readSpki(der: Uint8Array): Spki | undefined {
  const [outer] = readAll(der, SEQUENCE) ?? [];
  const parts = outer === undefined ? undefined : readAll(outer, SEQUENCE, BIT_STRING);
  const [algorithm, bits] = parts ?? [];
  if (algorithm === undefined || bits === undefined || bits[0] !== 0) return undefined;
  const name = toHex(algorithm);
  const content = copy(bits.subarray(1));
  const curve = EC_ALGORITHMS.get(name);
  if (curve !== undefined) return { kind: "ec", curve, point: content };
  if (name === ED25519_ALGORITHM) return content.length === 32 ? { kind: "ed25519", publicKey: content } : undefined;
  const mlDsa = ML_DSA_ALGORITHMS.get(name);
  if (mlDsa !== undefined) return { kind: "ml-dsa", algorithm: mlDsa, publicKey: content };
  return name === RSA_ALGORITHM ? readRsaKey(content) : undefined;
}

/** Shape: DER SubjectPublicKeyInfo around a SEC 1 point. */
export function ecSpki(curve: EcCurve, point: Uint8Array): Bytes {
  return spki(algorithmHex(EC_ALGORITHMS, curve), point);
}

export function mlDsaSpki(algorithm: MlDsaAlgorithm, publicKey: Uint8Array): Bytes {
  return spki(algorithmHex(ML_DSA_ALGORITHMS, algorithm), publicKey);
}

export function ed25519Spki(publicKey: Uint8Array): Bytes {
  return spki(ED25519_ALGORITHM, publicKey);
}

function algorithmHex<A>(names: ReadonlyMap<string, A>, algorithm: A): string {
  for (const [hex, name] of names) if (name === algorithm) return hex;
  throw new Error("every algorithm has a name in DER");
}

function spki(nameHex: string, content: Uint8Array): Bytes {
  const algorithm = wrap(SEQUENCE, fromHex(nameHex) ?? new Uint8Array());
  return wrap(SEQUENCE, concatBytes(algorithm, wrap(BIT_STRING, concatBytes(new Uint8Array([0]), content))));
}

function readRsaKey(content: Uint8Array): Spki | undefined {
  const [body] = readAll(content, SEQUENCE) ?? [];
  const [modulus, exponent] = (body === undefined ? undefined : readAll(body, INTEGER, INTEGER)) ?? [];
  const n = modulus === undefined ? undefined : positive(modulus);
  const e = exponent === undefined ? undefined : positive(exponent);
  if (n === undefined || e === undefined) return undefined;
  return { kind: "rsa", modulus: n, exponent: e, modulusBits: bitLength(n) };
}

/** Of a magnitude without leading zeros. */
export function bitLength(magnitude: Uint8Array): number {
  return magnitude.length * 8 - Math.clz32(magnitude[0] ?? 0) + 24;
}

/** The magnitude of a positive DER integer without its sign byte; undefined when negative, zero or not minimal. */
function positive(integer: Uint8Array): Bytes | undefined {
  const [first, second] = integer;
  if (first === undefined || first >= 0x80) return undefined;
  if (first !== 0) return copy(integer);
  return second !== undefined && second >= 0x80 ? copy(integer.subarray(1)) : undefined;
}

/** Reads exactly these tags one after the other, with nothing left over. */
function readAll(der: Uint8Array, ...tags: readonly number[]): readonly Uint8Array[] | undefined {
  const out: Uint8Array[] = [];
  let at = 0;
  for (const tag of tags) {
    if (der[at] !== tag) return undefined;
    const length = readLength(der, at + 1);
    if (length === undefined || length.end + length.value > der.length) return undefined;
    out.push(der.subarray(length.end, length.end + length.value));
    at = length.end + length.value;
  }
  return at === der.length ? out : undefined;
}

function readLength(der: Uint8Array, at: number): { readonly value: number; readonly end: number } | undefined {
  const first = der[at];
  if (first === undefined) return undefined;
  if (first < 0x80) return { value: first, end: at + 1 };
  const count = first & 0x7f;
  if (count === 0 || count > 3 || at + count >= der.length) return undefined;
  let value = 0;
  for (let i = 1; i <= count; i++) value = value * 256 + (der[at + i] ?? 0);
  const minimal = value >= 0x80 && value >= 256 ** (count - 1);
  return minimal ? { value, end: at + 1 + count } : undefined;
}

function wrap(tag: number, content: Uint8Array): Bytes {
  if (content.length > 0xffff) throw new RangeError("no key that is written here is so long");
  const length = content.length < 0x80 ? [content.length] : content.length < 0x100 ? [0x81, content.length] : [0x82, content.length >> 8, content.length & 0xff];
  return concatBytes(new Uint8Array([tag, ...length]), content);
}

function copy(bytes: Uint8Array): Bytes {
  return new Uint8Array(bytes);
}
