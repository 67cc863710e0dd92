import { p256, p384, p521 } from "@noble/curves/nist.js";
import type { Bytes } from "../lib/bytes.ts";
import type { EcdsaAlgorithm } from "../tuf/model/key-algorithm.ts";

const CURVES = { "ecdsa-p256": p256, "ecdsa-p384": p384, "ecdsa-p521": p521 } as const;

export function ecdsaCurve(algorithm: EcdsaAlgorithm): typeof p256 {
  return CURVES[algorithm];
}

/**
 * Shape: strict DER `SEQUENCE { r, s }`, as TUF carries it, to r‖s, as WebCrypto wants it. Undefined when the DER is
 * malformed or not minimal, or when r or s lies outside 1 … n − 1. High S is a valid signature and stays as it is.
 */
export function ecdsaDerToFixed(algorithm: EcdsaAlgorithm, der: Uint8Array): Bytes | undefined {
  try {
    return new Uint8Array(CURVES[algorithm].Signature.fromBytes(der, "der").toBytes("compact"));
  } catch {
    return undefined; // the library throws for every malformed encoding
  }
}

/** The way back. Undefined when the length is wrong or r or s lies outside 1 … n − 1. */
export function ecdsaFixedToDer(algorithm: EcdsaAlgorithm, fixed: Uint8Array): Bytes | undefined {
  try {
    return new Uint8Array(CURVES[algorithm].Signature.fromBytes(fixed, "compact").toBytes("der"));
  } catch {
    return undefined; // as above
  }
}

/** Shape: SEC 1 point in either form to the uncompressed form. Undefined when it is not on the curve. */
export function uncompressedPoint(algorithm: EcdsaAlgorithm, point: Uint8Array): Bytes | undefined {
  try {
    return new Uint8Array(CURVES[algorithm].Point.fromBytes(point).toBytes(false));
  } catch {
    return undefined; // as above
  }
}
