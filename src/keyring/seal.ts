import type { Bytes } from "../lib/bytes.ts";
import type { Sealed } from "./keyring-record.ts";

const GCM_IV_LENGTH = 12;

/** AES-256-GCM. `context` is authenticated with the secret: a seal that was moved to another place does not open. */
export async function seal(subtle: SubtleCrypto, key: CryptoKey, secret: Bytes, context: Bytes, random: (length: number) => Bytes): Promise<Sealed> {
  const iv = random(GCM_IV_LENGTH);
  return { iv, ciphertext: new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv, additionalData: context }, key, secret)) };
}

/** The caller wipes the result. Undefined for another key, another context, or bytes that were changed. */
export async function unseal(subtle: SubtleCrypto, key: CryptoKey, { iv, ciphertext }: Sealed, context: Bytes): Promise<Bytes | undefined> {
  try {
    return new Uint8Array(await subtle.decrypt({ name: "AES-GCM", iv, additionalData: context }, key, ciphertext));
  } catch (error) {
    if (error instanceof DOMException && error.name === "OperationError") return undefined; // the tag does not fit
    throw error;
  }
}

/** Never extractable. Wipes the bytes that it is made of. */
export async function sealingKey(subtle: SubtleCrypto, bytes: Bytes): Promise<CryptoKey> {
  try {
    return await subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  } finally {
    bytes.fill(0);
  }
}
