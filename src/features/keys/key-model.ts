import { algorithmName } from "../../tuf/model/key-algorithm.ts";
import type { KeyFinding } from "../../workspace/key-findings.ts";
import type { EnrolledAuthenticator, KeyringEntry, PassphraseEntry, PasskeyEntry } from "../../workspace/key-types.ts";
import { utcText } from "../../ui/atoms/relative-time.ts";

export type KeyEntry = KeyringEntry;
/** Keys that are encrypted, or not here at all, until they are unlocked. */
export type LockedEntry = PassphraseEntry | PasskeyEntry;

export function isLockable(entry: KeyEntry): entry is LockedEntry {
  return entry.kind === "passphrase" || entry.kind === "passkey";
}

/** It signs without being asked for anything. */
export function isOpen(entry: KeyEntry): boolean {
  return entry.kind === "device" || (isLockable(entry) && entry.lock.state === "unlocked");
}

export function kindName(entry: KeyEntry): string {
  switch (entry.kind) {
    case "device":
      return "Device key";
    case "passphrase":
      return "Passphrase key";
    case "passkey":
      return entry.form === "wrapped" ? "Passkey key, wrapped" : "Passkey key, derived";
    case "external":
      return "Held elsewhere";
  }
}

export function algorithmWords({ algorithm }: KeyEntry): string {
  return algorithmName(algorithm);
}

/** A file name that every system takes: of the key's name, what is plain. */
export function fileStem({ name, publicKey }: Pick<KeyEntry, "name" | "publicKey">): string {
  const plain = name.normalize("NFKD").replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[-.]+|[-.]+$/g, "").slice(0, 60);
  return plain === "" ? publicKey.keyId.slice(0, 16) : plain;
}

/** What refuses a name before anything secret is asked for. The keyring asks again. */
export function nameProblem(name: string, entries: readonly KeyEntry[]): string | undefined {
  const trimmed = name.trim();
  if (trimmed === "") return "Give the key a name: it will stand on the button that signs.";
  return entries.some((entry) => entry.name === trimmed) ? `Another key is already called “${trimmed}”.` : undefined;
}

export function findingWords(finding: KeyFinding): string {
  switch (finding.kind) {
    case "not-proved":
      return finding.ever
        ? `You last proved on ${utcText(finding.since, "day")} that you still hold this key; once in ${finding.everyMonths} months is what you chose.`
        : `You have not proved that you hold this key since it came here on ${utcText(finding.since, "day")}.`;
    case "backup-awaited":
      return "It does not sign yet: its backup has not been restored.";
    case "no-spare":
      return "One authenticator opens it. If that is lost or broken, so is the key: enrol a spare, or write a backup.";
    case "in-cloud-account":
      return "A copy of its passkey is in a cloud account. Whoever gets into that account can sign with this key.";
  }
}

const TRANSPORT_WORDS: ReadonlyMap<string, string> = new Map([
  ["internal", "this device"],
  ["usb", "USB"],
  ["nfc", "NFC"],
  ["ble", "Bluetooth"],
  ["hybrid", "phone"],
  ["smart-card", "smart card"],
]);

/** How it is reached, as it named itself; an authenticator need not say. */
export function transportWords({ transports }: EnrolledAuthenticator): string {
  const known = transports.flatMap((transport) => TRANSPORT_WORDS.get(transport) ?? []);
  return known.length === 0 ? "it did not say how it is reached" : `by ${known.join(", ")}`;
}

export function syncWords({ backupEligible, backedUp }: Pick<EnrolledAuthenticator, "backupEligible" | "backedUp">): string {
  if (backedUp) return "a copy is in a cloud account";
  return backupEligible ? "may be copied to a cloud account; it had not been when it was last used" : "cannot be copied off its authenticator";
}
