import { utf8, type Bytes } from "../lib/bytes.ts";
import { fail, ok, type Result } from "../lib/result.ts";
import { readAuthenticatorData, type AuthenticatorFlags } from "./authenticator-data.ts";
import type { KeyringEntryId } from "./keyring-entry.ts";
import type { PasskeyAnswer, PasskeyFault, PasskeyUse } from "./passkey.ts";

// What an authenticator gives under WebAuthn's PRF extension is 32 bytes that only it can compute, for this host and
// this salt. Two things are made of them: a key that encrypts a secret, or the secret itself.

/** Versioned and never changed: a derived key is found again by these texts alone. */
const PRF_CONTEXT: Readonly<Record<PasskeyUse, string>> = {
  wrap: "countersign passkey prf v1: wrap a signing key",
  derive: "countersign passkey prf v1: derive a signing key",
};
const HKDF_SALT: Readonly<Record<PasskeyUse, string>> = {
  wrap: "countersign passkey hkdf v1: wrap a signing key",
  derive: "countersign passkey hkdf v1: derive a signing key",
};
const SEED_INFO = "ed25519 seed";
const PRF_LENGTH = 32;

/** The input of the PRF. Shape: 32 bytes, the SHA-256 of a documented text; the browser hashes it again with a prefix. */
export async function prfSalt(subtle: SubtleCrypto, use: PasskeyUse): Promise<Bytes> {
  return new Uint8Array(await subtle.digest("SHA-256", utf8(PRF_CONTEXT[use])));
}

/** What the page has checked once, checked where the secret is used. */
export function checkAnswer(answer: PasskeyAnswer, use: PasskeyUse): Result<AuthenticatorFlags, PasskeyFault> {
  if (answer.use !== use) return fail({ kind: "passkey-other-use", expected: use });
  const length = checkPrfLength(answer.prf);
  return length.ok ? readAuthenticatorData(answer.authenticatorData, answer.rpId) : length;
}

export function checkPrfLength(prf: Bytes): Result<undefined, PasskeyFault> {
  return prf.length === PRF_LENGTH ? ok(undefined) : fail({ kind: "passkey-prf-length", found: prf.length });
}

/** The key that encrypts the secret for this passkey. Never extractable. */
export async function wrappingKey(subtle: SubtleCrypto, { credentialId, rpId, prf }: PasskeyAnswer): Promise<CryptoKey> {
  const material = await subtle.importKey("raw", prf, "HKDF", false, ["deriveKey"]);
  const info = utf8(["aes-256-gcm key", rpId, credentialId].join("\n"));
  return subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt: utf8(HKDF_SALT.wrap), info }, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** What a wrap belongs to: this key and this passkey. */
export function wrapContext(id: KeyringEntryId, { credentialId, rpId }: Pick<PasskeyAnswer, "credentialId" | "rpId">): Bytes {
  return utf8(["countersign wrapped key v1", id, rpId, credentialId].join("\n"));
}

/** The Ed25519 seed that this passkey stands for. The caller wipes it. */
export async function derivedSeed(subtle: SubtleCrypto, { prf }: PasskeyAnswer): Promise<Bytes> {
  const material = await subtle.importKey("raw", prf, "HKDF", false, ["deriveBits"]);
  const hkdf = { name: "HKDF", hash: "SHA-256", salt: utf8(HKDF_SALT.derive), info: utf8(SEED_INFO) };
  return new Uint8Array(await subtle.deriveBits(hkdf, material, 256));
}
