import type { IconName } from "../../ui/icons/icon.tsx";
import type { KeyEntry } from "./key-model.ts";

/** What somebody may want to make or bring. */
export type NewKind = "device" | "passphrase" | "passkey" | "external" | "import";

export interface KindWords {
  readonly icon: IconName;
  readonly title: string;
  readonly good: string;
  readonly limits: readonly string[];
}

/** Said before a key is made; what holds for the kind stands on its card too. */
export const NEW_KINDS: Readonly<Record<NewKind, KindWords>> = {
  device: {
    icon: "key",
    title: "A key for practice or low stakes",
    good: "Made in this browser. It signs at a click.",
    limits: [
      "No script can take it out. Whoever can read this browser’s profile on the disk can: its bytes stand there in clear (measured in Chromium).",
      "It lives and dies with this site’s data. There is no copy.",
      "Not for a production root on a disk that is not encrypted.",
    ],
  },
  passphrase: {
    icon: "lock",
    title: "A key under a passphrase",
    good: "Encrypted here, and in a backup file that you keep yourself.",
    limits: [
      "Whoever gets the file or the disk can try passphrases, slowly. The passphrase is what keeps it.",
      "A passphrase that is lost cannot be reset, by anybody.",
      "It signs only after you have restored the backup once: a backup that was never restored is a hope.",
    ],
  },
  passkey: {
    icon: "touch",
    title: "A key that a security key or passkey opens",
    good: "It takes a touch, and a PIN or a finger, each time it is opened.",
    limits: [
      "Its passkey answers at this address alone: the app at another address cannot use it.",
      "Without the authenticator the key is lost, unless a spare or a backup was made.",
      "A passkey that a system keeps in step puts the key into that cloud account. You are told, and asked.",
      "The browser and the authenticator must both have the PRF extension. Many older security keys do not.",
    ],
  },
  external: {
    icon: "external",
    title: "A key in an HSM, smart card, YubiKey PIV or KMS",
    good: "The best place for a root key: it stays where it is.",
    limits: ["Only its public part comes here. You take the bytes to it and bring the signature back; each step is shown."],
  },
  import: {
    icon: "file",
    title: "A key file that you have",
    good: "Brought in once, and kept as a device key, under a passphrase or under a passkey.",
    limits: ["The file stays what it is: a key to the same door. Keep it safe, or delete it."],
  },
};

/** On the card: the kind in its own words, what it keeps from and what it does not. */
export function cardWords(entry: KeyEntry): readonly string[] {
  switch (entry.kind) {
    case "device":
      return [
        entry.origin === "made" ? "Made in this browser; it signs at a click." : "Imported into this browser; it signs at a click. The file it came from may still exist.",
        "No script can take it out, but whoever can read this browser’s profile on the disk can read the key. It dies with this site’s data. Not for a production root without disk encryption.",
      ];
    case "passphrase":
      return [
        `${entry.origin === "made" ? "Made here" : "Imported"}, encrypted in this browser’s storage, and in the backup file that you keep.`,
        "Whoever has the disk or the file can try passphrases, and no more. If the passphrase is lost, nobody can open either again.",
      ];
    case "passkey":
      return entry.form === "wrapped"
        ? [
            "A random key, encrypted in this browser’s storage. Each of its passkeys opens it, with your PIN or finger.",
            `Passkeys are bound to ${entry.rpId}. Clearing this site’s data deletes the key, whatever the authenticators still hold; without any of them it is lost too. A backup file helps against both.`,
          ]
        : [
            "Computed from its passkey each time; nothing secret is stored here. The same authenticator gives the same key in any browser, at this address.",
            `Its passkey is bound to ${entry.rpId}, and is all there is: if the authenticator is lost, reset, or the passkey is deleted from it, the key is gone. There is no spare and no backup of a derived key.`,
          ];
    case "external":
      return ["Only its public part is here. Sign with the tool that holds it, and bring the signature."];
  }
}

/** What is gone when it is deleted here, and what is not. */
export function deleteWords(entry: KeyEntry): string {
  switch (entry.kind) {
    case "device":
      return entry.origin === "made"
        ? "Its private part is deleted from this browser, which is the only place where it is. Nobody can bring it back, and nobody can sign with it again."
        : "Its private part is deleted from this browser. The file that it came from, if it still exists, is then the only copy.";
    case "passphrase":
      return "The encrypted key is deleted from this browser. Its backup file and the passphrase can still bring it back, and are still a key; without them it is gone for good.";
    case "passkey":
      return entry.form === "wrapped"
        ? "The encrypted key is deleted from this browser. Its passkeys stay on their authenticators, and open nothing any more: only a backup file that you wrote can bring the key back."
        : "It is forgotten here, and nothing else: its passkey still gives the same key, to you and to whoever has the authenticator with its PIN or finger. To end the key, delete the passkey on the authenticator.";
    case "external":
      return "Only its public part is here. The key itself stays where it is, and can be added again.";
  }
}

/** Whether taking it out of the list ends anything. */
export function isOnlyForgotten(entry: KeyEntry): boolean {
  return entry.kind === "external" || (entry.kind === "passkey" && entry.form === "derived");
}
