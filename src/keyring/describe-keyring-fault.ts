import { describeExternalSignatureFault } from "../crypto/describe-external-signature-fault.ts";
import { describeKeyFileFault } from "./describe-key-file-fault.ts";
import { describePasskeyFault } from "./describe-passkey-fault.ts";
import type { KeyringFault, KeyringStorageFault, WantedKind } from "./keyring-fault.ts";
import type { KeyringEntryKind } from "./keyring-entry.ts";

/** What happened and what to do, in words. The faults carry no secret, so neither do these. */
export function describeKeyringFault(fault: KeyringFault): string {
  switch (fault.kind) {
    case "name-empty":
      return "Give the key a name: it will stand on the button that signs.";
    case "name-too-long":
      return `The name has more than ${fault.limit} characters.`;
    case "name-taken":
      return `Another key is already called “${fault.name}”. Names stand on the button that signs, so each is used once.`;
    case "key-already-here":
      return `This key is already in the keyring: “${fault.name}” (${KINDS[fault.entryKind]}).`;
    case "no-such-entry":
      return "This key is no longer in the keyring. It may have been removed in another tab.";
    case "entry-is-external":
      return `The private part of “${fault.name}” is not on this device. Sign with the tool that holds it and bring the signature here.`;
    case "entry-kind":
      return `“${fault.name}” is a ${KINDS[fault.entryKind]}; this is for ${WANTED[fault.wanted]}.`;
    case "key-in-use":
      return `“${fault.name}” is being signed with, or is unlocked in another tab. Lock it there, or close that tab, and try again.`;
    case "part-missing":
      return "A part of the app could not be loaded. The connection may be down, or a new release may be out: load the page again. Nothing was changed.";
    case "origin-keeps-no-keys":
      return `This page was opened from “${fault.protocol}”, where other pages of this machine read the same storage, so no key is kept here. Open the app through an address.`;

    case "seed-length":
      return `A seed has 32 bytes; this one has ${fault.found}.`;
    case "key-locked":
      return `“${fault.name}” is locked. Open it with its ${fault.entryKind} first.`;
    case "passphrase-too-short":
      return `The passphrase has ${fault.found} characters; at least ${fault.limit} are needed. Several words that belong together for nobody else are good.`;
    case "passphrase-too-long":
      return `The passphrase is longer than ${fault.limitBytes} bytes.`;
    case "passphrase-not-utf8":
      return "The passphrase is not text.";
    case "passphrase-wrong":
      return "The passphrase does not open this key. If you are sure of it, the stored key may be damaged: restore it from its backup.";
    case "cancelled":
      return "Cancelled. Nothing was changed.";
    case "kdf-memory":
      return `This browser did not give the ${Math.ceil(fault.memoryBytes / 2 ** 20)} MiB of memory that the passphrase takes to check. Close other tabs and try again.`;
    case "backup-awaited":
      return `“${fault.name}” signs nothing yet: first show that its backup file and passphrase bring it back.`;
    case "backup-unreadable":
      return "This is no backup that was written here. Give the encrypted PKCS#8 file that was saved when the key was made.";
    case "backup-does-not-open":
      return "The passphrase does not open this backup, or its bytes were changed.";
    case "backup-of-another-key":
      return `This backup opens, but it holds another key than “${fault.name}”.`;
    case "passkey-unknown":
      return `This passkey is none of those that open “${fault.name}”.`;
    case "passkey-does-not-open":
      return `The passkey answered, but what it gave does not open “${fault.name}”. The authenticator may have been reset, or the stored key damaged.`;
    case "passkey-sync-unacknowledged":
      return fault.backedUp
        ? "This passkey has been copied to a cloud account, and so would the key. Acknowledge that, or use an authenticator that keeps its passkeys to itself."
        : "This passkey may be copied to a cloud account, and so would the key. Acknowledge that, or use an authenticator that keeps its passkeys to itself.";
    case "passkey-eligibility-changed":
      return `The passkey of “${fault.name}” answers as one that may be copied where it could not be before, or the other way round. That cannot happen to one passkey, so it was not used.`;
    case "last-authenticator":
      return `This is the last passkey that opens “${fault.name}”. Enrol another one first, or remove the key.`;

    case "document-not-signable":
      return "The keyring does not read this file as TUF metadata, so it was not signed.";
    case "digest-differs":
      return `Not signed: the file is not the one that was reviewed. Reviewed: ${fault.reviewed}. In the file: ${fault.computed}. Review it again.`;
    case "drill-not-open":
      return `No drill is open for “${fault.name}”. Begin one, and sign the text that it shows.`;
    case "drill-signature-wrong":
      return `This is no signature by “${fault.name}” over the text of its open drill.`;
    case "external-signature-empty":
    case "external-signature-too-large":
    case "external-signature-unreadable":
    case "external-signature-is-key":
      return describeExternalSignatureFault(fault, () => "");

    case "record-newer":
      return "This key was stored by a later release of the app. Use that release; here it is left as it is.";
    case "record-damaged":
      return `The stored record of this key is damaged (at “${fault.field}”), so it cannot be used. Its backup, or another authenticator, brings the key back once the record is removed.`;
    case "keyring-storage":
      return describeStorageFault(fault);

    case "passkey-unsupported":
    case "passkey-address":
    case "passkey-refused":
    case "passkey-cancelled":
    case "passkey-already-enrolled":
    case "passkey-algorithm-unsupported":
    case "passkey-no-prf":
    case "passkey-prf-length":
    case "passkey-user-missing":
    case "passkey-data-malformed":
    case "passkey-other-host":
    case "passkey-other-use":
    case "passkey-failed":
      return describePasskeyFault(fault);
    default:
      return describeKeyFileFault(fault);
  }
}

const KINDS: Readonly<Record<KeyringEntryKind, string>> = { device: "device key", passphrase: "passphrase key", passkey: "passkey key", external: "key held elsewhere" };

const WANTED: Readonly<Record<WantedKind, string>> = {
  passphrase: "passphrase keys",
  passkey: "passkey keys",
  wrapped: "keys that are stored under a passkey",
  "passphrase-or-wrapped": "keys that are stored under a passphrase or a passkey",
  external: "keys held elsewhere",
};

function describeStorageFault({ trouble, error }: KeyringStorageFault): string {
  switch (trouble) {
    case "full":
      return "There is no space left for this site’s data, so nothing was stored. Free some and try again.";
    case "blocked":
      return "This browser does not let the site store anything, so it can keep no keys. Allow site data for this address; private windows may refuse it.";
    case "gone":
      return "This site’s data was cleared while the app was using it. Load the page again, and look at what the keyring still holds.";
    case "newer":
      return "The keyring was written by a later release of the app. Load the page again, or use that release.";
    case "failed":
      return `The browser’s storage failed (${error}). Load the page again; if it persists, the profile may be damaged.`;
  }
}
