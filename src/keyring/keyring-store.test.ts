import { IDBFactory, IDBObjectStore } from "fake-indexeddb";
import "fake-indexeddb/auto";
import { openDB } from "idb";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { publicKeyOf } from "../crypto/public-key.ts";
import { instantFromMs } from "../lib/utc-instant.ts";
import { keyringServices } from "../test/keyring-bench.ts";
import type { Fingerprint } from "../tuf/model/ids.ts";
import { makeNodeKey } from "../test/node-keys.ts";
import type { KeyringEntryId } from "./keyring-entry.ts";
import { readRecord, type StoredKey } from "./keyring-record.ts";
import { drillText } from "./key-drill.ts";
import { keyringService } from "./keyring-service.ts";
import { indexedDbStore, StorageFailure } from "./keyring-store.ts";
import { generatePrivateKey } from "./private-key.ts";

const DATABASE = "countersign-keyring";
const NOW = instantFromMs(Date.UTC(2026, 10, 23));

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe("a database of the first layout", () => {
  it("keeps its keys of all three kinds, and they sign as before", async () => {
    const { records } = await versionOne();
    expect(await indexedDbStore().read()).toEqual({
      damaged: [],
      keys: expect.arrayContaining([
        expect.objectContaining({ version: 2, name: "made", kind: "device", origin: "made", practice: false, lastUsedAt: NOW, provenAt: undefined }),
        expect.objectContaining({ version: 2, name: "imported", kind: "device", origin: "imported", practice: true, lastUsedAt: undefined }),
        expect.objectContaining({ version: 2, name: "external", kind: "external", openDrill: undefined }),
      ]) as readonly StoredKey[],
    });
    const keyring = keyringService(keyringServices({ store: indexedDbStore() }));
    for (const { id } of records.slice(0, 2)) expect(await keyring.proveHolding({ entryId: id, now: NOW })).toMatchObject({ ok: true, value: { provenAt: NOW } });
  });

  it("has lost the fields that no kind has any more", async () => {
    await versionOne();
    await indexedDbStore().read();
    const database = await openDB(DATABASE);
    const stored = (await database.getAll("keys")) as readonly Readonly<Record<string, unknown>>[]; // what a browser holds
    database.close();
    expect(stored.find(({ kind }) => kind === "external")).not.toHaveProperty("privateKey");
  });

  it("leaves a record alone that it does not know, beside those that it does", async () => {
    await versionOne([{ id: "strange", kind: "smoke-signal", name: "From elsewhere" }]);
    const { keys, damaged } = await indexedDbStore().read();
    expect(keys).toHaveLength(3);
    expect(damaged).toEqual([{ id: "strange", name: "From elsewhere", fault: { kind: "record-damaged", field: "version" } }]);
  });

  it("stays as it was when the change fails half way, says why, and is changed at the next opening", async () => {
    await versionOne();
    const whole = IDBObjectStore.prototype.openCursor;
    const cut = vi.spyOn(IDBObjectStore.prototype, "openCursor").mockImplementation(function (this: IDBObjectStore, ...args) {
      const request = whole.apply(this, args);
      request.addEventListener("success", () => {
        if (request.result !== null) request.result.update = () => { throw new DOMException("no space", "QuotaExceededError"); };
      });
      return request;
    });
    await expect(indexedDbStore().read()).rejects.toMatchObject({ fault: { kind: "keyring-storage", trouble: "full", error: "QuotaExceededError" } });
    cut.mockRestore();
    const database = await openDB(DATABASE);
    expect(database.version).toBe(1);
    expect((await database.getAll("keys")).every((record: object) => !("version" in record))).toBe(true);
    database.close();
    expect((await indexedDbStore().read()).keys).toHaveLength(3);
  });
});

describe("a record", () => {
  it("of a later release is told, kept and not read", async () => {
    await stored({ id: "later", name: "Tomorrow's", version: 3, kind: "telepathy" });
    expect((await indexedDbStore().read()).damaged).toEqual([{ id: "later", name: "Tomorrow's", fault: { kind: "record-newer", version: 3 } }]);
  });

  it.each<[string, (record: Record<string, unknown>) => void]>([
    ["kind", (record) => (record["kind"] = "toString")],
    ["name", (record) => (record["name"] = 7)],
    ["createdAt", (record) => (record["createdAt"] = "yesterday")],
    ["practice", (record) => delete record["practice"]],
    ["lastUsedAt", (record) => (record["lastUsedAt"] = Number.NaN)],
    ["origin", (record) => (record["origin"] = "found")],
    ["privateKey", (record) => (record["privateKey"] = { type: "private" })],
    ["tufKeyJson", (record) => (record["tufKeyJson"] = publicKeyOf(makeNodeKey("ed25519").material).tufKeyJson)],
    ["version", (record) => delete record["version"]],
  ])("whose %s is not what it should be is told by that field", async (field, spoil) => {
    const record: Record<string, unknown> = { ...(await deviceRecord()) };
    expect(readRecord(record).ok).toBe(true);
    spoil(record);
    expect(readRecord(record)).toMatchObject({ ok: false, fault: { id: record["id"], fault: { kind: "record-damaged", field } } });
  });

  it.each<[string, object]>([
    ["a cost that is no power of two", { n: 1000 }],
    ["a cost of gigabytes", { n: 2 ** 24 }],
    ["lanes without end", { p: 65 }],
    ["no lanes", { p: 0 }],
    ["blocks whose lanes alone would take gigabytes", { n: 2, r: 2 ** 21, p: 64 }],
    ["a cost that is a list of one", { n: [2 ** 17] }],
    ["a salt of another length", { salt: new Uint8Array(31) }],
    ["a ciphertext of another length", { ciphertext: new Uint8Array(32) }],
    ["an iv of another length", { iv: new Uint8Array(16) }],
  ])("whose seal has %s is damaged, and derives nothing", async (_, spoiled) => {
    const sealed = { n: 2 ** 17, r: 8, p: 1, salt: new Uint8Array(32), iv: new Uint8Array(12), ciphertext: new Uint8Array(48) };
    const { privateKey, ...facts } = await deviceRecord();
    const record = { ...facts, kind: "passphrase", sealed, backupProvenAt: undefined };
    expect(privateKey.extractable).toBe(false);
    expect(readRecord(record).ok).toBe(true);
    expect(readRecord({ ...record, sealed: { ...sealed, ...spoiled } })).toMatchObject({ ok: false, fault: { fault: { field: "sealed" } } });
  });

  it("whose private key could be read out, or is of another kind than its public part, is damaged", async () => {
    const record = await deviceRecord();
    const [open, other] = [await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]), await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"])];
    for (const pair of [open, other]) {
      const privateKey = "privateKey" in pair ? pair.privateKey : undefined;
      expect(readRecord({ ...record, privateKey })).toMatchObject({ ok: false, fault: { fault: { kind: "record-damaged", field: "privateKey" } } });
    }
  });

  it("of a kind that its public part cannot be of is damaged, so that nothing is computed with it", async () => {
    const { privateKey, ...facts } = await deviceRecord();
    const { material } = makeNodeKey("ecdsa-p384");
    const of384 = { ...facts, id: material.fingerprint, tufKeyJson: publicKeyOf(material).tufKeyJson };
    const authenticator = { credentialId: "AAAA", addedAt: NOW, lastUsedAt: undefined, backupEligible: false, backedUp: false, transports: [] };
    const seal = { iv: new Uint8Array(12), ciphertext: new Uint8Array(48) };
    for (const kind of [
      { kind: "passphrase", origin: "made", sealed: { ...seal, n: 2, r: 8, p: 1, salt: new Uint8Array(32) }, backupProvenAt: NOW },
      { kind: "wrapped", origin: "made", rpId: "localhost", wraps: [{ ...authenticator, ...seal }] },
      { kind: "derived", rpId: "localhost", authenticator },
    ]) {
      expect(privateKey.type).toBe("private");
      expect(readRecord({ ...facts, ...kind }).ok).toBe(true);
      expect(readRecord({ ...of384, ...kind })).toMatchObject({ ok: false, fault: { fault: { kind: "record-damaged", field: "tufKeyJson" } } });
    }
  });

  it("that would have a person sign something else than a drill is damaged", async () => {
    const { privateKey, ...facts } = await deviceRecord();
    const drill = drillText(publicKeyOf(makeNodeKey("ed25519").material).material.fingerprint, NOW, new Uint8Array(16));
    const own = drillText(facts.id as string as Fingerprint, NOW, new Uint8Array(16)); // the id of a record is the fingerprint of its key
    expect(privateKey.type).toBe("private");
    expect(readRecord({ ...facts, kind: "external", openDrill: own }).ok).toBe(true);
    for (const openDrill of ['{"_type":"root","date":1}', `{\ndate: 2026-11-23T00:00:00Z\n}`, `${own}x`, own.replace("authorises nothing", "authorises everything"), drill]) {
      expect(readRecord({ ...facts, kind: "external", openDrill })).toMatchObject({ ok: false, fault: { fault: { kind: "record-damaged", field: "openDrill" } } });
    }
  });

  it("that is damaged can be removed, and nothing else can be done with it", async () => {
    await stored({ id: "broken", name: "Old", version: 2, kind: "device" });
    const keyring = keyringService(keyringServices({ store: indexedDbStore() }));
    const id = "broken" as KeyringEntryId; // as the list names it
    const fault = { kind: "record-damaged", field: "tufKeyJson" };
    expect(await keyring.rename(id, "New")).toEqual({ ok: false, fault });
    expect(await keyring.proveHolding({ entryId: id, now: NOW })).toEqual({ ok: false, fault });
    expect(await keyring.exportPublic(id)).toEqual({ ok: false, fault });
    expect(await keyring.remove(id)).toEqual({ ok: true, value: id });
    expect(await indexedDbStore().read()).toEqual({ keys: [], damaged: [] });
  });
});

describe("the store", () => {
  it("writes all of a change or nothing of it", async () => {
    const [first, second] = [await deviceRecord(), await deviceRecord()];
    const store = indexedDbStore();
    await store.change(() => ({ put: first, answer: undefined }));
    const unstorable = { ...second, transports: () => undefined } as StoredKey; // a function cannot be cloned, so the write fails
    await expect(store.change(() => ({ remove: [first.id], put: unstorable, answer: undefined }))).rejects.toThrow(StorageFailure);
    expect((await store.read()).keys.map(({ id }) => id)).toEqual([first.id]);
  });

  it("writes nothing when what decides throws, and lets the defect through", async () => {
    const store = indexedDbStore();
    await expect(store.change(() => { throw new TypeError("a defect"); })).rejects.toThrow(TypeError);
    expect((await store.read()).keys).toEqual([]);
  });

  it("opens anew after the site's data was cleared under it", async () => {
    const store = indexedDbStore();
    await store.change(putting(await deviceRecord()));
    await new Promise((resolve) => { indexedDB.deleteDatabase(DATABASE).onsuccess = resolve; });
    expect(await store.read()).toEqual({ keys: [], damaged: [] });
    await store.change(putting(await deviceRecord()));
    expect((await store.read()).keys).toHaveLength(1);
  });

  it("of a later release is not touched, and says so", async () => {
    (await openDB(DATABASE, 9)).close();
    await expect(indexedDbStore().read()).rejects.toMatchObject({ fault: { trouble: "newer", error: "VersionError" } });
  });

  it.each([["SecurityError", "blocked"], ["QuotaExceededError", "full"], ["InvalidStateError", "gone"], ["UnknownError", "failed"]] as const)("says what %s means", async (name, trouble) => {
    vi.spyOn(indexedDB, "open").mockImplementation(() => { throw new DOMException("refused", name); });
    await expect(indexedDbStore().read()).rejects.toMatchObject({ fault: { trouble, error: name } });
  });
});

const putting = (put: StoredKey) => () => ({ put, answer: undefined });

async function deviceRecord(): Promise<Extract<StoredKey, { readonly kind: "device" }>> {
  const made = await generatePrivateKey(crypto.subtle);
  if (!made.ok) throw new Error(made.fault.kind);
  const { material, handle } = made.value;
  const id = material.fingerprint as string as KeyringEntryId; // as the keyring makes ids
  const facts = { version: 2, id, name: "A key", tufKeyJson: publicKeyOf(material).tufKeyJson, createdAt: NOW, practice: false, lastUsedAt: undefined, provenAt: undefined } as const;
  return { ...facts, kind: "device", origin: "made", privateKey: handle };
}

async function stored(record: object): Promise<void> {
  await indexedDbStore().read(); // makes the database
  const database = await openDB(DATABASE);
  await database.put("keys", record);
  database.close();
}

/** As the first release wrote it. */
async function versionOne(others: readonly object[] = []): Promise<{ readonly records: readonly { readonly id: KeyringEntryId }[] }> {
  const database = await openDB(DATABASE, 1, { upgrade: (fresh) => void fresh.createObjectStore("keys", { keyPath: "id" }) });
  const records = await Promise.all(
    (["device", "imported", "external"] as const).map(async (kind) => {
      const { version: _, provenAt: __, origin: ___, privateKey, ...facts } = await deviceRecord();
      return { ...facts, name: kind === "device" ? "made" : kind, kind, practice: kind === "imported", lastUsedAt: kind === "device" ? NOW : undefined, privateKey: kind === "external" ? undefined : privateKey };
    }),
  );
  for (const record of [...records, ...others]) await database.put("keys", record);
  database.close();
  return { records };
}
