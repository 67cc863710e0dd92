import { createHmac, createHash, randomBytes } from "node:crypto";
import { concatBytes, utf8, type Bytes } from "../lib/bytes.ts";
import { toBase64Url } from "../keyring/base64url.ts";
import { prfSalt } from "../keyring/passkey-key.ts";
import type { PasskeyAnswer, PasskeyUse } from "../keyring/passkey.ts";

/** The flags of WebAuthn's authenticator data. */
export const FLAGS = { present: 0x01, verified: 0x04, eligible: 0x08, backedUp: 0x10 } as const;

export interface AnswerOptions {
  readonly rpId?: string;
  readonly flags?: number;
  /** Changes what the page would hand over. */
  readonly prf?: Bytes;
}

/** An authenticator with one passkey, as the keyring meets it: what a page would hand over after the browser's dialog. */
export class Authenticator {
  readonly credentialId: string = toBase64Url(randomBytes(16));
  readonly #secrets: Readonly<Record<"verified" | "unverified", Bytes>> = { verified: new Uint8Array(randomBytes(32)), unverified: new Uint8Array(randomBytes(32)) };

  async answer(use: PasskeyUse, { rpId = "keys.example", flags = FLAGS.present | FLAGS.verified, prf }: AnswerOptions = {}): Promise<PasskeyAnswer> {
    // The browser hashes the salt with a prefix, and CTAP keeps two secrets. Source: WebAuthn Level 3, 10.1.4; CTAP 2.1, 12.5.
    const salt = createHash("sha256").update(concatBytes(utf8("WebAuthn PRF\0"), await prfSalt(crypto.subtle, use))).digest();
    const secret = this.#secrets[(flags & FLAGS.verified) === 0 ? "unverified" : "verified"];
    const computed = new Uint8Array(createHmac("sha256", concatBytes(secret, utf8(rpId))).update(salt).digest());
    return { credentialId: this.credentialId, transports: ["usb"], use, rpId, authenticatorData: authenticatorData(rpId, flags), prf: prf ?? computed };
  }
}

export function authenticatorData(rpId: string, flags: number): Bytes {
  return concatBytes(createHash("sha256").update(rpId).digest(), new Uint8Array([flags, 0, 0, 0, 7]));
}
