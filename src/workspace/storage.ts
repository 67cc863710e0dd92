import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { NamedBytes } from "../lib/named-bytes.ts";
import type { UtcInstant } from "../lib/utc-instant.ts";
import type { NotReadFile, SourceKind } from "../sources/source-contents.ts";
import { isRaised, isSamePlace, type SeenVersions } from "../tuf/client/seen-versions.ts";
import type { Digest } from "../tuf/model/ids.ts";
import type { RecentRepository } from "./state.ts";

/** What this device keeps of a repository. Nothing in it is secret. */
export interface StoredRepository {
  readonly id: string;
  readonly name: string;
  /** The person gave the name; else it is where the repository was last read from. */
  readonly named: boolean;
  readonly practice: boolean;
  readonly source: { readonly kind: SourceKind; readonly name: string; readonly readAt: UtcInstant };
  readonly recent: RecentRepository;
  /** Undefined when it was too large to be kept. */
  readonly contents: StoredContents | undefined;
}

export interface StoredContents {
  readonly opened: readonly NamedBytes[];
  readonly base: { readonly name: string; readonly files: readonly NamedBytes[] } | undefined;
  readonly added: readonly NamedBytes[];
  readonly folder: string | undefined;
  readonly notRead: readonly NotReadFile[];
  readonly passedOver: number;
}

export interface StoredAnchor {
  readonly digest: Digest;
  readonly confirmedAt: UtcInstant;
}

export interface StoredPin {
  readonly anchor: Digest;
  readonly seen: SeenVersions;
  readonly seenAt: UtcInstant;
}

/** Where the workspace keeps things between visits. */
export interface WorkspaceStorage {
  repositories(): Promise<readonly StoredRepository[]>;
  repository(id: string): Promise<StoredRepository | undefined>;
  putRepository(repository: StoredRepository): Promise<void>;
  removeRepository(id: string): Promise<void>;
  anchors(): Promise<readonly StoredAnchor[]>;
  putAnchor(anchor: StoredAnchor): Promise<void>;
  removeAnchor(digest: Digest): Promise<void>;
  pins(): Promise<readonly StoredPin[]>;
  /** Keeps the higher of what is stored and what is given, in one transaction: two tabs may both have seen something. */
  raisePin(pin: StoredPin): Promise<void>;
}

interface Schema extends DBSchema {
  repositories: { readonly key: string; readonly value: StoredRepository };
  anchors: { readonly key: string; readonly value: StoredAnchor };
  pins: { readonly key: string; readonly value: StoredPin };
}

const DATABASE = "countersign-workspace";

export function openWorkspaceStorage(): WorkspaceStorage {
  let opened: Promise<IDBPDatabase<Schema>> | undefined;
  const db = (): Promise<IDBPDatabase<Schema>> => (opened ??= openDB<Schema>(DATABASE, 1, {
    upgrade(database, from) {
      if (from < 1) {
        database.createObjectStore("repositories", { keyPath: "id" });
        database.createObjectStore("anchors", { keyPath: "digest" });
        database.createObjectStore("pins", { keyPath: "anchor" });
      }
    },
  }));
  return {
    repositories: async () => (await db()).getAll("repositories"),
    repository: async (id) => (await db()).get("repositories", id),
    putRepository: async (repository) => void (await (await db()).put("repositories", repository)),
    removeRepository: async (id) => (await db()).delete("repositories", id),
    anchors: async () => (await db()).getAll("anchors"),
    putAnchor: async (anchor) => void (await (await db()).put("anchors", anchor)),
    removeAnchor: async (digest) => {
      const transaction = (await db()).transaction(["anchors", "pins"], "readwrite");
      await Promise.all([transaction.objectStore("anchors").delete(digest), transaction.objectStore("pins").delete(digest), transaction.done]);
    },
    pins: async () => (await db()).getAll("pins"),
    raisePin: async (pin) => {
      const transaction = (await db()).transaction("pins", "readwrite");
      const before = await transaction.store.get(pin.anchor);
      // A pin of an earlier build knew no digests: the first look at the same versions completes it.
      const completes = before !== undefined && before.seen.digests === undefined && isSamePlace(before.seen, pin.seen);
      if (before === undefined || completes || isRaised(before.seen, pin.seen)) await transaction.store.put(pin);
      await transaction.done;
    },
  };
}
