import type { ImportedKey, KeyFileFormat } from "../../workspace/key-types.ts";

const FORMAT_WORDS: Readonly<Record<KeyFileFormat, string>> = {
  pkcs8: "a PKCS#8 file",
  sec1: "a SEC 1 file",
  pkcs1: "a PKCS#1 file",
  openssh: "an OpenSSH file",
  "go-tuf": "a key file of go-tuf",
  securesystemslib: "a key file of securesystemslib",
  seed: "a seed",
};

/** What came in, and what the file is from then on. */
export function importedWords({ entry, format, fileWasEncrypted }: ImportedKey): string {
  const file = fileWasEncrypted ? "The file still opens with its passphrase: keep it safe, or delete it." : "Whoever finds the file can sign with it: keep it safe, or delete it.";
  return `${entry.name} is imported from ${FORMAT_WORDS[format]}. ${file}`;
}

export type KeptAs = "passphrase" | "wrapped" | "device";

export const KEPT_AS: readonly { readonly value: KeptAs; readonly label: string; readonly hint: string }[] = [
  { value: "passphrase", label: "Under a passphrase", hint: "Encrypted here, and in a new backup file, which you restore once before the key signs. Ed25519 and ECDSA P-256." },
  { value: "wrapped", label: "Under a passkey", hint: "Encrypted here; a touch with your PIN or finger opens it. Ed25519 and ECDSA P-256." },
  { value: "device", label: "As a device key", hint: "It signs at a click. Scripts cannot take it out again; whoever can read this browser’s profile on the disk can. Any algorithm." },
];
