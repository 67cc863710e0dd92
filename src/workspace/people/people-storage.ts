import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Digest, Fingerprint } from "../../tuf/model/ids.ts";
import type { KnownKey, RepositoryKeys } from "./known-key.ts";

/** Where the address book lies between visits, and what is remembered of the keys of each repository. */
export interface PeopleStorage {
  known(): Promise<readonly KnownKey[]>;
  /** All or none. */
  putKnown(keys: readonly KnownKey[]): Promise<void>;
  removeKnown(fingerprint: Fingerprint): Promise<void>;
  repositories(): Promise<readonly RepositoryKeys[]>;
  putRepository(keys: RepositoryKeys): Promise<void>;
  removeRepository(repository: Digest): Promise<void>;
  /** Tells of changes that another tab made. */
  onChange(listener: () => void): void;
}

interface Schema extends DBSchema {
  known: { readonly key: string; readonly value: KnownKey };
  repositories: { readonly key: string; readonly value: RepositoryKeys };
}

const DATABASE = "countersign-people";

/** `channel`: joins the tabs of this address. */
export function openPeopleStorage(channel?: Pick<BroadcastChannel, "postMessage" | "addEventListener">): PeopleStorage {
  let opened: Promise<IDBPDatabase<Schema>> | undefined;
  const db = (): Promise<IDBPDatabase<Schema>> => (opened ??= openDB<Schema>(DATABASE, 1, {
    upgrade(database) {
      database.createObjectStore("known", { keyPath: "fingerprint" });
      database.createObjectStore("repositories", { keyPath: "repository" });
    },
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close(); // of `versionchange`, whose target is the database: another tab has a newer build
      opened = undefined;
    },
  }));
  const changed = (): void => channel?.postMessage("changed");
  return {
    known: async () => (await db()).getAll("known"),
    async putKnown(keys) {
      const transaction = (await db()).transaction("known", "readwrite");
      await Promise.all([...keys.map((key) => transaction.store.put(key)), transaction.done]);
      changed();
    },
    async removeKnown(fingerprint) {
      await (await db()).delete("known", fingerprint);
      changed();
    },
    repositories: async () => (await db()).getAll("repositories"),
    async putRepository(keys) {
      await (await db()).put("repositories", keys);
      changed();
    },
    async removeRepository(repository) {
      await (await db()).delete("repositories", repository);
      changed();
    },
    onChange: (listener) => channel?.addEventListener("message", listener),
  };
}
