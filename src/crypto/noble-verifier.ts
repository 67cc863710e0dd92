import { assertNever } from "../lib/assert-never.ts";
import type { EcdsaMaterial, KeyMaterial } from "../tuf/model/key.ts";
import type { SignatureVerifier } from "../tuf/verify/signature-verifier.ts";
import { ecdsaCurve, ecdsaDerToFixed } from "./ecdsa-signature.ts";
import { verifyEd25519 } from "./ed25519.ts";
import { verifyMlDsa } from "./ml-dsa.ts";
import { verifyRsa } from "./rsa.ts";

/**
 * Plain JavaScript for every kind of key: noble's curves and lattices, and RSA of our own. The fallback where WebCrypto
 * lacks an algorithm, and the second opinion on everything else.
 */
export function nobleVerifier(): SignatureVerifier {
  return { verify: async (key, message, signature) => verifyPlainly(key, message, signature) };
}

function verifyPlainly(key: KeyMaterial, message: Uint8Array, signature: Uint8Array): boolean | Promise<boolean> {
  switch (key.family) {
    case "ed25519":
      return verifyEd25519(key.publicKey, message, signature);
    case "ecdsa":
      return verifyEcdsa(key, message, signature);
    case "rsa":
      return verifyRsa(key, message, signature);
    case "ml-dsa":
      return verifyMlDsa(key, message, signature);
    default:
      return assertNever(key);
  }
}

function verifyEcdsa(key: EcdsaMaterial, message: Uint8Array, signature: Uint8Array): boolean {
  const fixed = ecdsaDerToFixed(key.algorithm, signature);
  // The library hashes with the hash of the curve. TUF knows no low-S rule: half of all honest signatures have a high S.
  return fixed !== undefined && ecdsaCurve(key.algorithm).verify(fixed, message, key.point, { format: "compact", lowS: false });
}
