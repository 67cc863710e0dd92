import { concatBytes, equalBytes, type Bytes } from "../lib/bytes.ts";
import { fromHex } from "../lib/hex.ts";
import type { HashName } from "../tuf/model/key-algorithm.ts";
import { digestOf, hashLength } from "./hash.ts";

/**
 * The salt lengths that a signature may have. Python and Rust sign with that of the hash; Go with the longest that fits.
 * Others are valid by RFC 8017 and signed by no tool of TUF. Units: bytes. Source: RFC 8017, 9.1.1.
 */
export function saltLengths(hash: HashName, modulusBits: number): readonly number[] {
  return [hashLength(hash), pssLength(modulusBits) - hashLength(hash) - 2];
}

export function isPssEncoding(encoded: Uint8Array, message: Uint8Array, hash: HashName, modulusBits: number): boolean {
  const saltLength = pssSaltLength(encoded, message, hash, modulusBits);
  return saltLength !== undefined && saltLengths(hash, modulusBits).includes(saltLength);
}

/** That of a PSS encoding of the message, whatever it is. Undefined for what is no such encoding. Units: bytes. Source: RFC 8017, 9.1.2. */
export function pssSaltLength(encoded: Uint8Array, message: Uint8Array, hash: HashName, modulusBits: number): number | undefined {
  const opened = openPss(encoded, hash, modulusBits);
  if (opened === undefined) return undefined;
  const { h, salt } = opened;
  return equalBytes(h, digestOf(hash, concatBytes(new Uint8Array(8), digestOf(hash, message), salt))) ? salt.length : undefined;
}

/** The parts of a PSS encoding, without its message: a mask over zeros, a one and the salt, and the hash of it all. Units of `zeros`: bytes. */
export function openPss(encoded: Uint8Array, hash: HashName, modulusBits: number): { readonly h: Bytes; readonly zeros: number; readonly salt: Bytes } | undefined {
  const length = pssLength(modulusBits);
  const outside = encoded.length - length; // one byte where the modulus begins with a byte of 1
  const em = new Uint8Array(encoded.subarray(outside));
  if (encoded.subarray(0, outside).some((byte) => byte !== 0) || em.at(-1) !== 0xbc) return undefined;
  const maskedEnd = length - hashLength(hash) - 1;
  const h = em.subarray(maskedEnd, -1);
  const unusedBits = 8 * length - (modulusBits - 1);
  if ((em[0] ?? 0) >> (8 - unusedBits) !== 0) return undefined;
  const db = xor(em.subarray(0, maskedEnd), mgf1(h, maskedEnd, hash));
  db[0] = (db[0] ?? 0) & (0xff >> unusedBits);
  const one = db.findIndex((byte) => byte !== 0);
  return one === -1 || db[one] !== 1 ? undefined : { h, zeros: one, salt: db.subarray(one + 1) };
}

/** Compared as a whole and never parsed: what lies about lengths or leaves room for more is another text. Source: RFC 8017, 8.2.2 and 9.2. */
export function isPkcs1Encoding(encoded: Uint8Array, message: Uint8Array, hash: HashName): boolean {
  return equalBytes(encoded, pkcs1Encoding(digestOf(hash, message), hash, encoded.length));
}

/** Whether it is the encoding of any message by this hash. */
export function openPkcs1(encoded: Uint8Array, hash: HashName): boolean {
  return equalBytes(encoded, pkcs1Encoding(encoded.subarray(-hashLength(hash)), hash, encoded.length));
}

function pkcs1Encoding(digest: Uint8Array, hash: HashName, lengthBytes: number): Bytes {
  const info = concatBytes(DIGEST_INFO[hash], digest);
  const padding = new Uint8Array(lengthBytes - info.length - 3).fill(0xff); // of 2048 bits and more, so never fewer than eight
  return concatBytes(new Uint8Array([0, 1]), padding, new Uint8Array([0]), info);
}

/** Units: bytes of the encoded message, which has one bit less than the modulus. */
function pssLength(modulusBits: number): number {
  return Math.ceil((modulusBits - 1) / 8);
}

/** Source: RFC 8017, B.2.1. */
function mgf1(seed: Uint8Array, lengthBytes: number, hash: HashName): Bytes {
  const blocks = Array.from({ length: Math.ceil(lengthBytes / hashLength(hash)) }, (_, i) =>
    digestOf(hash, concatBytes(seed, new Uint8Array([i >> 24, i >> 16, i >> 8, i]))));
  return concatBytes(...blocks).subarray(0, lengthBytes);
}

function xor(a: Uint8Array, b: Uint8Array): Bytes {
  return new Uint8Array(a).map((byte, i) => byte ^ (b[i] ?? 0));
}

/** Everything of a DigestInfo but the digest, with the parameters NULL. Source: RFC 8017, 9.2, note 1. */
const DIGEST_INFO: Readonly<Record<HashName, Bytes>> = {
  "SHA-256": der("3031300d060960864801650304020105000420"),
  "SHA-384": der("3041300d060960864801650304020205000430"),
  "SHA-512": der("3051300d060960864801650304020305000440"),
};

function der(hex: string): Bytes {
  return fromHex(hex) ?? new Uint8Array();
}
