import type { Bytes } from "../lib/bytes.ts";

/** What is made here, and what can be kept under a passphrase or a passkey. */
export type PrivateKeyAlgorithm = "ed25519" | "ecdsa-p256";

/** The secret of a private key in its shortest form: the Ed25519 seed or the scalar of the curve. */
export interface PrivateScalar {
  readonly algorithm: PrivateKeyAlgorithm | "ecdsa-p384";
  readonly secret: Bytes;
}

/** What is kept under a passphrase or a passkey. */
export type SealableScalar = PrivateScalar & { readonly algorithm: PrivateKeyAlgorithm };

export interface RsaSecret {
  readonly algorithm: "rsa-pss-sha256";
  /** Shape: PKCS#8 of algorithm rsaEncryption. */
  readonly secret: Bytes;
  /** Shape: DER SubjectPublicKeyInfo. */
  readonly spki: Bytes;
}

/** Whoever holds one wipes `secret`. */
export type PrivateSecret = PrivateScalar | RsaSecret;

/** Units: bytes. */
export const SECRET_LENGTH: Readonly<Record<PrivateScalar["algorithm"], number>> = { ed25519: 32, "ecdsa-p256": 32, "ecdsa-p384": 48 };
