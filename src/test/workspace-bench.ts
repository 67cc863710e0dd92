import "fake-indexeddb/auto";
import type { KeyringClient } from "../keyring/keyring-client.ts";
import { indexedDbStore } from "../keyring/keyring-store.ts";
import { keyringService } from "../keyring/keyring-service.ts";
import { webCryptoVerifier } from "../crypto/webcrypto-verifier.ts";
import type { Bytes } from "../lib/bytes.ts";
import type { NamedBytes } from "../lib/named-bytes.ts";
import { ok, type Result } from "../lib/result.ts";
import { parseInstant, type UtcInstant } from "../lib/utc-instant.ts";
import type { OriginReport } from "../keyring/origin.ts";
import type { Collected } from "../sources/collect.ts";
import { hashFile } from "../sources/hash-file.ts";
import type { Reader } from "../sources/reader-client.ts";
import type { SourceContents } from "../sources/source-contents.ts";
import type { SourceFault } from "../sources/source-fault.ts";
import { createRepositoryService } from "../workspace/create-repository-service.ts";
import { openPeopleStorage, type PeopleStorage } from "../workspace/people/people-storage.ts";
import type { RepositoryService } from "../workspace/repository-service.ts";
import type { ShardPool } from "../workspace/shards/shard-pool.ts";
import { createWorkspace } from "../workspace/create-workspace.ts";
import type { PresenceSign } from "../workspace/auto-lock.ts";
import { openWorkspaceStorage } from "../workspace/storage.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { fakeAuthenticators, type FakeAuthenticators } from "./fake-authenticators.ts";
import { keyringServices } from "./keyring-bench.ts";

/** The whole application without pixels and without workers: real verification, real keyring, real storage code. */
export interface WorkspaceBench {
  readonly workspace: Workspace;
  /** Stands for what a person dropped: the named folder of files. */
  readonly drop: (name: string, files: readonly NamedBytes[]) => Result<Collected, SourceFault>;
  readonly setNow: (text: string) => void;
  readonly passkeys: FakeAuthenticators;
  /** What the page would notice of the person, and the end of waiting for them. */
  readonly presence: { readonly tell: (sign: PresenceSign) => void; readonly idle: () => void };
  /** A change by another tab: the list is read again. */
  readonly otherTabChanged: () => void;
}

export function at(text: string): UtcInstant {
  const parsed = parseInstant(text);
  if (parsed === undefined) throw new Error(`not a date: ${text}`);
  return parsed.instant;
}

/**
 * `around`: what a test puts between the workspace and the service, to see what is asked. `origin`: what the address
 * means for keys. `sources`: how addresses are read, and where what is large goes.
 */
export function workspaceBench(
  now: string, around: (service: RepositoryService) => RepositoryService = (service) => service, origin: Partial<OriginReport> = {}, people: Partial<PeopleStorage> = {},
  sources: { readonly reader?: Partial<Reader>; readonly shards?: ShardPool } = {},
): WorkspaceBench {
  let present = at(now);
  const dropped = new Map<string, SourceContents>();
  const listeners = new Set<() => void>();
  const keyring = keyringService(keyringServices({ subtle: subtleOfThisWorld(), store: indexedDbStore(), announce: () => listeners.forEach((listener) => listener()) }));
  const client: KeyringClient = { ...keyring, onChange: (listener) => (listeners.add(listener), () => void listeners.delete(listener)) };
  const reader: Reader = {
    readFiles: async (items) => {
      const [item] = items;
      const contents = item?.kind === "passed-over" ? dropped.get(item.path) : undefined;
      if (contents === undefined) throw new Error("drop it first");
      return ok({ ...contents, files: contents.files.map(({ path, bytes }) => ({ path, bytes: new Uint8Array(bytes) })) });
    },
    readOne: async () => Promise.reject(new Error("nothing is large in this bench")),
    hashFile: (file) => hashFile(file, crypto.subtle),
    readUrl: async () => Promise.reject(new Error("no network in this bench")),
    readUrlAgain: async () => Promise.reject(new Error("no network in this bench")),
    cancel: () => undefined,
    ...sources.reader,
  };
  const passkeys = fakeAuthenticators();
  const presence: { tell: (sign: PresenceSign) => void; idle: () => void } = { tell: () => undefined, idle: () => undefined };
  const preferences = new Map<string, string>();
  let seed = 0;
  const workspace = createWorkspace({
    readNow: () => present,
    random: (length): Bytes => new Uint8Array(length).fill(++seed),
    service: around(createRepositoryService(webCryptoVerifier(crypto.subtle), () => performance.now())),
    warmUp: () => undefined,
    reader,
    shards: sources.shards ?? { hold: () => { throw new Error("nothing is large in this bench"); } },
    keyring: client,
    passkeys,
    presence: {
      watch: (onSign) => {
        presence.tell = onSign;
        return () => undefined;
      },
      after: (_, work) => {
        presence.idle = work;
        return () => undefined;
      },
    },
    preferenceStore: { getItem: (name) => preferences.get(name) ?? null, setItem: (name, value) => void preferences.set(name, value) },
    origin: { keepsKeys: true, warnings: [], ...origin },
    openStrengthMeter: () => ({
      estimate: async (text, known) => (await import("../workspace/passphrase-strength.ts")).estimateStrength(text, known),
      close: () => undefined,
    }),
    storage: openWorkspaceStorage(),
    people: { ...openPeopleStorage(), ...people },
    build: { version: "0.0.0-test", digest: "0".repeat(64) },
  });
  return {
    workspace,
    drop: (name, files) => {
      dropped.set(name, { name, kind: "folder", files, notRead: [], passedOver: 0 });
      return ok({ items: [{ kind: "passed-over", path: name }], folder: undefined });
    },
    passkeys,
    presence: { tell: (sign) => presence.tell(sign), idle: () => presence.idle() },
    otherTabChanged: () => listeners.forEach((listener) => listener()),
    setNow: (text) => {
      present = at(text);
    },
  };
}

/** WebCrypto whose refusals are errors of this global object: happy-dom has a `DOMException` of its own, and browsers have one. */
function subtleOfThisWorld(): SubtleCrypto {
  const { subtle } = crypto;
  return new Proxy(subtle, {
    get: (_, name) => {
      const method: unknown = Reflect.get(subtle, name);
      if (typeof method !== "function") return method;
      return (...args: readonly unknown[]): unknown =>
        Promise.resolve(Reflect.apply(method, subtle, args)).catch((error: unknown) => {
          throw error instanceof Error && !(error instanceof DOMException) && error.name === "OperationError" ? new DOMException(error.message, error.name) : error;
        });
    },
  });
}
