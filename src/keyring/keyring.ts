import type { Bytes } from "../lib/bytes.ts";
import type { Result } from "../lib/result.ts";
import type { UtcInstant } from "../lib/utc-instant.ts";
import type { Digest, Fingerprint } from "../tuf/model/ids.ts";
import type { DamagedRecord, Hold, KeyringEntry, KeyringEntryId, PublicKeyExport } from "./keyring-entry.ts";
import type { KeyFileFormat } from "./key-files/key-file-fault.ts";
import type { KeyringFault } from "./keyring-fault.ts";
import type { PasskeyAnswer } from "./passkey.ts";
import type { Passphrase } from "./passphrase.ts";
import type { PrivateKeyAlgorithm } from "./private-secret.ts";

export type { KeyringEntry, KeyringEntryId, KeyringEntryKind, PublicKeyExport } from "./keyring-entry.ts";
export type { KeyFileFormat } from "./key-files/key-file-fault.ts";
export type { KeyringFault } from "./keyring-fault.ts";

/**
 * What the rest of the product may ask of the keyring. No answer ever holds a private part in clear. Where `now` is
 * asked for, it is the real present. Secret bytes that are handed in are taken over and wiped, accepted or not. Whatever
 * is refused leaves the keyring as it was.
 */
export interface Keyring {
  /** Oldest first. */
  list(): Promise<Answer<KeyringList>>;

  /** A non-extractable Ed25519 key, or ECDSA P-256 where the platform lacks Ed25519. */
  createDeviceKey(request: NewKey & { readonly practice?: boolean }): Promise<Answer<KeyringEntry>>;
  /** Slow, by intent. The key signs nothing before `proveBackup`. */
  createPassphraseKey(request: NewKey & NewSecret & { readonly passphrase: Passphrase }, watch?: Watch): Promise<Answer<KeyWithBackup>>;
  /** A random key that this passkey opens. `answer`: of a passkey for the use `wrap`. */
  createWrappedKey(request: NewKey & NewSecret & NewPasskey): Promise<Answer<KeyringEntry>>;
  /** The key that this passkey stands for: a new one for a new passkey, and the same as ever for an old one. Ed25519. */
  addDerivedKey(request: NewKey & NewPasskey): Promise<Answer<KeyringEntry>>;
  /** Shape of `publicKey`: a TUF key object, PEM SubjectPublicKeyInfo or hex. */
  addExternalKey(request: NewKey & { readonly publicKey: string }): Promise<Answer<KeyringEntry>>;
  /**
   * Takes the key out of a file of any format of `KeyFileFormat`. Slow where a passphrase protects the file, or is to
   * protect the key. Ask without a passphrase first: `key-file-needs-passphrase` tells when there must be one.
   */
  importKey(request: ImportRequest, watch?: Watch): Promise<Answer<ImportedKey>>;
  /** For the practice repository: 32 bytes. */
  importSeed(request: NewKey & { readonly seed: Bytes; readonly practice: true }): Promise<Answer<KeyringEntry>>;

  /**
   * The secret as an encrypted PKCS#8 PEM file, which `openssl pkey` opens. A passphrase key is written under its own
   * passphrase; a wrapped passkey key must be unlocked, and the passphrase is of the file alone.
   */
  writeBackup(request: OnEntry & { readonly passphrase: Passphrase }, watch?: Watch): Promise<Answer<Bytes>>;
  /** Restores from the file, in memory, and compares: from then on the passphrase key signs. */
  proveBackup(request: OnEntry & { readonly file: Bytes; readonly passphrase: Passphrase }, watch?: Watch): Promise<Answer<KeyringEntry>>;

  /** Another authenticator for a wrapped key, which must be unlocked; this is one act. */
  enrolSpare(request: OnEntry & NewPasskey): Promise<Answer<KeyringEntry>>;
  /** For one that was lost. The last one stays. Refused while another tab has the key open. */
  removeAuthenticator(id: KeyringEntryId, credentialId: string): Promise<Answer<KeyringEntry>>;

  unlock(request: UnlockRequest, watch?: Watch): Promise<Answer<KeyringEntry>>;
  lock(id: KeyringEntryId): Promise<void>;
  /** What was unlocked in this tab. To be called when the person leaves. */
  lockAll(): Promise<void>;

  rename(id: KeyringEntryId, name: string): Promise<Answer<KeyringEntry>>;
  /** For good: nobody can bring the private part back. Also takes the id of a damaged record. */
  remove(id: KeyringEntryId): Promise<Answer<KeyringEntryId>>;
  removePractice(): Promise<Answer<readonly KeyringEntryId[]>>;
  exportPublic(id: KeyringEntryId): Promise<Answer<PublicKeyExport>>;

  /**
   * Signs the `signed` part of these metadata bytes. The keyring parses them again itself and refuses when what it
   * would sign is not what was reviewed.
   */
  sign(request: SignRequest): Promise<Answer<NewSignature>>;
  /** The key drill: signs a text that no client takes for metadata, verifies it and keeps the date. */
  proveHolding(request: OnEntry): Promise<Answer<KeyringEntry>>;
  /** The drill of an external key: `openDrill` of the entry is then the text to sign, to the byte. */
  openExternalDrill(request: OnEntry): Promise<Answer<KeyringEntry>>;
  /** `signature`: as another tool wrote it: hex, base64, PEM, JSON or bytes. */
  closeExternalDrill(request: OnEntry & { readonly signature: string | Bytes }): Promise<Answer<KeyringEntry>>;
}

export type Answer<T> = Result<T, KeyringFault>;

export interface KeyringList {
  readonly entries: readonly KeyringEntry[];
  readonly damaged: readonly DamagedRecord[];
}

export interface NewKey {
  readonly name: string;
  readonly now: UtcInstant;
}

export interface NewSecret {
  /** Ed25519 when left out, or ECDSA P-256 where the platform lacks it. */
  readonly algorithm?: PrivateKeyAlgorithm;
}

export interface NewPasskey {
  readonly answer: PasskeyAnswer;
  /** The person was told that this passkey may be copied to a cloud account. Asked for when it is so. */
  readonly acknowledgedSync: boolean;
}

export interface OnEntry {
  readonly entryId: KeyringEntryId;
  readonly now: UtcInstant;
}

export interface ImportRequest extends NewKey {
  readonly file: Bytes;
  /** Of the file, as typed: see `passphraseOfFile`. Not looked at when the file is not encrypted. */
  readonly filePassphrase?: Passphrase;
  readonly as: ImportAs;
}

/** What keeps a key from then on. Ed25519 and P-256 can be any; P-384 and RSA are device keys. */
export type ImportAs =
  | { readonly kind: "device" }
  | { readonly kind: "passphrase"; readonly passphrase: Passphrase }
  | ({ readonly kind: "wrapped" } & NewPasskey);

export interface ImportedKey {
  readonly entry: KeyringEntry;
  readonly format: KeyFileFormat;
  /** Whoever finds the file can sign, if not. */
  readonly fileWasEncrypted: boolean;
  /** Of a passphrase key, which signs nothing before `proveBackup`. Shape: encrypted PKCS#8 PEM. */
  readonly backup: Bytes | undefined;
}

export type UnlockRequest = OnEntry & { readonly hold: Hold } & (
    | { readonly with: "passphrase"; readonly passphrase: Passphrase }
    | { readonly with: "passkey"; readonly answer: PasskeyAnswer }
  );

export interface KeyWithBackup {
  readonly entry: KeyringEntry;
  /** Shape: encrypted PKCS#8 PEM, for the person to keep. */
  readonly backup: Bytes;
}

/** How the page follows slow work, and stops it. */
export interface Watch {
  /** From 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
  readonly signal?: AbortSignal;
}

export interface SignRequest extends OnEntry {
  /** Shape: the whole metadata file as it was read. */
  readonly documentBytes: Bytes;
  /** SHA-256 of the canonical bytes that the person has seen. */
  readonly reviewedDigest: Digest;
}

export interface NewSignature {
  /** Shape: lower-case hex as TUF carries it; DER for ECDSA. */
  readonly signatureHex: string;
  readonly digest: Digest;
  readonly fingerprint: Fingerprint;
}
