import type { Brand } from "../lib/brand.ts";
import type { Bytes } from "../lib/bytes.ts";
import type { Result } from "../lib/result.ts";
import type { UtcInstant } from "../lib/utc-instant.ts";
import type { PublicKey, PublicKeyFault } from "../crypto/public-key.ts";
import type { Digest, Fingerprint } from "../tuf/model/ids.ts";
import type { KeyMaterial } from "../tuf/model/key.ts";
import type { DocumentFault } from "../tuf/model/parse-metadata.ts";
import type { Pkcs8Fault, PrivateKeyAlgorithm } from "./pkcs8.ts";
import type { PrivatePemFault } from "./private-pem.ts";

/** One entry of the keyring. The same key material is never in it twice. */
export type KeyringEntryId = Brand<string, "KeyringEntryId">;

/** `device`: made here. `imported`: came in a file. `external`: the private part is elsewhere, such as on a smart card. */
export type KeyringEntryKind = "device" | "imported" | "external";

/** JSON-safe and public through and through. */
export interface KeyringEntry {
  readonly id: KeyringEntryId;
  readonly name: string;
  readonly kind: KeyringEntryKind;
  readonly algorithm: KeyMaterial["algorithm"];
  readonly fingerprint: Fingerprint;
  readonly publicKey: PublicKeyExport;
  readonly createdAt: UtcInstant;
  readonly practice: boolean;
  readonly lastUsedAt: UtcInstant | undefined;
}

export type PublicKeyExport = Pick<PublicKey, "pem" | "hex" | "tufKeyJson" | "keyId">;

/**
 * What the rest of the product may ask of the keyring. No answer ever holds a private part. Where `now` is asked for,
 * it is the real present.
 */
export interface Keyring {
  /** Oldest first. */
  list(): Promise<Result<readonly KeyringEntry[], KeyringFault>>;
  /** A non-extractable Ed25519 key, or ECDSA P-256 where the platform lacks Ed25519. */
  createDeviceKey(request: NewKey & { readonly practice?: boolean }): Promise<Result<KeyringEntry, KeyringFault>>;
  /** Ed25519 or P-256. Takes the bytes over and wipes them, whether or not they are accepted. */
  importPkcs8Pem(request: NewKey & { readonly pem: Bytes }): Promise<Result<KeyringEntry, KeyringFault>>;
  /** For the practice repository. Takes the 32 bytes over and wipes them. */
  importSeed(request: NewKey & { readonly seed: Bytes; readonly practice: true }): Promise<Result<KeyringEntry, KeyringFault>>;
  /** Shape of `publicKey`: a TUF key object, PEM SubjectPublicKeyInfo or hex. */
  addExternalKey(request: NewKey & { readonly publicKey: string }): Promise<Result<KeyringEntry, KeyringFault>>;
  rename(id: KeyringEntryId, name: string): Promise<Result<KeyringEntry, KeyringFault>>;
  /** For good: nobody can bring the private part back. */
  remove(id: KeyringEntryId): Promise<Result<KeyringEntryId, KeyringFault>>;
  removePractice(): Promise<Result<readonly KeyringEntryId[], KeyringFault>>;
  exportPublic(id: KeyringEntryId): Promise<Result<PublicKeyExport, KeyringFault>>;
  /**
   * Signs the `signed` part of these metadata bytes. The keyring parses them again itself and refuses when what it
   * would sign is not what was reviewed.
   */
  sign(request: SignRequest): Promise<Result<NewSignature, KeyringFault>>;
}

export interface NewKey {
  readonly name: string;
  readonly now: UtcInstant;
}

export interface SignRequest {
  readonly entryId: KeyringEntryId;
  /** Shape: the whole metadata file as it was read. */
  readonly documentBytes: Bytes;
  /** SHA-256 of the canonical bytes that the person has seen. */
  readonly reviewedDigest: Digest;
  readonly now: UtcInstant;
}

export interface NewSignature {
  /** Shape: lower-case hex as TUF carries it; DER for ECDSA. */
  readonly signatureHex: string;
  readonly digest: Digest;
  readonly fingerprint: Fingerprint;
}

export type KeyringFault =
  | PrivatePemFault
  | Pkcs8Fault
  | PublicKeyFault
  | { readonly kind: "private-key-out-of-range"; readonly algorithm: PrivateKeyAlgorithm }
  | { readonly kind: "algorithm-unsupported"; readonly algorithm: PrivateKeyAlgorithm }
  | { readonly kind: "seed-length"; readonly found: number }
  | { readonly kind: "name-empty" }
  | { readonly kind: "name-too-long"; readonly limit: number }
  | { readonly kind: "name-taken"; readonly name: string }
  | { readonly kind: "key-already-here"; readonly id: KeyringEntryId; readonly name: string; readonly entryKind: KeyringEntryKind }
  | { readonly kind: "no-such-entry"; readonly id: KeyringEntryId }
  | { readonly kind: "entry-is-external"; readonly name: string }
  | { readonly kind: "document-not-signable"; readonly document: DocumentFault }
  | { readonly kind: "digest-differs"; readonly reviewed: Digest; readonly computed: Digest }
  | { readonly kind: "second-opinion-refused"; readonly algorithm: PrivateKeyAlgorithm }
  | { readonly kind: "keyring-storage"; readonly error: string };
