import { createPrivateKey, createPublicKey, verify } from "node:crypto";
import { describe, expect, it } from "vitest";
import { utf8, type Bytes } from "../lib/bytes.ts";
import { fromHex } from "../lib/hex.ts";
import { fail, type Result } from "../lib/result.ts";
import { instantFromMs } from "../lib/utc-instant.ts";
import { Authenticator } from "../test/authenticator.ts";
import { DOCUMENT, REVIEWED, signedBytes } from "../test/document.ts";
import { keyringServices, memoryStore } from "../test/keyring-bench.ts";
import type { Keyring, KeyringEntry, KeyringFault, KeyWithBackup } from "./keyring.ts";
import { keyringService } from "./keyring-service.ts";
import { passphraseOf } from "./passphrase.ts";

const NOW = instantFromMs(Date.UTC(2026, 10, 23));
const LATER = instantFromMs(NOW + 60_000);
const TEXT = "correct horse battery staple";
const ONE_ACT = { for: "one-act" } as const;

async function made(keyring: Keyring, algorithm?: "ed25519" | "ecdsa-p256", text = TEXT): Promise<KeyWithBackup> {
  return value(await keyring.createPassphraseKey({ name: "Root", now: NOW, passphrase: passphraseOf(text), ...(algorithm === undefined ? {} : { algorithm }) }));
}

async function proven(keyring: Keyring): Promise<KeyWithBackup> {
  const { entry, backup } = await made(keyring);
  return { entry: value(await keyring.proveBackup({ entryId: entry.id, now: NOW, file: backup.slice(), passphrase: passphraseOf(TEXT) })), backup };
}

const unlock = (keyring: Keyring, { id }: KeyringEntry, text = TEXT): ReturnType<Keyring["unlock"]> => keyring.unlock({ entryId: id, now: LATER, hold: ONE_ACT, with: "passphrase", passphrase: passphraseOf(text) });
const sign = (keyring: Keyring, { id }: KeyringEntry): ReturnType<Keyring["sign"]> => keyring.sign({ entryId: id, documentBytes: DOCUMENT, reviewedDigest: REVIEWED, now: LATER });

describe.each(["ed25519", "ecdsa-p256"] as const)("a passphrase key of %s", (algorithm) => {
  it("comes with a backup that OpenSSL opens, and signs nothing before that backup has brought it back", async () => {
    const keyring = keyringService(keyringServices());
    const { entry, backup } = await made(keyring, algorithm);
    expect(entry).toMatchObject({ kind: "passphrase", origin: "made", algorithm, backup: { state: "awaiting" }, lock: { state: "locked" }, kdf: { n: 256, r: 8, p: 1, memoryBytes: 262_144 } });
    const restored = createPrivateKey({ key: Buffer.from(backup), passphrase: TEXT });
    expect(createPublicKey(restored).export({ type: "spki", format: "pem" })).toBe(entry.publicKey.pem);

    const awaited = { ok: false, fault: { kind: "backup-awaited", name: "Root" } };
    expect(await unlock(keyring, entry)).toEqual(awaited);
    expect(await sign(keyring, entry)).toEqual(awaited);
    expect(await keyring.proveHolding({ entryId: entry.id, now: NOW })).toEqual(awaited);

    expect(value(await keyring.proveBackup({ entryId: entry.id, now: LATER, file: backup, passphrase: passphraseOf(TEXT) }))).toMatchObject({ backup: { state: "proven", at: LATER } });
    value(await unlock(keyring, entry));
    const signature = fromHex(value(await sign(keyring, entry)).signatureHex) ?? new Uint8Array();
    expect(verify(algorithm === "ed25519" ? null : "sha256", signedBytes(), createPublicKey(restored), signature)).toBe(true);
  });
});

describe("a passphrase key", () => {
  it("is locked after one act, after a reload, and for a wrong passphrase", async () => {
    const store = memoryStore();
    const keyring = keyringService(keyringServices({ store }));
    const { entry } = await proven(keyring);
    value(await unlock(keyring, entry));
    value(await sign(keyring, entry));
    const locked = { ok: false, fault: { kind: "key-locked", name: "Root", entryKind: "passphrase" } };
    expect(await sign(keyring, entry)).toEqual(locked);
    value(await unlock(keyring, entry));
    expect(await sign(keyringService(keyringServices({ store })), entry)).toEqual(locked);
    expect(await unlock(keyring, entry, "correct horse battery stapler")).toEqual({ ok: false, fault: { kind: "passphrase-wrong" } });
  });

  it("opens with the same words from another keyboard", async () => {
    const keyring = keyringService(keyringServices());
    const [composed, decomposed] = ["Grüße aus Zürich", "Grüße aus Zürich".normalize("NFD")];
    const { entry, backup } = await made(keyring, undefined, composed);
    value(await keyring.proveBackup({ entryId: entry.id, now: NOW, file: backup, passphrase: passphraseOf(decomposed) }));
    expect(value(await unlock(keyring, entry, decomposed))).toMatchObject({ lock: { state: "unlocked" } });
  });

  it("whose seal was moved to another key, or whose cost was lowered, does not open", async () => {
    const store = memoryStore();
    const keyring = keyringService(keyringServices({ store }));
    const { entry } = await proven(keyring);
    const [record] = (await store.read()).keys;
    if (record?.kind !== "passphrase") throw new Error("this is the one record");
    const { sealed } = record;
    await store.change(() => ({ put: { ...record, sealed: { ...sealed, n: 128 } }, answer: undefined }));
    expect(await unlock(keyring, entry)).toEqual({ ok: false, fault: { kind: "passphrase-wrong" } });
    const other = value(await keyring.createPassphraseKey({ name: "Other", now: NOW, passphrase: passphraseOf(TEXT) }));
    const theirs = (await store.read()).keys.find(({ id }) => id === other.entry.id);
    if (theirs?.kind !== "passphrase") throw new Error("this is the other record");
    await store.change(() => ({ put: { ...theirs, sealed, backupProvenAt: NOW }, answer: undefined }));
    expect(await unlock(keyring, other.entry)).toEqual({ ok: false, fault: { kind: "passphrase-wrong" } });
  });

  it.each<[string, string, KeyringFault]>([
    ["too short", "elevenchars", { kind: "passphrase-too-short", limit: 12, found: 11 }],
    ["short in characters, though long in bytes", "🔑🔑🔑🔑🔑🔑", { kind: "passphrase-too-short", limit: 12, found: 6 }],
    ["too long", "x".repeat(1025), { kind: "passphrase-too-long", limitBytes: 1024 }],
  ])("is not made with a passphrase that is %s", async (_, text, fault) => {
    const keyring = keyringService(keyringServices());
    const passphrase = passphraseOf(text);
    expect(await keyring.createPassphraseKey({ name: "Root", now: NOW, passphrase })).toEqual({ ok: false, fault });
    expect(passphrase.every((byte) => byte === 0)).toBe(true);
    expect(value(await keyring.list()).entries).toEqual([]);
  });

  it("is not made with bytes that are no text", async () => {
    const passphrase = passphraseOf("twelve characters");
    passphrase[3] = 0xff;
    expect(await keyringService(keyringServices()).createPassphraseKey({ name: "Root", now: NOW, passphrase })).toEqual({ ok: false, fault: { kind: "passphrase-not-utf8" } });
  });

  it("is not begun where the name is taken: nobody waits for that", async () => {
    const services = keyringServices();
    let derived = 0;
    const keyring = keyringService({ ...services, kdf: { ...services.kdf, derive: (...args) => { derived++; return services.kdf.derive(...args); } } });
    value(await keyring.createDeviceKey({ name: "Root", now: NOW }));
    expect(await keyring.createPassphraseKey({ name: "Root", now: NOW, passphrase: passphraseOf(TEXT) })).toEqual({ ok: false, fault: { kind: "name-taken", name: "Root" } });
    expect(derived).toBe(0);
  });

  it("wipes every passphrase and file that it is given, accepted or not", async () => {
    const keyring = keyringService(keyringServices());
    const { entry, backup } = await proven(keyring);
    const given: Bytes[] = [];
    const give = <B extends Bytes>(bytes: B): B => (given.push(bytes), bytes);
    const on = { entryId: entry.id, now: NOW };
    await keyring.createPassphraseKey({ name: "Next", now: NOW, passphrase: give(passphraseOf(TEXT)) });
    await keyring.unlock({ ...on, hold: ONE_ACT, with: "passphrase", passphrase: give(passphraseOf(TEXT)) });
    await keyring.unlock({ ...on, hold: ONE_ACT, with: "passphrase", passphrase: give(passphraseOf("wrong, and long enough")) });
    await keyring.writeBackup({ ...on, passphrase: give(passphraseOf(TEXT)) });
    await keyring.proveBackup({ ...on, file: give(backup.slice()), passphrase: give(passphraseOf(TEXT)) });
    await keyring.proveBackup({ ...on, file: give(utf8("no file")), passphrase: give(passphraseOf(TEXT)) });
    await keyring.importKey({ name: "From a file", now: NOW, file: give(backup.slice()), filePassphrase: give(passphraseOf(TEXT)), as: { kind: "passphrase", passphrase: give(passphraseOf(TEXT)) } });
    await keyring.importKey({ name: "No file", now: NOW, file: give(utf8("no file")), filePassphrase: give(passphraseOf(TEXT)), as: { kind: "passphrase", passphrase: give(passphraseOf("short")) } });
    expect(given.map((bytes) => bytes.some((byte) => byte !== 0))).toEqual(given.map(() => false));
    expect(given).toHaveLength(14);
  });
});

describe("a backup", () => {
  it("of another key proves nothing", async () => {
    const keyring = keyringService(keyringServices());
    const { entry } = await made(keyring);
    const other = value(await keyring.createPassphraseKey({ name: "Other", now: NOW, passphrase: passphraseOf(TEXT) }));
    expect(await keyring.proveBackup({ entryId: entry.id, now: NOW, file: other.backup, passphrase: passphraseOf(TEXT) })).toEqual({ ok: false, fault: { kind: "backup-of-another-key", name: "Root" } });
    const otherKind = value(await keyring.createPassphraseKey({ name: "Third", now: NOW, algorithm: "ecdsa-p256", passphrase: passphraseOf(TEXT) }));
    expect(await keyring.proveBackup({ entryId: entry.id, now: NOW, file: otherKind.backup, passphrase: passphraseOf(TEXT) })).toEqual({ ok: false, fault: { kind: "backup-of-another-key", name: "Root" } });
  });

  it.each<[string, (backup: Bytes) => Bytes, string, KeyringFault]>([
    ["under another passphrase", (backup) => backup, "another passphrase", { kind: "backup-does-not-open" }],
    ["with its last bytes changed", (backup) => changed(backup, -40), TEXT, { kind: "backup-does-not-open" }],
    ["with its first bytes changed", (backup) => changed(backup, 40), TEXT, { kind: "backup-unreadable" }],
    ["that is cut", (backup) => backup.slice(0, 100), TEXT, { kind: "backup-unreadable" }],
    ["that is no file of ours", () => utf8("hello"), TEXT, { kind: "backup-unreadable" }],
    ["that is not encrypted", () => utf8("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAAA\n-----END PRIVATE KEY-----\n"), TEXT, { kind: "backup-unreadable" }],
  ])("%s proves nothing, and the key goes on waiting for one", async (_, spoil, text, fault) => {
    const keyring = keyringService(keyringServices());
    const { entry, backup } = await made(keyring);
    expect(await keyring.proveBackup({ entryId: entry.id, now: NOW, file: spoil(backup), passphrase: passphraseOf(text) })).toEqual({ ok: false, fault });
    expect(value(await keyring.list()).entries).toEqual([entry]);
  });

  it("is written again under the key's own passphrase and no other, and is a new file that opens the same", async () => {
    const keyring = keyringService(keyringServices());
    const { entry, backup } = await made(keyring);
    expect(await keyring.writeBackup({ entryId: entry.id, now: NOW, passphrase: passphraseOf("another passphrase") })).toEqual({ ok: false, fault: { kind: "passphrase-wrong" } });
    const again = value(await keyring.writeBackup({ entryId: entry.id, now: NOW, passphrase: passphraseOf(TEXT) }));
    expect(again).not.toEqual(backup);
    expect(value(await keyring.proveBackup({ entryId: entry.id, now: NOW, file: again, passphrase: passphraseOf(TEXT) })).kind).toBe("passphrase");
  });

  it("of a wrapped key is written while it is unlocked, under a passphrase of its own", async () => {
    const [keyring, authenticator] = [keyringService(keyringServices()), new Authenticator()];
    const entry = value(await keyring.createWrappedKey({ name: "Wrapped", now: NOW, answer: await authenticator.answer("wrap"), acknowledgedSync: false }));
    const write = (text: string): ReturnType<Keyring["writeBackup"]> => keyring.writeBackup({ entryId: entry.id, now: NOW, passphrase: passphraseOf(text) });
    expect(await write(TEXT)).toEqual({ ok: false, fault: { kind: "key-locked", name: "Wrapped", entryKind: "passkey" } });
    value(await keyring.unlock({ entryId: entry.id, now: NOW, hold: ONE_ACT, with: "passkey", answer: await authenticator.answer("wrap") }));
    expect(await write("short")).toMatchObject({ ok: false, fault: { kind: "passphrase-too-short" } });
    const backup = value(await write(TEXT)); // what was refused was no act
    expect(createPublicKey(createPrivateKey({ key: Buffer.from(backup), passphrase: TEXT })).export({ type: "spki", format: "pem" })).toBe(entry.publicKey.pem);
    expect(await keyring.proveBackup({ entryId: entry.id, now: NOW, file: backup, passphrase: passphraseOf(TEXT) })).toMatchObject({ ok: false, fault: { kind: "entry-kind", wanted: "passphrase" } });
  });

  it("of a device key does not exist", async () => {
    const keyring = keyringService(keyringServices());
    const { id } = value(await keyring.createDeviceKey({ name: "Device", now: NOW }));
    expect(await keyring.writeBackup({ entryId: id, now: NOW, passphrase: passphraseOf(TEXT) })).toEqual({ ok: false, fault: { kind: "entry-kind", name: "Device", entryKind: "device", wanted: "passphrase-or-wrapped" } });
  });

  it("brings the key back into a keyring that has lost it", async () => {
    const { entry, backup } = await made(keyringService(keyringServices()));
    const fresh = keyringService(keyringServices());
    const imported = value(await fresh.importKey({ name: "Root", now: NOW, file: backup, filePassphrase: passphraseOf(TEXT), as: { kind: "passphrase", passphrase: passphraseOf(TEXT) } }));
    expect(imported).toMatchObject({ format: "pkcs8", fileWasEncrypted: true, entry: { id: entry.id, kind: "passphrase", origin: "imported", backup: { state: "awaiting" } } });
    expect(imported.backup).toBeDefined();
  });
});

describe("slow work", () => {
  it("tells how far it is, from nothing to all, over both of its derivations", async () => {
    const seen: number[] = [];
    value(await keyringService(keyringServices()).createPassphraseKey({ name: "Root", now: NOW, passphrase: passphraseOf(TEXT) }, { onProgress: (fraction) => seen.push(fraction) }));
    expect(seen.at(-1)).toBe(1);
    expect(seen.toSorted((a, b) => a - b)).toEqual(seen);
    expect(seen.length).toBeGreaterThan(10);
  });

  it.each([0.2, 0.7])("that is cancelled at %f leaves no key", async (when) => {
    const [keyring, stop] = [keyringService(keyringServices()), new AbortController()];
    const done = await keyring.createPassphraseKey({ name: "Root", now: NOW, passphrase: passphraseOf(TEXT) }, { signal: stop.signal, onProgress: (fraction) => fraction > when && stop.abort() });
    expect(done).toEqual({ ok: false, fault: { kind: "cancelled" } });
    expect(value(await keyring.list()).entries).toEqual([]);
  });

  it("that is cancelled leaves a key locked, and its backup unproven", async () => {
    const keyring = keyringService(keyringServices());
    const { entry, backup } = await made(keyring);
    const stop = AbortSignal.abort();
    expect(await keyring.proveBackup({ entryId: entry.id, now: NOW, file: backup.slice(), passphrase: passphraseOf(TEXT) }, { signal: stop })).toEqual({ ok: false, fault: { kind: "cancelled" } });
    value(await keyring.proveBackup({ entryId: entry.id, now: NOW, file: backup, passphrase: passphraseOf(TEXT) }));
    expect(await keyring.unlock({ entryId: entry.id, now: NOW, hold: ONE_ACT, with: "passphrase", passphrase: passphraseOf(TEXT) }, { signal: stop })).toEqual({ ok: false, fault: { kind: "cancelled" } });
    expect(await sign(keyring, entry)).toMatchObject({ ok: false, fault: { kind: "key-locked" } });
  });

  it("that the memory does not suffice for is told in numbers", async () => {
    const services = keyringServices();
    const keyring = keyringService({ ...services, kdf: { ...services.kdf, derive: (_, __, { memoryBytes }) => Promise.resolve(fail({ kind: "kdf-memory", memoryBytes })) } });
    expect(await keyring.createPassphraseKey({ name: "Root", now: NOW, passphrase: passphraseOf(TEXT) })).toEqual({ ok: false, fault: { kind: "kdf-memory", memoryBytes: 262_144 } });
    expect(value(await keyring.list()).entries).toEqual([]);
  });
});

/** One character of the base64 becomes another. */
function changed(backup: Bytes, at: number): Bytes {
  const copy = backup.slice();
  const index = at < 0 ? copy.length + at : at;
  copy[index] = copy[index] === 0x41 ? 0x42 : 0x41;
  return copy;
}

function value<T>(result: Result<T, KeyringFault>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}
