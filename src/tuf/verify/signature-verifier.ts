import type { KeyMaterial } from "../model/key.ts";

/**
 * The one thing that the core asks of cryptography. False for every signature that does not verify, a malformed one
 * included; it rejects only when the platform itself fails.
 */
export interface SignatureVerifier {
  verify(key: KeyMaterial, message: Uint8Array, signature: Uint8Array): Promise<boolean>;
}
