import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from "idb";
import type { DamagedRecord, KeyringEntryId } from "./keyring-entry.ts";
import type { KeyringStorageFault } from "./keyring-fault.ts";
import { fromVersion1, readRecord, type StoredKey } from "./keyring-record.ts";

/** Everything that the database holds. */
export interface StoredRecords {
  readonly keys: readonly StoredKey[];
  readonly damaged: readonly DamagedRecord[];
}

/** What to write, decided on what is there. */
export interface Change<T> {
  readonly put?: StoredKey;
  readonly remove?: readonly KeyringEntryId[];
  readonly answer: T;
}

/** Where the keyring keeps its records. Every method rejects with `StorageFailure` when the browser's storage fails. */
export interface KeyringStore {
  read(): Promise<StoredRecords>;
  /**
   * Reads, decides and writes in one transaction: all of it happens or none, whatever becomes of the tab, and no other
   * tab comes between. Resolves when it is on the disk.
   */
  change<T>(decide: (records: StoredRecords) => Change<T>): Promise<T>;
}

/** The browser refused to store or to read. */
export class StorageFailure extends Error {
  readonly fault: KeyringStorageFault;
  /** Shape: the name of a DOMException, such as `QuotaExceededError`. */
  constructor(error: string) {
    super(`keyring storage: ${error}`);
    this.fault = { kind: "keyring-storage", trouble: TROUBLES.get(error) ?? "failed", error };
  }
}

const TROUBLES: ReadonlyMap<string, KeyringStorageFault["trouble"]> = new Map([
  ["QuotaExceededError", "full"],
  ["SecurityError", "blocked"],
  ["NotAllowedError", "blocked"],
  ["AbortError", "gone"],
  ["InvalidStateError", "gone"],
  ["NotFoundError", "gone"],
  ["VersionError", "newer"],
]);

const DATABASE = "countersign-keyring";

interface Schema extends DBSchema {
  /** Unknown until it is read: see `readRecord`. */
  keys: { readonly key: string; readonly value: unknown };
}

type Upgrade = IDBPTransaction<Schema, StoreNames<Schema>[], "versionchange">;

/** Step i brings a database of version i to version i + 1. Steps are only ever added. */
const MIGRATIONS: readonly ((database: IDBPDatabase<Schema>, upgrade: Upgrade) => Promise<void>)[] = [
  async (database) => void database.createObjectStore("keys", { keyPath: "id" }),
  async (_database, upgrade) => {
    let cursor = await upgrade.objectStore("keys").openCursor();
    while (cursor !== null) {
      await cursor.update(fromVersion1(cursor.value));
      cursor = await cursor.continue();
    }
  },
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
  /** IndexedDB fails with DOMExceptions; whatever else is thrown is a defect and passes through. */
  const attempt = async <T>(work: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T> => {
    try {
      return await work(await connect());
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      const failure = new StorageFailure(error.name);
      if (failure.fault.trouble === "gone") forget(); // the next question opens anew
      throw failure;
    }
  };
  return {
    read: () => attempt(async (database) => readAll(await database.getAll("keys"))),
    change: (decide) =>
      attempt(async (database) => {
        const transaction = database.transaction("keys", "readwrite", { durability: "strict" });
        const { put, remove = [], answer } = decide(readAll(await transaction.store.getAll()));
        // First what may be refused before it begins: that would not end what had begun with it.
        const writes: Promise<unknown>[] = put === undefined ? [] : [transaction.store.put(put)];
        writes.push(...remove.map((id) => transaction.store.delete(id)));
        await Promise.all([...writes, transaction.done]);
        return answer;
      }),
  };
}

function readAll(values: readonly unknown[]): StoredRecords {
  const records = values.map(readRecord);
  return {
    keys: records.flatMap((record) => (record.ok ? [record.value] : [])),
    damaged: records.flatMap((record) => (record.ok ? [] : [record.fault])),
  };
}

async function openKeyring(onClosed: () => void): Promise<IDBPDatabase<Schema>> {
  let cause: unknown;
  const migrate = async (database: IDBPDatabase<Schema>, from: number, transaction: Upgrade): Promise<void> => {
    transaction.done.catch(() => undefined); // said once, by the opening
    try {
      for (const step of MIGRATIONS.slice(from)) await step(database, transaction);
    } catch (error) {
      cause = error;
      abort(transaction); // what was there stays as it was, and opening fails
    }
  };
  try {
    return await openDB<Schema>(DATABASE, MIGRATIONS.length, {
      upgrade: (database, from, _to, transaction) => void migrate(database, from, transaction),
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase | null)?.close(); // a versionchange event always comes from its database
        onClosed();
      },
      terminated: onClosed,
    });
  } catch (error) {
    throw cause ?? error;
  }
}

function abort(transaction: Upgrade): void {
  try {
    transaction.abort();
  } catch {
    // A write that failed has ended it already.
  }
}
