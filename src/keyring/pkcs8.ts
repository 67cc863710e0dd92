import { concatBytes, type Bytes } from "../lib/bytes.ts";
import { fromHex } from "../lib/hex.ts";
import type { PrivateScalar } from "./private-secret.ts";

// PKCS#8 of one form for each algorithm, the form that every browser imports: version 1 for Ed25519, and for ECDSA with
// the public point, which Firefox wants. All lengths are fixed, so what stands before the secret and the point is too.
// Source: RFC 5958, 2; RFC 8410, 7; RFC 5915, 3.

interface Prefixes {
  readonly secret: Bytes;
  readonly point: Bytes;
}

const PREFIXES: Readonly<Record<PrivateScalar["algorithm"], Prefixes>> = {
  ed25519: { secret: hexBytes("302e020100300506032b657004220420"), point: new Uint8Array() },
  "ecdsa-p256": { secret: hexBytes("308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420"), point: hexBytes("a144034200") },
  "ecdsa-p384": { secret: hexBytes("3081b6020100301006072a8648ce3d020106052b8104002204819e30819b0201010430"), point: hexBytes("a164036200") },
};

/** `publicPart`: the uncompressed point of ECDSA; of Ed25519 it is left out. The caller wipes the result. */
export function writePkcs8(algorithm: PrivateScalar["algorithm"], secret: Uint8Array, publicPart: Uint8Array): Bytes {
  const { secret: before, point } = PREFIXES[algorithm];
  return algorithm === "ed25519" ? concatBytes(before, secret) : concatBytes(before, secret, point, publicPart);
}

function hexBytes(hex: string): Bytes {
  const bytes = fromHex(hex);
  if (bytes === undefined) throw new Error("a constant of this file is not hex");
  return bytes;
}
