import { IDBFactory } from "fake-indexeddb";
import "fake-indexeddb/auto";
import { generateKeyPairSync, hkdfSync } from "node:crypto";
import { inspect } from "node:util";
import { openDB } from "idb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { utf8, type Bytes } from "../lib/bytes.ts";
import type { Result } from "../lib/result.ts";
import { instantFromMs } from "../lib/utc-instant.ts";
import { Authenticator } from "../test/authenticator.ts";
import { DOCUMENT, REVIEWED } from "../test/document.ts";
import { writeGoTuf, writeOpenSsh } from "../test/key-file-writers.ts";
import { keyringServices } from "../test/keyring-bench.ts";
import { createKeyring, type KeyringClient, type KeyringPort } from "./keyring-client.ts";
import { exposeKeyring } from "./keyring-door.ts";
import type { KeyringEntry, KeyringFault } from "./keyring.ts";
import { keyringService } from "./keyring-service.ts";
import { indexedDbStore } from "./keyring-store.ts";
import { passphraseOf } from "./passphrase.ts";

// One long day with every kind of key, refusals included. Then everything that the keyring has stored, answered or said
// to other tabs is searched for every secret of that day, in each of the forms that a secret could have taken.

const NOW = instantFromMs(Date.UTC(2026, 10, 23));
const ONE_ACT = { for: "one-act" } as const;
const TEXT = "correct horse battery staple";

/** A page and its worker, joined by a channel that clones and transfers. What the page hears is kept. */
class Joined {
  readonly heard: unknown[] = [];
  readonly announced: unknown[] = [];
  /** Whatever random bytes the keyring asked for: secrets, salts and nonces. */
  readonly random: Bytes[] = [];
  readonly #ports: MessagePort[] = [];
  readonly client: KeyringClient;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.#ports.push(port1, port2);
    exposeKeyring(keyringService(keyringServices({
      store: indexedDbStore(),
      announce: (...all: readonly unknown[]) => this.announced.push(all),
      random: (length) => {
        const bytes = crypto.getRandomValues(new Uint8Array(length));
        this.random.push(bytes.slice());
        return bytes;
      },
    })), port2);
    port1.addEventListener("message", ({ data }: MessageEvent<unknown>) => this.heard.push(structuredClone(data)));
    port1.start();
    const page: KeyringPort = port1;
    this.client = createKeyring(() => page);
  }

  close(): void {
    for (const port of this.#ports) port.close();
  }
}

let joined: Joined;

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  joined = new Joined();
});

afterEach(() => joined.close());

describe("the secrets of every kind of key", () => {
  it("stand in no message to the page, no announcement and, but for what opens nowhere else, in no storage", async () => {
    const { client } = joined;
    const secrets = new Map<string, Uint8Array>();
    const answers: unknown[] = [];
    const did = async <T>(answer: Promise<Result<T, KeyringFault>>): Promise<Result<T, KeyringFault>> => {
      const done = await answer;
      answers.push(done);
      return done;
    };

    // Device keys out of files, right and wrong.
    const keys = [generateKeyPairSync("ed25519").privateKey, generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey, generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey, generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey] as const;
    for (const [index, key] of keys.entries()) {
      const jwk = key.export({ format: "jwk" });
      secrets.set(`file ${index}`, Buffer.from(jwk.d ?? "", "base64url"));
      const file = (): Bytes => utf8(key.export({ type: "pkcs8", format: "pem" }).toString());
      await did(client.importKey({ name: `Key ${index}`, now: NOW, file: file(), as: { kind: "device" } }));
      await did(client.importKey({ name: "Again", now: NOW, file: file(), as: { kind: "device" } }));
      await did(client.importKey({ name: "Cut", now: NOW, file: file().slice(0, 90), as: { kind: "device" } }));
      await did(client.addExternalKey({ name: "Private by mistake", publicKey: new TextDecoder().decode(file()), now: NOW }));
    }
    await did(client.importKey({ name: "OpenSSH", now: NOW, file: utf8(writeOpenSsh(keys[0])), as: { kind: "device" } }));
    await did(client.importKey({ name: "go-tuf", now: NOW, file: utf8(writeGoTuf([keys[1]]).replace('"keytype": "ecdsa"', '"keytype": "dsa"')), as: { kind: "device" } }));
    await did(client.importKey({ name: "Two", now: NOW, file: utf8(writeGoTuf([keys[0], keys[1]])), as: { kind: "device" } }));
    const seed = crypto.getRandomValues(new Uint8Array(32));
    secrets.set("seed", seed.slice());
    await did(client.importSeed({ name: "Practice", now: NOW, seed, practice: true }));

    // A passphrase key, through its whole life.
    secrets.set("passphrase", utf8(TEXT));
    const created = value(await did(client.createPassphraseKey({ name: "Passphrase", now: NOW, passphrase: passphraseOf(TEXT) }, { onProgress: () => undefined })));
    const on = { entryId: created.entry.id, now: NOW };
    await did(client.proveBackup({ ...on, file: created.backup.slice(), passphrase: passphraseOf(`${TEXT}!`) }));
    await did(client.proveBackup({ ...on, file: created.backup.slice(), passphrase: passphraseOf(TEXT) }));
    await did(client.unlock({ ...on, hold: ONE_ACT, with: "passphrase", passphrase: passphraseOf(`${TEXT}!`) }));
    await did(client.unlock({ ...on, hold: ONE_ACT, with: "passphrase", passphrase: passphraseOf(TEXT) }));
    await did(client.proveHolding(on));
    await did(client.writeBackup({ ...on, passphrase: passphraseOf(TEXT) }));

    // Passkey keys, with a spare.
    const [first, spare] = [new Authenticator(), new Authenticator()];
    for (const [name, authenticator, use] of [["wrap of the first", first, "wrap"], ["wrap of the spare", spare, "wrap"], ["derivation", first, "derive"]] as const) {
      secrets.set(name, (await authenticator.answer(use)).prf);
    }
    secrets.set("derived seed", new Uint8Array(hkdfSync("sha256", (await first.answer("derive")).prf, "countersign passkey hkdf v1: derive a signing key", "ed25519 seed", 32)));
    const wrapped = value(await did(client.createWrappedKey({ name: "Wrapped", now: NOW, answer: await first.answer("wrap"), acknowledgedSync: false })));
    await did(client.unlock({ entryId: wrapped.id, now: NOW, hold: { for: "minutes", minutes: 5 }, with: "passkey", answer: await first.answer("wrap") }));
    await did(client.enrolSpare({ entryId: wrapped.id, now: NOW, answer: await spare.answer("wrap"), acknowledgedSync: false }));
    await did(client.unlock({ entryId: wrapped.id, now: NOW, hold: ONE_ACT, with: "passkey", answer: await new Authenticator().answer("wrap") }));
    const derived = value(await did(client.addDerivedKey({ name: "Derived", now: NOW, answer: await first.answer("derive"), acknowledgedSync: false })));
    await did(client.unlock({ entryId: derived.id, now: NOW, hold: ONE_ACT, with: "passkey", answer: await first.answer("derive") }));

    const { entries } = value(await did(client.list()));
    for (const { id } of entries) await did(client.sign({ entryId: id, documentBytes: DOCUMENT, reviewedDigest: REVIEWED, now: NOW }));
    for (const { id } of entries) await did(client.exportPublic(id));
    await did(client.rename(wrapped.id, "Passphrase"));

    // The secrets that were made here are among the random bytes; which of them is public is seen by its standing in the open.
    const stored = await database();
    const open = dumpOf([stored]);
    const made = joined.random.filter((bytes) => bytes.length === 32 && needlesOf(bytes).every((needle) => !open.includes(needle)));
    expect(made.length).toBeGreaterThanOrEqual(2); // of the passphrase key and of the wrapped key; salts stand in the open
    for (const [index, bytes] of made.entries()) secrets.set(`made ${index}`, bytes);

    const everything = { answers: dumpOf(answers), heard: dumpOf(joined.heard), announced: dumpOf(joined.announced), stored: open };
    expect(everything.answers).toContain(derived.publicKey.hex); // so that the search is known to find
    expect(everything.heard).toContain(needlesOf(created.backup)[0]);
    expect(everything.stored).toContain(signedKeyText(entries));
    expect(secrets.size).toBeGreaterThanOrEqual(12);
    for (const [name, secret] of secrets) {
      for (const [place, dump] of Object.entries(everything)) {
        for (const needle of needlesOf(secret)) expect(dump.includes(needle), `${name} in ${place}`).toBe(false);
      }
    }
  });

  it("are wiped wherever the keyring had them as bytes: made, derived, decrypted or read", async () => {
    const bytes: { readonly from: string; readonly live: Uint8Array; readonly was: string }[] = [];
    const keep = (from: string, buffer: ArrayBuffer | Uint8Array): void => {
      const live = buffer instanceof ArrayBuffer ? new Uint8Array(buffer) : buffer;
      bytes.push({ from, live, was: Buffer.from(live).toString("hex") });
    };
    const services = keyringServices();
    const { subtle } = services;
    const watched = new Proxy(subtle, {
      get: (target, name) => {
        const own: unknown = Reflect.get(target, name);
        if (name !== "decrypt" && name !== "deriveBits") return typeof own === "function" ? own.bind(target) : own;
        return async (...args: readonly unknown[]) => {
          const result = (await Reflect.apply(own as (...all: unknown[]) => unknown, target, args)) as ArrayBuffer; // of both functions
          keep(name, result);
          return result;
        };
      },
    });
    const secretsMade: Uint8Array[] = [];
    const keyring = keyringService({
      ...services,
      subtle: watched,
      random: (length) => {
        const made = services.random(length);
        secretsMade.push(made);
        return made;
      },
      kdf: { ...services.kdf, derive: async (...args) => { const derived = await services.kdf.derive(...args); if (derived.ok) keep("kdf", derived.value); return derived; } },
    });
    const authenticator = new Authenticator();
    const created = value(await keyring.createPassphraseKey({ name: "Passphrase", now: NOW, passphrase: passphraseOf(TEXT) }));
    const on = { entryId: created.entry.id, now: NOW };
    value(await keyring.proveBackup({ ...on, file: created.backup.slice(), passphrase: passphraseOf(TEXT) }));
    value(await keyring.unlock({ ...on, hold: ONE_ACT, with: "passphrase", passphrase: passphraseOf(TEXT) }));
    value(await keyring.writeBackup({ ...on, passphrase: passphraseOf(TEXT) }));
    const wrapped = value(await keyring.createWrappedKey({ name: "Wrapped", now: NOW, answer: await authenticator.answer("wrap"), acknowledgedSync: false }));
    for (const act of ["enrolSpare", "writeBackup"] as const) {
      value(await keyring.unlock({ entryId: wrapped.id, now: NOW, hold: ONE_ACT, with: "passkey", answer: await authenticator.answer("wrap") }));
      if (act === "enrolSpare") value(await keyring.enrolSpare({ entryId: wrapped.id, now: NOW, answer: await new Authenticator().answer("wrap"), acknowledgedSync: false }));
      else value(await keyring.writeBackup({ entryId: wrapped.id, now: NOW, passphrase: passphraseOf(TEXT) }));
    }
    const derived = value(await keyring.addDerivedKey({ name: "Derived", now: NOW, answer: await authenticator.answer("derive"), acknowledgedSync: false }));
    value(await keyring.unlock({ entryId: derived.id, now: NOW, hold: ONE_ACT, with: "passkey", answer: await authenticator.answer("derive") }));
    const pem = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: TEXT }).toString();
    value(await keyring.importKey({ name: "PBKDF2", now: NOW, file: utf8(pem), filePassphrase: passphraseOf(TEXT), as: { kind: "device" } }));

    expect(new Set(bytes.map(({ from }) => from))).toEqual(new Set(["kdf", "decrypt", "deriveBits"]));
    expect(bytes.length).toBeGreaterThan(10);
    for (const { from, live, was } of bytes) {
      expect(was).toMatch(/[1-9a-f]/);
      expect(live.every((byte) => byte === 0), from).toBe(true);
    }
    expect(secretsMade.filter((made) => made.length === 32 && made.every((byte) => byte === 0))).toHaveLength(2); // two secrets were made; salts and nonces stay
  });

  it("are transferred to the worker and not copied: the page has none of them afterwards", async () => {
    const { client } = joined;
    const authenticator = new Authenticator();
    const [passphrase, seed, file, filePassphrase] = [passphraseOf(TEXT), new Uint8Array(32).fill(1), utf8("no key"), passphraseOf(TEXT)];
    const [wrap, derive] = [await authenticator.answer("wrap"), await authenticator.answer("derive")];
    await Promise.all([
      client.createPassphraseKey({ name: "a", now: NOW, passphrase }),
      client.importSeed({ name: "b", now: NOW, seed, practice: true }),
      client.importKey({ name: "c", now: NOW, file, filePassphrase, as: { kind: "device" } }),
      client.createWrappedKey({ name: "d", now: NOW, answer: wrap, acknowledgedSync: false }),
      client.addDerivedKey({ name: "e", now: NOW, answer: derive, acknowledgedSync: false }),
    ]);
    expect([passphrase, seed, file, filePassphrase, wrap.prf, derive.prf].map(({ length }) => length)).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

function signedKeyText(entries: readonly KeyringEntry[]): string {
  return entries[0]?.publicKey.keyId === undefined ? "nothing" : entries[0].name;
}

async function database(): Promise<unknown> {
  const all: unknown[] = [];
  for (const { name = "" } of await indexedDB.databases()) {
    const opened = await openDB(name);
    for (const store of opened.objectStoreNames) all.push(await opened.getAll(store));
    opened.close();
  }
  return all;
}

/** Everything that an object holds, bytes in the forms that are looked for. */
function dumpOf(value: unknown): string {
  const bytes: string[] = [];
  const visit = (part: unknown, seen: Set<unknown>): void => {
    if (typeof part !== "object" || part === null || seen.has(part)) return;
    seen.add(part);
    if (part instanceof ArrayBuffer) bytes.push(...needlesOf(new Uint8Array(part)));
    else if (ArrayBuffer.isView(part)) bytes.push(...needlesOf(new Uint8Array(part.buffer)));
    else for (const inner of Object.values(part)) visit(inner, seen);
  };
  visit(value, new Set());
  return `${inspect(value, { depth: 30, maxStringLength: null, maxArrayLength: null })}\n${JSON.stringify(value)}\n${bytes.join("\n")}`;
}

/** How a secret would look in a dump. A passphrase may also stand as it is. */
function needlesOf(secret: Uint8Array): readonly [string, ...string[]] {
  const buffer = Buffer.from(secret);
  // The base64 of something that holds it depends on where it begins.
  const shifted = [0, 1, 2].map((by) => Buffer.concat([Buffer.alloc(by), buffer]).toString("base64").slice(by === 0 ? 0 : 4).slice(0, Math.floor((buffer.length - 3) / 3) * 4));
  return [buffer.toString("hex"), ...shifted.filter((text) => text.length > 16), [...secret].join(", "), [...secret].join(","), buffer.toString("latin1")];
}

function value<T>(result: Result<T, KeyringFault>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}
