import type { Bytes } from "../lib/bytes.ts";
import type { Answer, ImportAs, ImportedKey, ImportRequest, KeyWithBackup, KeyringEntry, KeyringEntryId, PublicKeyExport, Watch } from "../keyring/keyring.ts";
import type { Hold, PasskeyEntry } from "../keyring/keyring-entry.ts";
import type { PasskeyCapability, PasskeyCeremony, PasskeyAddress, RegisterPasskey } from "../keyring/passkey.ts";
import type { Passphrase } from "../keyring/passphrase.ts";
import type { PrivateKeyAlgorithm } from "../keyring/private-secret.ts";
import type { KeyPreferences } from "./key-preferences.ts";
import type { StrengthMeter } from "./strength-meter.ts";

/**
 * What a person can do with keys. Passphrases and secret bytes are taken over and wiped. Where a passkey is used, the
 * browser shows a dialog of its own and wants a click just before.
 */
export interface KeyActions {
  createDeviceKey(name: string): Promise<Answer<KeyringEntry>>;
  createPassphraseKey(request: { readonly name: string; readonly passphrase: Passphrase; readonly algorithm?: PrivateKeyAlgorithm }, watch: Watch): Promise<Answer<KeyWithBackup>>;
  /** For while a passphrase is being chosen. */
  openStrengthMeter(): StrengthMeter;
  importKey(request: ImportKey, watch: Watch): Promise<Answer<ImportedKey>>;
  /** The passkey is asked first; the file is wiped when it does not answer. */
  importUnderPasskey(request: Omit<ImportKey, "as"> & Omit<UsePasskey, "signal">, watch: Watch): Promise<Answer<ImportedKey>>;
  addExternal(name: string, publicKey: string): Promise<Answer<KeyringEntry>>;

  passkeyCapability(): Promise<PasskeyCapability>;
  /** The first of two dialogs: a new passkey, which has opened nothing yet. */
  registerPasskey(request: RegisterPasskey, signal?: AbortSignal): ReturnType<PasskeyCeremony["register"]>;
  createWrappedKey(request: UsePasskey & { readonly name: string; readonly algorithm?: PrivateKeyAlgorithm }): Promise<Answer<KeyringEntry>>;
  /** `any`: whichever the person picks among those that the authenticator keeps. */
  addDerivedKey(request: Omit<UsePasskey, "passkey"> & { readonly name: string; readonly passkey: PasskeyAddress | "any" }): Promise<Answer<KeyringEntry>>;
  enrolSpare(request: UsePasskey & { readonly entryId: KeyringEntryId }): Promise<Answer<KeyringEntry>>;
  removeAuthenticator(id: KeyringEntryId, credentialId: string): Promise<Answer<KeyringEntry>>;

  writeBackup(id: KeyringEntryId, passphrase: Passphrase, watch: Watch): Promise<Answer<Bytes>>;
  proveBackup(request: { readonly entryId: KeyringEntryId; readonly file: Bytes; readonly passphrase: Passphrase }, watch: Watch): Promise<Answer<KeyringEntry>>;

  unlockWithPassphrase(request: { readonly entryId: KeyringEntryId; readonly hold: Hold; readonly passphrase: Passphrase }, watch: Watch): Promise<Answer<KeyringEntry>>;
  unlockWithPasskey(request: { readonly entry: PasskeyEntry; readonly hold: Hold; readonly signal?: AbortSignal }): Promise<Answer<KeyringEntry>>;
  lock(id: KeyringEntryId): Promise<void>;
  lockAll(): Promise<void>;
  setPreferences(part: Partial<KeyPreferences>): void;

  rename(id: KeyringEntryId, name: string): Promise<Answer<KeyringEntry>>;
  remove(id: KeyringEntryId): Promise<Answer<KeyringEntryId>>;
  exportPublic(id: KeyringEntryId): Promise<Answer<PublicKeyExport>>;

  proveHolding(id: KeyringEntryId): Promise<Answer<KeyringEntry>>;
  openExternalDrill(id: KeyringEntryId): Promise<Answer<KeyringEntry>>;
  closeExternalDrill(id: KeyringEntryId, signature: string | Bytes): Promise<Answer<KeyringEntry>>;
}

/** The second dialog: the passkey answers, and its answer guards a key from then on. */
export interface UsePasskey {
  readonly passkey: PasskeyAddress;
  readonly acknowledgedSync: boolean;
  readonly signal?: AbortSignal;
}

/** A key file that becomes a device key or a passphrase key. */
export type ImportKey = Omit<ImportRequest, "now" | "as"> & { readonly as: Exclude<ImportAs, { readonly kind: "wrapped" }> };
