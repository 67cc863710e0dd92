import { algorithmName } from "../../tuf/model/key.ts";
import type { KeyringState } from "../../workspace/state.ts";
import type { Workspace } from "../../workspace/workspace.ts";

export type KeyEntry = Extract<KeyringState, { kind: "ready" }>["entries"][number];
export type KeyFault = Extract<Awaited<ReturnType<Workspace["keys"]["createDeviceKey"]>>, { ok: false }>["fault"];

const KIND_WORDS: Readonly<Record<KeyEntry["kind"], string>> = {
  device: "Made in this browser. Its private part cannot be exported.",
  imported: "Imported into this browser. Its private part cannot be exported again; the file it came from may still exist.",
  external: "Held elsewhere: only its public part is here. Sign with the tool that holds it, and bring the signature.",
};

export function kindWords({ kind }: KeyEntry): string {
  return KIND_WORDS[kind];
}

export function algorithmWords({ algorithm }: KeyEntry): string {
  return algorithmName(algorithm);
}

/** A file name that every system takes: of the key's name, what is plain. */
export function fileStem({ name, publicKey }: KeyEntry): string {
  const plain = name.normalize("NFKD").replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[-.]+|[-.]+$/g, "").slice(0, 60);
  return plain === "" ? publicKey.keyId.slice(0, 16) : plain;
}
