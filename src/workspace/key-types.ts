// Screens name what the keyring answers, and may not import it: a private key exists there alone.
export type {
  BackupState,
  DamagedRecord,
  DeviceEntry,
  EnrolledAuthenticator,
  ExternalEntry,
  Hold,
  KeyringEntry,
  KeyringEntryId,
  LockState,
  PasskeyEntry,
  PasskeyForm,
  PassphraseEntry,
} from "../keyring/keyring-entry.ts";
export type { ImportedKey, KeyFileFormat, KeyWithBackup, Watch } from "../keyring/keyring.ts";
export type { OriginReport, OriginWarning } from "../keyring/origin.ts";
export type { PasskeyCapability, PasskeyFault, RegisteredPasskey } from "../keyring/passkey.ts";
export type { Passphrase } from "../keyring/passphrase.ts";
export type { PrivateKeyAlgorithm } from "../keyring/private-secret.ts";
