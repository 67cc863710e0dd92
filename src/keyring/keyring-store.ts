import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { UtcInstant } from "../lib/utc-instant.ts";
import type { KeyringEntryId, KeyringEntryKind } from "./keyring.ts";

/** One record of the database. The public part is kept as text and is parsed again whenever it is needed. */
export interface StoredKey {
  readonly id: KeyringEntryId;
  readonly name: string;
  readonly kind: KeyringEntryKind;
  /** Shape: TUF key object as JSON text. */
  readonly tufKeyJson: string;
  readonly createdAt: UtcInstant;
  readonly practice: boolean;
  readonly lastUsedAt: UtcInstant | undefined;
  /** Never extractable. Undefined for an external key. */
  readonly privateKey: CryptoKey | undefined;
}

/** Where the keyring keeps its records. Every method rejects with `StorageFailure` when the browser's storage fails. */
export interface KeyringStore {
  list(): Promise<readonly StoredKey[]>;
  put(key: StoredKey): Promise<void>;
  remove(id: KeyringEntryId): Promise<void>;
}

/** The browser refused to store or to read: site data blocked, disk full, profile damaged. */
export class StorageFailure extends Error {
  /** Shape: the name of a DOMException, such as `QuotaExceededError`. */
  readonly reason: string;
  constructor(reason: string) {
    super(`keyring storage: ${reason}`);
    this.reason = reason;
  }
}

const DATABASE = "countersign-keyring";

interface Schema extends DBSchema {
  keys: { readonly key: string; readonly value: StoredKey };
}

/** Step i brings a database of version i to version i + 1. Steps are only ever added. */
const MIGRATIONS: readonly ((database: IDBPDatabase<Schema>) => void)[] = [
  (database) => void database.createObjectStore("keys", { keyPath: "id" }),
];

/** The store in IndexedDB. The connection is opened on first use and closed when another tab brings a newer version. */
export function indexedDbStore(): KeyringStore {
  let connection: Promise<IDBPDatabase<Schema>> | undefined;
  const forget = (): void => {
    connection = undefined;
  };
  const connect = (): Promise<IDBPDatabase<Schema>> => {
    if (connection !== undefined) return connection;
    const opening = openKeyring(forget);
    opening.catch(forget);
    connection = opening;
    return opening;
  };
  return {
    list: () => attempt(async () => (await connect()).getAll("keys")),
    put: (key) => attempt(async () => void (await (await connect()).put("keys", key))),
    remove: (id) => attempt(async () => (await connect()).delete("keys", id)),
  };
}

function openKeyring(onClosed: () => void): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>(DATABASE, MIGRATIONS.length, {
    upgrade: (database, from) => MIGRATIONS.slice(from).forEach((migrate) => migrate(database)),
    blocking: (_current, _blocked, event) => {
      (event.target as IDBDatabase | null)?.close(); // a versionchange event always comes from its database
      onClosed();
    },
    terminated: onClosed,
  });
}

/** IndexedDB fails with DOMExceptions; whatever else is thrown is a defect and passes through. */
async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DOMException) throw new StorageFailure(error.name);
    throw error;
  }
}
