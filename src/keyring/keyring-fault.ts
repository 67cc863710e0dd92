import type { PublicKeyFault } from "../crypto/public-key.ts";
import type { SignatureReadingFault } from "../crypto/external-signature.ts";
import type { Digest } from "../tuf/model/ids.ts";
import type { DocumentFault } from "../tuf/model/parse-metadata.ts";
import type { KeyFileFault } from "./key-files/key-file-fault.ts";
import type { KeyringEntryId, KeyringEntryKind, RecordFault } from "./keyring-entry.ts";
import type { PasskeyFault } from "./passkey.ts";
import type { PrivateKeyFault } from "./private-key.ts";

/** Why the keyring refused. It is then as it was before, and no fault holds anything secret. */
export type KeyringFault =
  | KeyFileFault
  | PublicKeyFault
  | PrivateKeyFault
  | PasskeyFault
  | RecordFault
  | EntryFault
  | SecretFault
  | SigningFault
  | KeyringStorageFault;

export type EntryFault =
  | { readonly kind: "name-empty" }
  | { readonly kind: "name-too-long"; readonly limit: number }
  | { readonly kind: "name-taken"; readonly name: string }
  | { readonly kind: "key-already-here"; readonly id: KeyringEntryId; readonly name: string; readonly entryKind: KeyringEntryKind }
  | { readonly kind: "no-such-entry"; readonly id: KeyringEntryId }
  | { readonly kind: "entry-is-external"; readonly name: string }
  /** The act is for keys of another kind. */
  | { readonly kind: "entry-kind"; readonly name: string; readonly entryKind: KeyringEntryKind; readonly wanted: WantedKind }
  /** Being signed with, or unlocked in another tab. */
  | { readonly kind: "key-in-use"; readonly name: string }
  /** The host no longer serves a part of this release. */
  | { readonly kind: "part-missing" }
  /** Such as `file:`, where every local page reads the same storage. */
  | { readonly kind: "origin-keeps-no-keys"; readonly protocol: string };

export type WantedKind = "passphrase" | "passkey" | "wrapped" | "passphrase-or-wrapped" | "external";

export type SecretFault =
  | { readonly kind: "seed-length"; readonly found: number }
  | { readonly kind: "key-locked"; readonly name: string; readonly entryKind: "passphrase" | "passkey" }
  /** Units: characters (code points); bytes of UTF-8 for the upper limit. */
  | { readonly kind: "passphrase-too-short"; readonly limit: number; readonly found: number }
  | { readonly kind: "passphrase-too-long"; readonly limitBytes: number }
  | { readonly kind: "passphrase-not-utf8" }
  /** Or the record is damaged: authenticated encryption does not tell these apart. */
  | { readonly kind: "passphrase-wrong" }
  | { readonly kind: "cancelled" }
  /** The browser did not give the memory that the derivation takes. */
  | { readonly kind: "kdf-memory"; readonly memoryBytes: number }
  | { readonly kind: "backup-awaited"; readonly name: string }
  | { readonly kind: "backup-unreadable" }
  /** Wrong passphrase, or bytes that were changed. */
  | { readonly kind: "backup-does-not-open" }
  | { readonly kind: "backup-of-another-key"; readonly name: string }
  | { readonly kind: "passkey-unknown"; readonly name: string }
  | { readonly kind: "passkey-does-not-open"; readonly name: string }
  | { readonly kind: "passkey-sync-unacknowledged"; readonly backedUp: boolean }
  /** A passkey cannot become eligible for a backup, or cease to be: this is another one under its id. */
  | { readonly kind: "passkey-eligibility-changed"; readonly name: string }
  | { readonly kind: "last-authenticator"; readonly name: string };

export type SigningFault =
  | { readonly kind: "document-not-signable"; readonly document: DocumentFault }
  | { readonly kind: "digest-differs"; readonly reviewed: Digest; readonly computed: Digest }
  | SignatureReadingFault
  | { readonly kind: "drill-not-open"; readonly name: string }
  | { readonly kind: "drill-signature-wrong"; readonly name: string };

/**
 * `full`: no space is left. `blocked`: site data is not allowed here. `gone`: the data was cleared while in use.
 * `newer`: a later release has written it. `failed`: anything else. `error`: the name of the browser's DOMException.
 */
export interface KeyringStorageFault {
  readonly kind: "keyring-storage";
  readonly trouble: "full" | "blocked" | "gone" | "newer" | "failed";
  readonly error: string;
}
