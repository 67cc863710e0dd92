import "fake-indexeddb/auto";
import type { KeyringClient } from "../keyring/keyring-client.ts";
import { indexedDbStore } from "../keyring/keyring-store.ts";
import { keyringService } from "../keyring/keyring-service.ts";
import { webCryptoVerifier } from "../crypto/webcrypto-verifier.ts";
import type { Bytes } from "../lib/bytes.ts";
import type { NamedBytes } from "../lib/named-bytes.ts";
import { ok, type Result } from "../lib/result.ts";
import { parseInstant, type UtcInstant } from "../lib/utc-instant.ts";
import type { Collected } from "../sources/collect.ts";
import type { Reader } from "../sources/reader-client.ts";
import type { SourceContents } from "../sources/source-contents.ts";
import type { SourceFault } from "../sources/source-fault.ts";
import { createRepositoryService } from "../workspace/create-repository-service.ts";
import type { RepositoryService } from "../workspace/repository-service.ts";
import { createWorkspace } from "../workspace/create-workspace.ts";
import { openWorkspaceStorage } from "../workspace/storage.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { keyringServices } from "./keyring-bench.ts";

/** The whole application without pixels and without workers: real verification, real keyring, real storage code. */
export interface WorkspaceBench {
  readonly workspace: Workspace;
  /** Stands for what a person dropped: the named folder of files. */
  readonly drop: (name: string, files: readonly NamedBytes[]) => Result<Collected, SourceFault>;
  readonly setNow: (text: string) => void;
}

export function at(text: string): UtcInstant {
  const parsed = parseInstant(text);
  if (parsed === undefined) throw new Error(`not a date: ${text}`);
  return parsed.instant;
}

/** `around`: what a test puts between the workspace and the service, to see what is asked. */
export function workspaceBench(now: string, around: (service: RepositoryService) => RepositoryService = (service) => service): WorkspaceBench {
  let present = at(now);
  const dropped = new Map<string, SourceContents>();
  const listeners = new Set<() => void>();
  const keyring = keyringService(keyringServices({ store: indexedDbStore(), announce: () => listeners.forEach((listener) => listener()) }));
  const client: KeyringClient = { ...keyring, onChange: (listener) => (listeners.add(listener), () => void listeners.delete(listener)) };
  const reader: Reader = {
    readFiles: async (items) => {
      const [item] = items;
      const contents = item?.kind === "passed-over" ? dropped.get(item.path) : undefined;
      if (contents === undefined) throw new Error("drop it first");
      return ok({ ...contents, files: contents.files.map(({ path, bytes }) => ({ path, bytes: new Uint8Array(bytes) })) });
    },
    readUrl: async () => Promise.reject(new Error("no network in this bench")),
    cancel: () => undefined,
  };
  let seed = 0;
  const workspace = createWorkspace({
    readNow: () => present,
    random: (length): Bytes => new Uint8Array(length).fill(++seed),
    service: around(createRepositoryService(webCryptoVerifier(crypto.subtle), () => performance.now())),
    warmUp: () => undefined,
    reader,
    keyring: client,
    storage: openWorkspaceStorage(),
    build: { version: "0.0.0-test", digest: "0".repeat(64) },
  });
  return {
    workspace,
    drop: (name, files) => {
      dropped.set(name, { name, kind: "folder", files, notRead: [], passedOver: 0 });
      return ok({ items: [{ kind: "passed-over", path: name }], folder: undefined });
    },
    setNow: (text) => {
      present = at(text);
    },
  };
}
