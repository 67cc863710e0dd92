import { describe, expect, it } from "vitest";
import type { Result } from "../lib/result.ts";
import { instantFromMs, type UtcInstant } from "../lib/utc-instant.ts";
import { Authenticator } from "../test/authenticator.ts";
import { DOCUMENT, REVIEWED } from "../test/document.ts";
import { keyringServices, memoryStore } from "../test/keyring-bench.ts";
import { lockManager } from "../test/lock-manager.ts";
import { webKeyLocks } from "./key-locks.ts";
import type { Keyring, KeyringEntry, KeyringFault } from "./keyring.ts";
import type { Hold } from "./keyring-entry.ts";
import { keyringService } from "./keyring-service.ts";
import { StorageFailure, type KeyringStore } from "./keyring-store.ts";
import { MAX_HOLD_MINUTES } from "./unlocked-keys.ts";

const NOW = instantFromMs(Date.UTC(2026, 10, 23));
const MINUTE = 60_000;

/** Tabs of one browser: one storage, one set of locks, and a clock that the test moves. */
class Browser {
  readonly store = memoryStore();
  readonly #manager = lockManager();
  readonly authenticator = new Authenticator();
  readonly #timers = new Set<{ readonly due: number; readonly work: () => void }>();
  now: UtcInstant = NOW;
  /** How often each tab was told that something changed. */
  announced = 0;
  slow: Promise<void> = Promise.resolve();

  tab(own: Partial<KeyringStore> = {}): Keyring {
    const { subtle } = crypto;
    const waiting = new Proxy(subtle, {
      get: (target, name) => {
        if (name === "sign") return async (...args: Parameters<SubtleCrypto["sign"]>) => { await this.slow; return target.sign(...args); };
        const own: unknown = Reflect.get(target, name);
        return typeof own === "function" ? own.bind(target) : own;
      },
    });
    return keyringService(keyringServices({
      store: { ...this.store, ...own },
      locks: webKeyLocks(this.#manager),
      subtle: waiting,
      announce: () => this.announced++,
      after: (ms, work) => {
        const timer = { due: this.now + ms, work };
        this.#timers.add(timer);
        return () => this.#timers.delete(timer);
      },
    }));
  }

  /** The timers go off, unless the machine was asleep. */
  async pass(ms: number, { asleep = false } = {}): Promise<void> {
    this.now = instantFromMs(this.now + ms);
    if (asleep) return;
    for (const timer of [...this.#timers]) if (timer.due <= this.now && this.#timers.delete(timer)) timer.work();
    await settle();
  }

  get timers(): number {
    return this.#timers.size;
  }

  async wrapped(tab: Keyring, name = "Root"): Promise<KeyringEntry> {
    return value(await tab.createWrappedKey({ name, now: this.now, answer: await this.authenticator.answer("wrap"), acknowledgedSync: false }));
  }

  async unlock(tab: Keyring, { id }: KeyringEntry, hold: Hold): Promise<KeyringEntry> {
    return value(await tab.unlock({ entryId: id, now: this.now, hold, with: "passkey", answer: await this.authenticator.answer("wrap") }));
  }

  sign(tab: Keyring, { id }: KeyringEntry): ReturnType<Keyring["sign"]> {
    return tab.sign({ entryId: id, documentBytes: DOCUMENT, reviewedDigest: REVIEWED, now: this.now });
  }
}

describe("a key that is unlocked for some minutes", () => {
  it("signs as often as wanted until they are over, and then no more", async () => {
    const browser = new Browser();
    const tab = browser.tab();
    const key = await browser.wrapped(tab);
    expect(await browser.unlock(tab, key, { for: "minutes", minutes: 5 })).toMatchObject({ lock: { state: "unlocked", hold: "minutes", until: NOW + 5 * MINUTE } });
    value(await browser.sign(tab, key));
    await browser.pass(5 * MINUTE - 1);
    value(await browser.sign(tab, key));
    const before = browser.announced;
    await browser.pass(1);
    expect(browser.announced).toBe(before + 1); // the screens are told
    expect((await listed(tab, key)).lock).toEqual({ state: "locked" });
    expect(await browser.sign(tab, key)).toMatchObject({ ok: false, fault: { kind: "key-locked" } });
  });

  it("is locked by its time also when the machine slept through the timer", async () => {
    const browser = new Browser();
    const tab = browser.tab();
    const key = await browser.wrapped(tab);
    await browser.unlock(tab, key, { for: "minutes", minutes: 5 });
    await browser.pass(60 * MINUTE, { asleep: true });
    expect(await browser.sign(tab, key)).toMatchObject({ ok: false, fault: { kind: "key-locked" } });
    expect((await listed(tab, key)).lock).toEqual({ state: "locked" });
  });

  it("stays so for eight hours at most, and for no time that is negative", async () => {
    const browser = new Browser();
    const tab = browser.tab();
    const key = await browser.wrapped(tab);
    expect(await browser.unlock(tab, key, { for: "minutes", minutes: 1e9 })).toMatchObject({ lock: { until: NOW + MAX_HOLD_MINUTES * MINUTE } });
    await browser.unlock(tab, key, { for: "minutes", minutes: -5 });
    expect(await browser.sign(tab, key)).toMatchObject({ ok: false, fault: { kind: "key-locked" } });
  });

  it("is held by its last unlocking alone: the timer of the first one is called off", async () => {
    const browser = new Browser();
    const tab = browser.tab();
    const key = await browser.wrapped(tab);
    await browser.unlock(tab, key, { for: "minutes", minutes: 1 });
    await browser.unlock(tab, key, { for: "minutes", minutes: 10 });
    expect(browser.timers).toBe(1);
    await browser.pass(2 * MINUTE);
    value(await browser.sign(tab, key));
  });
});

describe("a key that is unlocked for one act", () => {
  it("is locked again by two minutes without one", async () => {
    const browser = new Browser();
    const tab = browser.tab();
    const key = await browser.wrapped(tab);
    await browser.unlock(tab, key, { for: "one-act" });
    await browser.pass(2 * MINUTE);
    expect(await browser.sign(tab, key)).toMatchObject({ ok: false, fault: { kind: "key-locked" } });
  });

  it("gives one of two signatures that are asked for at once", async () => {
    const browser = new Browser();
    const tab = browser.tab();
    const key = await browser.wrapped(tab);
    await browser.unlock(tab, key, { for: "one-act" });
    const made = await Promise.all([browser.sign(tab, key), browser.sign(tab, key)]);
    expect(made.filter(({ ok }) => ok)).toHaveLength(1);
    expect(made.find(({ ok }) => !ok)).toMatchObject({ fault: { kind: "key-locked" } });
  });

  it("is locked by an act that failed, too", async () => {
    const browser = new Browser();
    const tab = browser.tab();
    const key = await browser.wrapped(tab);
    await browser.unlock(tab, key, { for: "one-act" });
    browser.slow = Promise.reject(new Error("the platform broke"));
    browser.slow.catch(() => undefined);
    await expect(browser.sign(tab, key)).rejects.toThrow("the platform broke");
    browser.slow = Promise.resolve();
    expect(await browser.sign(tab, key)).toMatchObject({ ok: false, fault: { kind: "key-locked" } });
    expect(value(await tab.remove(key.id))).toBe(key.id); // and nothing holds it any more
  });

  it("is not used up by a document that is refused", async () => {
    const browser = new Browser();
    const tab = browser.tab();
    const key = await browser.wrapped(tab);
    await browser.unlock(tab, key, { for: "one-act" });
    expect(await tab.sign({ entryId: key.id, documentBytes: DOCUMENT.slice(0, 40), reviewedDigest: REVIEWED, now: NOW })).toMatchObject({ ok: false, fault: { kind: "document-not-signable" } });
    value(await browser.sign(tab, key));
  });
});

describe("leaving", () => {
  it("locks every key of this tab, and of no other", async () => {
    const browser = new Browser();
    const [here, there] = [browser.tab(), browser.tab()];
    const key = await browser.wrapped(here);
    for (const tab of [here, there]) await browser.unlock(tab, key, { for: "minutes", minutes: 10 });
    await here.lockAll();
    expect((await listed(here, key)).lock).toEqual({ state: "locked" });
    expect((await listed(there, key)).lock).toMatchObject({ state: "unlocked" });
    expect(browser.timers).toBe(1);
  });

  it.each(["lockAll", "lock", "removeAuthenticator"] as const)("also ends an unlocking that was under way: %s", async (how) => {
    const browser = new Browser();
    const tab = browser.tab();
    const key = await browser.wrapped(tab);
    const pending = tab.unlock({ entryId: key.id, now: NOW, hold: { for: "minutes", minutes: 10 }, with: "passkey", answer: await browser.authenticator.answer("wrap") });
    await (how === "lockAll" ? tab.lockAll() : how === "lock" ? tab.lock(key.id) : tab.removeAuthenticator(key.id, "AAAA"));
    expect(await pending).toEqual({ ok: false, fault: { kind: "cancelled" } });
    expect((await listed(tab, key)).lock).toEqual({ state: "locked" });
    expect(value(await tab.remove(key.id))).toBe(key.id);
  });

  it.each(["passkey noted", "key read again"])("leaves no key open whose unlocking is refused at its end, by a storage that fails: %s", async (when) => {
    const browser = new Browser();
    const key = await browser.wrapped(browser.tab());
    let reads = 0;
    const failing = browser.tab({
      change: () => Promise.reject(new StorageFailure("QuotaExceededError")),
      ...(when === "passkey noted" ? {} : { read: () => (reads++ === 0 ? browser.store.read() : Promise.reject(new StorageFailure("UnknownError"))) }),
    });
    const unlocked = await failing.unlock({ entryId: key.id, now: NOW, hold: { for: "minutes", minutes: 10 }, with: "passkey", answer: await browser.authenticator.answer("wrap") });
    expect(unlocked.ok).toBe(when === "passkey noted"); // the note is worth less than the unlocking
    expect(browser.timers).toBe(unlocked.ok ? 1 : 0); // what is said to be locked is locked
  });

  it("locks one key when asked for one", async () => {
    const browser = new Browser();
    const tab = browser.tab();
    const key = await browser.wrapped(tab);
    await browser.unlock(tab, key, { for: "minutes", minutes: 10 });
    await tab.lock(key.id);
    expect(await browser.sign(tab, key)).toMatchObject({ ok: false, fault: { kind: "key-locked" } });
  });
});

describe("two tabs", () => {
  it("see each other's changes", async () => {
    const browser = new Browser();
    const [here, there] = [browser.tab(), browser.tab()];
    const key = await browser.wrapped(here);
    value(await there.rename(key.id, "Renamed"));
    expect((await listed(here, key)).name).toBe("Renamed");
  });

  it("do not remove a key that the other has unlocked, and do once it is locked", async () => {
    const browser = new Browser();
    const [here, there] = [browser.tab(), browser.tab()];
    const key = await browser.wrapped(here);
    await browser.unlock(here, key, { for: "minutes", minutes: 10 });
    expect(await there.remove(key.id)).toEqual({ ok: false, fault: { kind: "key-in-use", name: "Root" } });
    value(await browser.sign(here, key));
    await here.lock(key.id);
    expect(await there.remove(key.id)).toEqual({ ok: true, value: key.id });
    expect(await browser.sign(here, key)).toEqual({ ok: false, fault: { kind: "no-such-entry", id: key.id } });
  });

  it("do not remove a device key while the other signs with it", async () => {
    const browser = new Browser();
    const [here, there] = [browser.tab(), browser.tab()];
    const key = value(await here.createDeviceKey({ name: "Device", now: NOW }));
    let go: () => void = () => undefined;
    browser.slow = new Promise((resolve) => { go = resolve; });
    const signing = browser.sign(here, key);
    await settle();
    expect(await there.remove(key.id)).toEqual({ ok: false, fault: { kind: "key-in-use", name: "Device" } });
    go();
    value(await signing);
    expect(await there.remove(key.id)).toEqual({ ok: true, value: key.id });
  });

  it("do not take an authenticator from a key that the other has unlocked with it, and do once it is locked", async () => {
    const browser = new Browser();
    const [here, there] = [browser.tab(), browser.tab()];
    const key = await browser.wrapped(here);
    await browser.unlock(here, key, { for: "minutes", minutes: 10 });
    value(await here.enrolSpare({ entryId: key.id, now: NOW, answer: await new Authenticator().answer("wrap"), acknowledgedSync: false }));
    const { credentialId } = browser.authenticator;
    expect(await there.removeAuthenticator(key.id, credentialId)).toEqual({ ok: false, fault: { kind: "key-in-use", name: "Root" } });
    expect((await listed(there, key)).authenticators).toHaveLength(2);
    value(await browser.sign(here, key));
    await here.lock(key.id);
    value(await there.removeAuthenticator(key.id, credentialId));
    expect((await listed(here, key)).authenticators).toHaveLength(1);
  });

  it("remove nothing of several keys when one of them is in use, and name that one", async () => {
    const browser = new Browser();
    const [here, there] = [browser.tab(), browser.tab()];
    const practice = await Promise.all([1, 2].map(async (n) => value(await here.importSeed({ name: `Practice ${n}`, seed: new Uint8Array(32).fill(n), practice: true, now: NOW }))));
    let go: () => void = () => undefined;
    browser.slow = new Promise((resolve) => { go = resolve; });
    const second = practice[1] ?? fallThrough();
    const signing = browser.sign(here, second);
    await settle();
    expect(await there.removePractice()).toEqual({ ok: false, fault: { kind: "key-in-use", name: "Practice 2" } });
    go();
    await signing;
    expect(value(await there.list()).entries).toHaveLength(2);
    expect(value(await there.removePractice())).toHaveLength(2);
  });

  it("remove their own unlocked key without being asked to lock it first", async () => {
    const browser = new Browser();
    const tab = browser.tab();
    const key = await browser.wrapped(tab);
    await browser.unlock(tab, key, { for: "minutes", minutes: 10 });
    expect(await tab.remove(key.id)).toEqual({ ok: true, value: key.id });
    expect(browser.timers).toBe(0);
  });

  it("never both take one name, however close together they ask", async () => {
    const browser = new Browser();
    const made = await Promise.all([browser.tab(), browser.tab()].map((tab) => tab.createDeviceKey({ name: "Same", now: NOW })));
    expect(made.filter(({ ok }) => ok)).toHaveLength(1);
    expect(made.find(({ ok }) => !ok)).toMatchObject({ fault: { kind: "name-taken" } });
  });
});

async function listed(tab: Keyring, { id }: KeyringEntry): Promise<Extract<KeyringEntry, { readonly kind: "passkey" }>> {
  const entry = value(await tab.list()).entries.find((one) => one.id === id);
  if (entry?.kind !== "passkey") throw new Error("the key is not in the list");
  return entry;
}

function settle(): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, 20); });
}

function fallThrough(): never {
  throw new Error("there are two");
}

function value<T>(result: Result<T, KeyringFault>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}
