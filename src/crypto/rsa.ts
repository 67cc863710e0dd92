import { fromHex, toHex } from "../lib/hex.ts";
import type { Bytes } from "../lib/bytes.ts";
import { RSA } from "../tuf/model/key-algorithm.ts";
import type { RsaMaterial } from "../tuf/model/key.ts";
import { isPkcs1Encoding, isPssEncoding } from "./rsa-encoding.ts";

/**
 * Verifying with RSA in plain JavaScript: the second implementation beside WebCrypto. Everything here is public, so
 * nothing needs to take constant time. Source: RFC 8017, 8.1.2 and 8.2.2.
 */
export function verifyRsa(key: RsaMaterial, message: Uint8Array, signature: Uint8Array): boolean {
  const encoded = openSignature(key, signature);
  if (encoded === undefined) return false;
  const { padding, hash } = RSA[key.algorithm];
  return padding === "pss" ? isPssEncoding(encoded, message, hash, key.modulusBits) : isPkcs1Encoding(encoded, message, hash);
}

/** The signature to the power of the exponent, as long as the modulus; undefined when it is not as long itself, or not below it. */
export function openSignature({ modulus, exponent }: RsaMaterial, signature: Uint8Array): Bytes | undefined {
  if (signature.length !== modulus.length) return undefined;
  const n = toInteger(modulus);
  const s = toInteger(signature);
  return s < n ? toBytes(power(s, toInteger(exponent), n), modulus.length) : undefined;
}

/** Squares and multiplies from the highest bit down; the model allows no exponent of more than 33 bits. */
function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === "1") result = (result * base) % modulus;
  }
  return result;
}

function toInteger(bytes: Uint8Array): bigint {
  return BigInt(`0x${toHex(bytes)}`);
}

function toBytes(integer: bigint, lengthBytes: number): Bytes | undefined {
  return fromHex(integer.toString(16).padStart(2 * lengthBytes, "0"));
}
