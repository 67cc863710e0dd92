import { webKeyLocks } from "../keyring/key-locks.ts";
import type { KeyringServices } from "../keyring/keyring-context.ts";
import { readRecord, type StoredKey } from "../keyring/keyring-record.ts";
import type { KeyringStore, StoredRecords } from "../keyring/keyring-store.ts";
import { scryptCost, scryptKdf } from "../keyring/scrypt.ts";
import { lockManager } from "./lock-manager.ts";

/** A keyring's surroundings without a browser: real cryptography, real locks, and derivations that cost next to nothing. */
export function keyringServices(own: Partial<KeyringServices> = {}): KeyringServices {
  return {
    subtle: crypto.subtle,
    store: own.store ?? memoryStore(),
    locks: own.locks ?? webKeyLocks(lockManager()),
    kdf: { ...scryptKdf(() => performance.now()), sealCost: () => Promise.resolve(scryptCost(256, 8, 1)), backupCost: scryptCost(256, 8, 1) },
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    after: () => () => undefined,
    origin: { keepsKeys: true, protocol: "https:" },
    announce: () => undefined,
    ...own,
  };
}

/** What a database would hold, and nothing of a database's troubles. */
export function memoryStore(): KeyringStore {
  const records = new Map<string, StoredKey>();
  const read = (): StoredRecords => {
    const all = [...records.values()].map((record) => readRecord(structuredClone(record)));
    return { keys: all.flatMap((one) => (one.ok ? [one.value] : [])), damaged: all.flatMap((one) => (one.ok ? [] : [one.fault])) };
  };
  return {
    read: () => Promise.resolve(read()),
    change: (decide) => {
      const { put, remove = [], answer } = decide(read());
      for (const id of remove) records.delete(id);
      if (put !== undefined) records.set(put.id, structuredClone(put));
      return Promise.resolve(answer);
    },
  };
}
