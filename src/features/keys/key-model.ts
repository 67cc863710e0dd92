import { algorithmName } from "../../tuf/model/key-algorithm.ts";
import type { KeyringState } from "../../workspace/state.ts";
import type { Workspace } from "../../workspace/workspace.ts";

export type KeyEntry = Extract<KeyringState, { kind: "ready" }>["entries"][number];
export type KeyFault = Extract<Awaited<ReturnType<Workspace["keys"]["createDeviceKey"]>>, { ok: false }>["fault"];

export function kindWords(entry: KeyEntry): string {
  switch (entry.kind) {
    case "device":
      return entry.origin === "made"
        ? "Made in this browser. Its private part cannot be exported."
        : "Imported into this browser. Its private part cannot be exported again; the file it came from may still exist.";
    case "passphrase":
      return "Encrypted in this browser’s storage. It signs once its passphrase has opened it.";
    case "passkey":
      return entry.form === "wrapped" ? "Encrypted in this browser’s storage. It signs once one of its passkeys has opened it." : "Computed from a passkey each time. Nothing secret is stored here.";
    case "external":
      return "Held elsewhere: only its public part is here. Sign with the tool that holds it, and bring the signature.";
  }
}

export function algorithmWords({ algorithm }: KeyEntry): string {
  return algorithmName(algorithm);
}

/** A file name that every system takes: of the key's name, what is plain. */
export function fileStem({ name, publicKey }: KeyEntry): string {
  const plain = name.normalize("NFKD").replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[-.]+|[-.]+$/g, "").slice(0, 60);
  return plain === "" ? publicKey.keyId.slice(0, 16) : plain;
}
