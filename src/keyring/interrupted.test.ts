import { describe, expect, it } from "vitest";
import { generateKeyPairSync } from "node:crypto";
import { utf8 } from "../lib/bytes.ts";
import type { Result } from "../lib/result.ts";
import { instantFromMs } from "../lib/utc-instant.ts";
import { Authenticator } from "../test/authenticator.ts";
import { DOCUMENT, REVIEWED } from "../test/document.ts";
import { keyringServices, memoryStore } from "../test/keyring-bench.ts";
import type { KeyringServices } from "./keyring-context.ts";
import type { Keyring, KeyringEntry, KeyringFault } from "./keyring.ts";
import { keyringService } from "./keyring-service.ts";
import { StorageFailure, type KeyringStore } from "./keyring-store.ts";
import { passphraseOf } from "./passphrase.ts";

// The tab dies, or the platform fails, at any one of the things that an act waits for: every call of WebCrypto, of the
// storage, of the locks and of the key derivation is a step, and each step is the last one once.

const NOW = instantFromMs(Date.UTC(2026, 10, 23));
const TEXT = "correct horse battery staple";

/** `killed`: nothing after this step ever runs. `killed-after`: what the step did is done. `failed`: it rejects. */
type Interruption = "killed" | "killed-after" | "failed";

class Interrupter {
  #steps = 0;
  #isDead = false;
  readonly #last: number;
  readonly #how: Interruption;
  /** Settles when the interruption has happened. */
  readonly happened: Promise<"interrupted">;
  #tell: (how: "interrupted") => void = () => undefined;

  constructor(last: number, how: Interruption) {
    this.#last = last;
    this.#how = how;
    this.happened = new Promise((resolve) => { this.#tell = resolve; });
  }

  /** The same services, each of whose calls is a step. */
  on(services: KeyringServices): KeyringServices {
    const { subtle, store, locks, kdf } = services;
    return {
      ...services,
      subtle: this.#counted(subtle, new DOMException("the platform broke", "OperationError")),
      store: this.#counted(store, new StorageFailure("UnknownError")),
      locks: this.#counted(locks, new Error("no lock could be had")),
      kdf: { ...this.#counted({ ...kdf }, new Error("the derivation broke")), backupCost: kdf.backupCost },
    };
  }

  #counted<T extends object>(port: T, failure: Error): T {
    return new Proxy(port, {
      get: (target, name) => {
        const own: unknown = Reflect.get(target, name);
        return typeof own !== "function" ? own : (...args: unknown[]) => this.#step(failure, () => Promise.resolve(Reflect.apply(own, target, args)));
      },
    });
  }

  async #step(failure: Error, work: () => Promise<unknown>): Promise<unknown> {
    if (this.#isDead) return never(); // a tab that is dead does nothing more
    if (this.#steps++ !== this.#last) return work();
    if (this.#how === "failed") return this.#fail(failure); // what follows goes on as it will
    if (this.#how === "killed-after") await work();
    this.#isDead = true;
    this.#tell("interrupted");
    return never();
  }

  #fail(failure: Error): never {
    this.#tell("interrupted");
    throw failure;
  }
}

interface Scene {
  readonly prepare: (keyring: Keyring) => Promise<KeyringEntry | undefined>;
  readonly act: (keyring: Keyring, before: KeyringEntry | undefined) => Promise<Result<unknown, KeyringFault>>;
  /** Signs with what is there; throws when it is not whole. */
  readonly check: (keyring: Keyring, entry: KeyringEntry) => Promise<void>;
}

const nothing = (): Promise<undefined> => Promise.resolve(undefined);
const sign = async (keyring: Keyring, { id }: KeyringEntry): Promise<void> => void value(await keyring.sign({ entryId: id, documentBytes: DOCUMENT, reviewedDigest: REVIEWED, now: NOW }));

async function checkPassphraseKey(keyring: Keyring, { id }: KeyringEntry): Promise<void> {
  const on = { entryId: id, now: NOW };
  const file = value(await keyring.writeBackup({ ...on, passphrase: passphraseOf(TEXT) })); // the first one may never have arrived
  const entry = value(await keyring.proveBackup({ ...on, file, passphrase: passphraseOf(TEXT) }));
  value(await keyring.unlock({ ...on, hold: { for: "one-act" }, with: "passphrase", passphrase: passphraseOf(TEXT) }));
  await sign(keyring, entry);
}

async function checkPasskeyKey(keyring: Keyring, entry: KeyringEntry, authenticators: readonly Authenticator[], use: "wrap" | "derive"): Promise<void> {
  if (entry.kind !== "passkey") throw new Error("another kind");
  for (const { credentialId } of entry.authenticators) {
    const authenticator = authenticators.find((one) => one.credentialId === credentialId);
    if (authenticator === undefined) throw new Error("an authenticator that nobody has");
    value(await keyring.unlock({ entryId: entry.id, now: NOW, hold: { for: "one-act" }, with: "passkey", answer: await authenticator.answer(use) }));
    await sign(keyring, entry);
  }
}

const [first, spare] = [new Authenticator(), new Authenticator()];
const pem = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: TEXT }).toString();

const SCENES: Readonly<Record<string, Scene>> = {
  "creating a device key": {
    prepare: nothing,
    act: (keyring) => keyring.createDeviceKey({ name: "New", now: NOW }),
    check: sign,
  },
  "creating a passphrase key": {
    prepare: nothing,
    act: (keyring) => keyring.createPassphraseKey({ name: "New", now: NOW, passphrase: passphraseOf(TEXT) }),
    check: checkPassphraseKey,
  },
  "creating a wrapped key": {
    prepare: nothing,
    act: async (keyring) => keyring.createWrappedKey({ name: "New", now: NOW, answer: await first.answer("wrap"), acknowledgedSync: false }),
    check: (keyring, entry) => checkPasskeyKey(keyring, entry, [first], "wrap"),
  },
  "adding a derived key": {
    prepare: nothing,
    act: async (keyring) => keyring.addDerivedKey({ name: "New", now: NOW, answer: await first.answer("derive"), acknowledgedSync: false }),
    check: (keyring, entry) => checkPasskeyKey(keyring, entry, [first], "derive"),
  },
  "importing a key": {
    prepare: nothing,
    act: (keyring) => keyring.importKey({ name: "New", now: NOW, file: utf8(pem), filePassphrase: passphraseOf(TEXT), as: { kind: "passphrase", passphrase: passphraseOf(TEXT) } }),
    check: checkPassphraseKey,
  },
  "enrolling a spare": {
    prepare: async (keyring) => {
      const entry = value(await keyring.createWrappedKey({ name: "Old", now: NOW, answer: await first.answer("wrap"), acknowledgedSync: false }));
      return entry;
    },
    act: async (keyring, before) => {
      if (before === undefined) throw new Error("there is one");
      const unlocked = await keyring.unlock({ entryId: before.id, now: NOW, hold: { for: "minutes", minutes: 5 }, with: "passkey", answer: await first.answer("wrap") });
      return unlocked.ok ? keyring.enrolSpare({ entryId: before.id, now: NOW, answer: await spare.answer("wrap"), acknowledgedSync: false }) : unlocked;
    },
    check: (keyring, entry) => checkPasskeyKey(keyring, entry, [first, spare], "wrap"),
  },
  "proving a backup": {
    prepare: async (keyring) => value(await keyring.createPassphraseKey({ name: "Old", now: NOW, passphrase: passphraseOf(TEXT) })).entry,
    act: async (keyring, before) => {
      if (before === undefined) throw new Error("there is one");
      const file = await keyring.writeBackup({ entryId: before.id, now: NOW, passphrase: passphraseOf(TEXT) });
      return file.ok ? keyring.proveBackup({ entryId: before.id, now: NOW, file: file.value, passphrase: passphraseOf(TEXT) }) : file;
    },
    check: checkPassphraseKey,
  },
};

describe.each(Object.entries(SCENES))("%s", (_, scene) => {
  it.each(["killed", "killed-after", "failed"] as const)("leaves the whole or nothing, at whichever step it is %s", async (how) => {
    let [steps, wholes] = [0, 0];
    for (; ; steps++) {
      const store = memoryStore();
      const before = await scene.prepare(keyringService(keyringServices({ store })));
      const held = await entries(store);
      const interrupter = new Interrupter(steps, how);
      const done = scene.act(keyringService(interrupter.on(keyringServices({ store }))), before).then(({ ok }) => ok, () => false);
      const ended = await Promise.race([done, interrupter.happened.then(() => "interrupted" as const)]);
      // After a failure the act still has an end of its own.
      const finished = how === "failed" ? await done : ended === true;

      const after = await entries(store);
      const isWhole = JSON.stringify(after) !== JSON.stringify(held);
      if (isWhole) wholes++;
      expect(after.length - held.length).toBe(isWhole && before === undefined ? 1 : 0);
      if (finished) expect(isWhole).toBe(true); // who was told that it is there finds it
      const reloaded = keyringService(keyringServices({ store }));
      for (const entry of after) await scene.check(reloaded, entry);
      // Nothing stands in the way of another try.
      if (!isWhole) expect((await scene.act(keyringService(keyringServices({ store })), before)).ok).toBe(true);
      if (ended === true) break; // there was no such step any more
    }
    expect(steps).toBeGreaterThan(4);
    expect(wholes).toBeGreaterThan(0);
  });
});

async function entries(store: KeyringStore): Promise<readonly KeyringEntry[]> {
  const { entries, damaged } = value(await keyringService(keyringServices({ store })).list());
  expect(damaged).toEqual([]);
  // The note of a use is no part of a key.
  return entries.map((entry) => (entry.kind === "passkey" ? { ...entry, authenticators: [{ ...entry.authenticators[0], lastUsedAt: undefined }, ...entry.authenticators.slice(1)] } : entry));
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

function value<T>(result: Result<T, KeyringFault>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}
