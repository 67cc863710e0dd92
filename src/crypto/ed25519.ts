import { Point, etc, getPublicKey, hashes, verify } from "@noble/ed25519";
import { sha512 } from "@noble/hashes/sha2.js";
import { concatBytes, equalBytes, type Bytes } from "../lib/bytes.ts";

hashes.sha512 = (message) => new Uint8Array(sha512(message));

/**
 * RFC 8032 with canonical encodings and no small-order key, by the equation without cofactor, which is what OpenSSL,
 * BoringSSL, Go and python-cryptography use. The library alone checks the equation with cofactor, under which a key
 * holder can make signatures that some clients take and others refuse.
 */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  return verify(signature, message, publicKey, { zip215: false }) && hasExactCommitment(publicKey, message, signature);
}

/** Shape: seed of 32 bytes to public key of 32 bytes. Source: RFC 8032, 5.1.5. */
export function ed25519PublicKey(seed: Uint8Array): Bytes {
  return new Uint8Array(getPublicKey(seed));
}

/** Whether R is, byte for byte, the encoding of S·B − k·A. Asked only after the library has accepted the encodings. */
function hasExactCommitment(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const r = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  const k = etc.mod(littleEndian(sha512(concatBytes(r, publicKey, message))), Point.CURVE().n);
  const expected = Point.BASE.multiply(s, false).subtract(Point.fromBytes(publicKey, false).multiply(k, false));
  return equalBytes(expected.toBytes(), r);
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${etc.bytesToHex(bytes.toReversed())}`);
}
