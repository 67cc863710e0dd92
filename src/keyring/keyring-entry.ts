import type { Brand } from "../lib/brand.ts";
import type { UtcInstant } from "../lib/utc-instant.ts";
import type { PublicKey } from "../crypto/public-key.ts";
import type { Fingerprint } from "../tuf/model/ids.ts";
import type { KeyMaterial } from "../tuf/model/key.ts";

/** One entry of the keyring. The same key material is never in it twice. */
export type KeyringEntryId = Brand<string, "KeyringEntryId">;

/**
 * What it takes to sign. `device`: nothing but this browser. `passphrase`: a passphrase. `passkey`: a touch of an
 * authenticator. `external`: the private part is elsewhere, such as on a smart card.
 */
export type KeyringEntryKind = KeyringEntry["kind"];

/** JSON-safe and public through and through. */
export type KeyringEntry = DeviceEntry | PassphraseEntry | PasskeyEntry | ExternalEntry;

export interface EntryFacts {
  readonly id: KeyringEntryId;
  readonly name: string;
  readonly algorithm: KeyMaterial["algorithm"];
  readonly fingerprint: Fingerprint;
  readonly publicKey: PublicKeyExport;
  readonly createdAt: UtcInstant;
  readonly practice: boolean;
  readonly lastUsedAt: UtcInstant | undefined;
  /** When its holder last proved, by a key drill, to still have it. */
  readonly provenAt: UtcInstant | undefined;
}

export type PublicKeyExport = Pick<PublicKey, "pem" | "hex" | "tufKeyJson" | "keyId">;

/** `imported`: came in from elsewhere, where a copy may still be. */
export type KeyOrigin = "made" | "imported";

export interface DeviceEntry extends EntryFacts {
  readonly kind: "device";
  readonly origin: KeyOrigin;
}

export interface PassphraseEntry extends EntryFacts {
  readonly kind: "passphrase";
  readonly origin: KeyOrigin;
  readonly kdf: ScryptCost;
  readonly backup: BackupState;
  readonly lock: LockState;
}

/** `wrapped`: a random key, encrypted under what an authenticator gives. `derived`: computed from that each time; nothing is stored. */
export type PasskeyForm = "wrapped" | "derived";

export interface PasskeyEntry extends EntryFacts {
  readonly kind: "passkey";
  readonly form: PasskeyForm;
  readonly origin: KeyOrigin;
  /** The host name that the passkeys are bound to: they answer nowhere else. */
  readonly rpId: string;
  /** Each of them opens the key. Never empty; a derived key has one, for good. */
  readonly authenticators: readonly [EnrolledAuthenticator, ...EnrolledAuthenticator[]];
  readonly lock: LockState;
}

export interface ExternalEntry extends EntryFacts {
  readonly kind: "external";
  /** A drill that was begun and whose signature has not come back. Shape: the text to sign. */
  readonly openDrill: string | undefined;
}

export interface EnrolledAuthenticator {
  /** Shape: base64url without padding. */
  readonly credentialId: string;
  readonly addedAt: UtcInstant;
  readonly lastUsedAt: UtcInstant | undefined;
  /** WebAuthn's BE: this passkey may be copied to a cloud account. Never changes. */
  readonly backupEligible: boolean;
  /** WebAuthn's BS, as of the last use: it has been copied. */
  readonly backedUp: boolean;
  /** As the authenticator named them: `usb`, `nfc`, `internal`, `hybrid` … */
  readonly transports: readonly string[];
}

/** Units: iterations as scrypt's N, block size r, lanes p; `memoryBytes` is what one derivation takes. Source: RFC 7914. */
export interface ScryptCost {
  readonly n: number;
  readonly r: number;
  readonly p: number;
  readonly memoryBytes: number;
}

/** Until a backup was restored once, by the file and the passphrase, the key does not sign. */
export type BackupState = { readonly state: "awaiting" } | { readonly state: "proven"; readonly at: UtcInstant };

/** Of this tab: another tab has locks of its own. */
export type LockState =
  | { readonly state: "locked" }
  | { readonly state: "unlocked"; readonly hold: Hold["for"]; readonly until: UtcInstant };

/** How long a key stays unlocked: for the next act, which must come soon, or for some minutes. */
export type Hold = { readonly for: "one-act" } | { readonly for: "minutes"; readonly minutes: number };

/** A record of the database that this release does not read. It hides no other key, and stays until it is removed. */
export interface DamagedRecord {
  readonly id: KeyringEntryId;
  readonly name: string | undefined;
  readonly fault: RecordFault;
}

/** `newer`: written by a later release. `field`: what is missing or is not what it should be, such as `wraps`. */
export type RecordFault =
  | { readonly kind: "record-newer"; readonly version: number }
  | { readonly kind: "record-damaged"; readonly field: string };
