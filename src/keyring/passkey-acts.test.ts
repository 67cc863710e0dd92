import { createPublicKey, verify } from "node:crypto";
import { describe, expect, it } from "vitest";
import { fromHex } from "../lib/hex.ts";
import type { Result } from "../lib/result.ts";
import { instantFromMs } from "../lib/utc-instant.ts";
import { Authenticator, authenticatorData, FLAGS, type AnswerOptions } from "../test/authenticator.ts";
import { DOCUMENT, REVIEWED, signedBytes } from "../test/document.ts";
import { keyringServices, memoryStore } from "../test/keyring-bench.ts";
import type { Keyring, KeyringEntry, KeyringEntryId, KeyringFault } from "./keyring.ts";
import { keyringService } from "./keyring-service.ts";
import type { KeyringStore } from "./keyring-store.ts";
import { passphraseOf } from "./passphrase.ts";

const NOW = instantFromMs(Date.UTC(2026, 10, 23));
const LATER = instantFromMs(NOW + 60_000);
const ONE_ACT = { for: "one-act" } as const;
const HOUR = { for: "minutes", minutes: 60 } as const;

async function wrapped(keyring: Keyring, authenticator: Authenticator, name = "Wrapped", options: AnswerOptions = {}): Promise<KeyringEntry> {
  return value(await keyring.createWrappedKey({ name, now: NOW, answer: await authenticator.answer("wrap", options), acknowledgedSync: true }));
}

async function derived(keyring: Keyring, authenticator: Authenticator, name = "Derived"): Promise<KeyringEntry> {
  return value(await keyring.addDerivedKey({ name, now: NOW, answer: await authenticator.answer("derive"), acknowledgedSync: true }));
}

async function unlock(keyring: Keyring, entryId: KeyringEntryId, authenticator: Authenticator, use: "wrap" | "derive", hold: typeof ONE_ACT | typeof HOUR = ONE_ACT, options: AnswerOptions = {}): ReturnType<Keyring["unlock"]> {
  return keyring.unlock({ entryId, now: LATER, hold, with: "passkey", answer: await authenticator.answer(use, options) });
}

describe.each(["wrapped", "derived"] as const)("a %s passkey key", (form) => {
  const use = form === "wrapped" ? "wrap" : "derive";
  const make = (keyring: Keyring, authenticator: Authenticator): Promise<KeyringEntry> => (form === "wrapped" ? wrapped(keyring, authenticator) : derived(keyring, authenticator));

  it("is an ordinary Ed25519 key, locked until its passkey answers, and signs once for one act", async () => {
    const [keyring, authenticator] = [keyringService(keyringServices()), new Authenticator()];
    const entry = await make(keyring, authenticator);
    expect(entry).toMatchObject({ kind: "passkey", form, algorithm: "ed25519", rpId: "keys.example", lock: { state: "locked" }, authenticators: [{ credentialId: authenticator.credentialId, backupEligible: false, transports: ["usb"] }] });
    const locked = { ok: false, fault: { kind: "key-locked", name: entry.name, entryKind: "passkey" } };
    expect(await sign(keyring, entry)).toEqual(locked);
    expect(value(await unlock(keyring, entry.id, authenticator, use))).toMatchObject({ lock: { state: "unlocked", hold: "one-act" }, authenticators: [{ lastUsedAt: LATER }] });
    verifies(entry, value(await sign(keyring, entry)).signatureHex);
    expect(await sign(keyring, entry)).toEqual(locked);
  });

  it("comes back after a reload, when the same passkey answers", async () => {
    const [store, authenticator] = [memoryStore(), new Authenticator()];
    const entry = await make(keyringService(keyringServices({ store })), authenticator);
    const reloaded = keyringService(keyringServices({ store }));
    value(await unlock(reloaded, entry.id, authenticator, use));
    verifies(entry, value(await sign(reloaded, entry)).signatureHex);
  });

  it.each<[string, AnswerOptions, KeyringFault]>([
    ["of another length", { prf: new Uint8Array(31) }, { kind: "passkey-prf-length", found: 31 }],
    ["without user verification", { flags: FLAGS.present }, { kind: "passkey-user-missing", missing: "verification" }],
    ["without a touch", { flags: FLAGS.verified }, { kind: "passkey-user-missing", missing: "presence" }],
    ["that was copied though it cannot be", { flags: FLAGS.present | FLAGS.verified | FLAGS.backedUp }, { kind: "passkey-data-malformed" }],
    ["of another host", { rpId: "evil.example" }, { kind: "passkey-other-host", expected: "keys.example" }],
    ["that can be copied by now", { flags: FLAGS.present | FLAGS.verified | FLAGS.eligible }, { kind: "passkey-eligibility-changed", name: form === "wrapped" ? "Wrapped" : "Derived" }],
    ["with another secret", { prf: new Uint8Array(32).fill(7) }, { kind: "passkey-does-not-open", name: form === "wrapped" ? "Wrapped" : "Derived" }],
  ])("is not opened by an answer %s, and stays as it was", async (_, options, fault) => {
    const [store, authenticator] = [memoryStore(), new Authenticator()];
    const keyring = keyringService(keyringServices({ store }));
    const entry = await make(keyring, authenticator);
    const before = await store.read();
    expect(await unlock(keyring, entry.id, authenticator, use, ONE_ACT, options)).toEqual({ ok: false, fault });
    expect(await store.read()).toEqual(before);
    expect(await sign(keyring, entry)).toMatchObject({ ok: false, fault: { kind: "key-locked" } });
  });

  it("is not opened by another passkey, nor by a passphrase", async () => {
    const keyring = keyringService(keyringServices());
    const entry = await make(keyring, new Authenticator());
    expect(await unlock(keyring, entry.id, new Authenticator(), use)).toEqual({ ok: false, fault: { kind: "passkey-unknown", name: entry.name } });
    expect(await keyring.unlock({ entryId: entry.id, now: NOW, hold: ONE_ACT, with: "passphrase", passphrase: passphraseOf("correct horse battery") })).toEqual({ ok: false, fault: { kind: "entry-kind", name: entry.name, entryKind: "passkey", wanted: "passphrase" } });
  });

  it("is not opened by an answer of the other use", async () => {
    const [keyring, authenticator] = [keyringService(keyringServices()), new Authenticator()];
    const entry = await make(keyring, authenticator);
    const other = use === "wrap" ? "derive" : "wrap";
    expect(await unlock(keyring, entry.id, authenticator, other)).toEqual({ ok: false, fault: { kind: "passkey-other-use", expected: use } });
  });

  it("of a passkey that may be copied is made only after that was acknowledged, and says so", async () => {
    const [keyring, authenticator] = [keyringService(keyringServices()), new Authenticator()];
    const make = keyring[form === "wrapped" ? "createWrappedKey" : "addDerivedKey"];
    const synced = FLAGS.present | FLAGS.verified | FLAGS.eligible;
    for (const [flags, backedUp] of [[synced, false], [synced | FLAGS.backedUp, true]] as const) {
      expect(await make({ name: "Synced", now: NOW, answer: await authenticator.answer(use, { flags }), acknowledgedSync: false })).toEqual({ ok: false, fault: { kind: "passkey-sync-unacknowledged", backedUp } });
    }
    expect(value(await keyring.list()).entries).toEqual([]);
    const made = value(await make({ name: "Synced", now: NOW, answer: await authenticator.answer(use, { flags: synced }), acknowledgedSync: true }));
    expect(made).toMatchObject({ authenticators: [{ backupEligible: true, backedUp: false }] });
    expect(value(await unlock(keyring, made.id, authenticator, use, ONE_ACT, { flags: synced | FLAGS.backedUp }))).toMatchObject({ authenticators: [{ backupEligible: true, backedUp: true }] });
  });

  it("wipes what the passkey gave, accepted or not", async () => {
    const [keyring, authenticator] = [keyringService(keyringServices()), new Authenticator()];
    const entry = await make(keyring, authenticator);
    const [good, bad] = [await authenticator.answer(use), await authenticator.answer(use, { rpId: "evil.example" })];
    expect((await keyring.unlock({ entryId: entry.id, now: NOW, hold: ONE_ACT, with: "passkey", answer: good })).ok).toBe(true);
    expect((await keyring.unlock({ entryId: entry.id, now: NOW, hold: ONE_ACT, with: "passkey", answer: bad })).ok).toBe(false);
    expect([...good.prf, ...bad.prf].every((byte) => byte === 0)).toBe(true);
  });
});

describe("a derived key", () => {
  it("is the same after this site's data was cleared, another one at another host, and here only once", async () => {
    const authenticator = new Authenticator();
    const first = await derived(keyringService(keyringServices()), authenticator);
    const fresh = keyringService(keyringServices());
    const again = await derived(fresh, authenticator, "Found again");
    expect(again.fingerprint).toBe(first.fingerprint);
    expect(await fresh.addDerivedKey({ name: "Twice", now: NOW, answer: await authenticator.answer("derive"), acknowledgedSync: false })).toEqual({ ok: false, fault: { kind: "key-already-here", id: again.id, name: "Found again", entryKind: "passkey" } });
    const elsewhere = value(await fresh.addDerivedKey({ name: "Elsewhere", now: NOW, answer: await authenticator.answer("derive", { rpId: "other.example" }), acknowledgedSync: false }));
    expect(elsewhere.fingerprint).not.toBe(first.fingerprint);
  });

  it("is this very key for this very secret, in every release to come", async () => {
    const answer = { credentialId: "AAAA", transports: [], use: "derive", rpId: "keys.example", authenticatorData: authenticatorData("keys.example", FLAGS.present | FLAGS.verified), prf: new Uint8Array(32).fill(1) } as const;
    const entry = value(await keyringService(keyringServices()).addDerivedKey({ name: "Vector", now: NOW, answer, acknowledgedSync: false }));
    expect(entry.publicKey.hex).toBe(await independently());
    expect(entry.publicKey.hex).toBe("f2a611e1c3c577ac5afff3994193ae557e75487db71f92cdb322a8c0425a9cfb");
  });

  it("takes no spare, gives no backup, and keeps its passkey", async () => {
    const [keyring, authenticator] = [keyringService(keyringServices()), new Authenticator()];
    const { id, name } = await derived(keyring, authenticator);
    const wanted = (kind: string): object => ({ ok: false, fault: { kind: "entry-kind", name, entryKind: "passkey", wanted: kind } });
    expect(await keyring.enrolSpare({ entryId: id, now: NOW, answer: await new Authenticator().answer("wrap"), acknowledgedSync: false })).toEqual(wanted("wrapped"));
    expect(await keyring.removeAuthenticator(id, authenticator.credentialId)).toEqual(wanted("wrapped"));
    expect(await keyring.writeBackup({ entryId: id, now: NOW, passphrase: passphraseOf("correct horse battery") })).toEqual(wanted("passphrase-or-wrapped"));
  });
});

describe("a spare authenticator", () => {
  it("opens the key by itself once the first one is lost", async () => {
    const [store, first, spare] = [memoryStore(), new Authenticator(), new Authenticator()];
    const keyring = keyringService(keyringServices({ store }));
    const entry = await wrapped(keyring, first);
    value(await unlock(keyring, entry.id, first, "wrap"));
    const enrolled = value(await keyring.enrolSpare({ entryId: entry.id, now: LATER, answer: await spare.answer("wrap"), acknowledgedSync: false }));
    expect(enrolled).toMatchObject({ lock: { state: "locked" }, authenticators: [{ credentialId: first.credentialId }, { credentialId: spare.credentialId, addedAt: LATER }] });
    expect(value(await keyring.removeAuthenticator(entry.id, first.credentialId))).toMatchObject({ authenticators: [{ credentialId: spare.credentialId }] });
    const reloaded = keyringService(keyringServices({ store }));
    expect(await unlock(reloaded, entry.id, first, "wrap")).toEqual({ ok: false, fault: { kind: "passkey-unknown", name: entry.name } });
    value(await unlock(reloaded, entry.id, spare, "wrap"));
    verifies(entry, value(await sign(reloaded, entry)).signatureHex);
  });

  it("is enrolled only while the key is unlocked, only once, and only at the same host", async () => {
    const [store, first] = [memoryStore(), new Authenticator()];
    const keyring = keyringService(keyringServices({ store }));
    const { id, name } = await wrapped(keyring, first);
    const before = await store.read();
    const enrol = async (authenticator: Authenticator, options: AnswerOptions = {}): ReturnType<Keyring["enrolSpare"]> => keyring.enrolSpare({ entryId: id, now: NOW, answer: await authenticator.answer("wrap", options), acknowledgedSync: false });
    expect(await enrol(new Authenticator())).toEqual({ ok: false, fault: { kind: "key-locked", name, entryKind: "passkey" } });
    expect(await enrol(first)).toEqual({ ok: false, fault: { kind: "passkey-already-enrolled" } });
    expect(await enrol(new Authenticator(), { rpId: "other.example" })).toEqual({ ok: false, fault: { kind: "passkey-other-host", expected: "keys.example" } });
    expect(await enrol(new Authenticator(), { flags: FLAGS.present })).toMatchObject({ ok: false, fault: { kind: "passkey-user-missing" } });
    expect(await store.read()).toEqual(before);
  });

  it("that two tabs enrol at once is enrolled once", async () => {
    const [store, first, spare] = [memoryStore(), new Authenticator(), new Authenticator()];
    const tabs = [keyringService(keyringServices({ store })), keyringService(keyringServices({ store }))] as const;
    const entry = await wrapped(tabs[0], first);
    for (const tab of tabs) value(await unlock(tab, entry.id, first, "wrap", HOUR));
    const answers = await Promise.all(tabs.map(() => spare.answer("wrap")));
    const enrolled = await Promise.all(tabs.map((tab, index) => tab.enrolSpare({ entryId: entry.id, now: NOW, answer: answers[index] ?? missing(), acknowledgedSync: false })));
    expect(enrolled.filter(({ ok }) => ok)).toHaveLength(1);
    expect(enrolled.find(({ ok }) => !ok)).toEqual({ ok: false, fault: { kind: "passkey-already-enrolled" } });
    expect(value(await tabs[0].list()).entries).toMatchObject([{ authenticators: [{ credentialId: first.credentialId }, { credentialId: spare.credentialId }] }]);
  });

  it("the last of which stays, whatever is asked", async () => {
    const [keyring, first] = [keyringService(keyringServices()), new Authenticator()];
    const { id, name } = await wrapped(keyring, first);
    expect(await keyring.removeAuthenticator(id, first.credentialId)).toEqual({ ok: false, fault: { kind: "last-authenticator", name } });
    expect(await keyring.removeAuthenticator(id, "AAAA")).toEqual({ ok: false, fault: { kind: "passkey-unknown", name } });
  });

  it("cannot be enrolled through an authenticator that was taken away while it was unlocked", async () => {
    const [store, first, second] = [memoryStore(), new Authenticator(), new Authenticator()];
    const [here, there] = [keyringService(keyringServices({ store })), keyringService(keyringServices({ store }))];
    const entry = await wrapped(here, first);
    value(await unlock(here, entry.id, first, "wrap", HOUR));
    value(await here.enrolSpare({ entryId: entry.id, now: NOW, answer: await second.answer("wrap"), acknowledgedSync: false }));
    value(await there.removeAuthenticator(entry.id, first.credentialId));
    expect(await here.enrolSpare({ entryId: entry.id, now: NOW, answer: await new Authenticator().answer("wrap"), acknowledgedSync: false })).toEqual({ ok: false, fault: { kind: "passkey-does-not-open", name: entry.name } });
  });
});

describe("a wrap", () => {
  it("that was moved to another key or another passkey does not open", async () => {
    const [store, one, two] = [memoryStore(), new Authenticator(), new Authenticator()];
    const keyring = keyringService(keyringServices({ store }));
    const [first, second] = [await wrapped(keyring, one, "One"), await wrapped(keyring, two, "Two")];
    await tamper(store, first.id, async (records) => {
      const [from, to] = [records.find(({ id }) => id === second.id), records.find(({ id }) => id === first.id)];
      if (from?.kind !== "wrapped" || to?.kind !== "wrapped") throw new Error("these are the two");
      return { ...to, wraps: [{ ...to.wraps[0], ciphertext: from.wraps[0].ciphertext, iv: from.wraps[0].iv }] };
    });
    expect(await unlock(keyring, first.id, one, "wrap")).toEqual({ ok: false, fault: { kind: "passkey-does-not-open", name: "One" } });
  });
});

async function tamper(store: KeyringStore, id: KeyringEntryId, change: (records: Awaited<ReturnType<KeyringStore["read"]>>["keys"]) => Promise<Awaited<ReturnType<KeyringStore["read"]>>["keys"][number]>): Promise<void> {
  const put = await change((await store.read()).keys);
  if (put.id !== id) throw new Error("another record");
  await store.change(() => ({ put, answer: undefined }));
}

/** The way from the authenticator's secret to the key, written anew. */
async function independently(): Promise<string> {
  const { hkdfSync, createPrivateKey } = await import("node:crypto");
  const seed = Buffer.from(hkdfSync("sha256", Buffer.alloc(32, 1), "countersign passkey hkdf v1: derive a signing key", "ed25519 seed", 32));
  const key = createPrivateKey({ key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]), format: "der", type: "pkcs8" });
  return createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32).toString("hex");
}

function missing(): never {
  throw new Error("there is one for each tab");
}

function sign(keyring: Keyring, { id }: KeyringEntry): ReturnType<Keyring["sign"]> {
  return keyring.sign({ entryId: id, documentBytes: DOCUMENT, reviewedDigest: REVIEWED, now: LATER });
}

function verifies(entry: KeyringEntry, signatureHex: string): void {
  expect(verify(null, signedBytes(), createPublicKey(entry.publicKey.pem), fromHex(signatureHex) ?? new Uint8Array())).toBe(true);
}

function value<T>(result: Result<T, KeyringFault>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}
