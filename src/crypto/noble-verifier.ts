import type { KeyMaterial } from "../tuf/model/key.ts";
import type { SignatureVerifier } from "../tuf/verify/signature-verifier.ts";
import { ecdsaCurve, ecdsaDerToFixed } from "./ecdsa-signature.ts";
import { verifyEd25519 } from "./ed25519.ts";

export type NobleKey = Exclude<KeyMaterial, { readonly algorithm: "rsa-pss-sha256" }>;

export interface NobleVerifier extends SignatureVerifier {
  /** Noble has no RSA. Ask before `verify`, which throws for a key that is not supported. */
  supports(key: KeyMaterial): key is NobleKey;
}

/** Plain JavaScript: the fallback where WebCrypto lacks an algorithm, and the second opinion on what it signed. */
export function nobleVerifier(): NobleVerifier {
  return {
    supports,
    async verify(key, message, signature) {
      if (!supports(key)) throw new Error(`no second implementation of ${key.algorithm}`);
      return verifyWithNoble(key, message, signature);
    },
  };
}

function supports(key: KeyMaterial): key is NobleKey {
  return key.algorithm !== "rsa-pss-sha256";
}

function verifyWithNoble(key: NobleKey, message: Uint8Array, signature: Uint8Array): boolean {
  if (key.algorithm === "ed25519") return verifyEd25519(key.publicKey, message, signature);
  const fixed = ecdsaDerToFixed(key.algorithm, signature);
  // The library hashes with the hash of the curve. TUF knows no low-S rule: half of all honest signatures have a high S.
  return fixed !== undefined && ecdsaCurve(key.algorithm).verify(fixed, message, key.point, { format: "compact", lowS: false });
}
