import { afterEach, describe, expect, it } from "vitest";
import type { Result } from "../lib/result.ts";
import { instantFromMs } from "../lib/utc-instant.ts";
import { keyringServices } from "../test/keyring-bench.ts";
import { createKeyring, type KeyringClient } from "./keyring-client.ts";
import type { KeyringServices } from "./keyring-context.ts";
import { exposeKeyring } from "./keyring-door.ts";
import type { KeyringFault } from "./keyring.ts";
import { keyringService } from "./keyring-service.ts";
import { passphraseOf } from "./passphrase.ts";
import { scryptCost } from "./scrypt.ts";

const NOW = instantFromMs(0);
const TEXT = "correct horse battery staple";

const ports: MessagePort[] = [];
afterEach(() => ports.splice(0).forEach((port) => port.close()));

/** Page and worker, joined as they are. */
function joined(services: KeyringServices): KeyringClient {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  exposeKeyring(keyringService(services), port2);
  port1.start();
  return createKeyring(() => port1);
}

describe("slow work behind the worker's door", () => {
  it("tells the page how far it is, no more often than anybody sees, and ends at all of it", async () => {
    const seen: number[] = [];
    const made = await joined(keyringServices()).createPassphraseKey({ name: "Root", now: NOW, passphrase: passphraseOf(TEXT) }, { onProgress: (fraction) => seen.push(fraction) });
    expect(made.ok).toBe(true);
    await expect.poll(() => seen.at(-1)).toBe(1); // a port of its own: its last message may come after the answer
    expect(seen.toSorted((a, b) => a - b)).toEqual(seen);
    expect(seen.length).toBeGreaterThan(20);
    expect(seen.length).toBeLessThanOrEqual(102);
  });

  it("stops when the page asks, and leaves no key", async () => {
    const services = keyringServices();
    const slow = keyringServices({ ...services, kdf: { ...services.kdf, sealCost: () => Promise.resolve(scryptCost(2 ** 17, 8, 1)) } });
    const client = joined(slow);
    const stop = new AbortController();
    let last = 0;
    const asked = client.createPassphraseKey({ name: "Root", now: NOW, passphrase: passphraseOf(TEXT) }, { signal: stop.signal, onProgress: (fraction) => { last = fraction; stop.abort(); } });
    expect(await asked).toEqual({ ok: false, fault: { kind: "cancelled" } });
    expect(last).toBeLessThan(0.5);
    expect(value(await client.list()).entries).toEqual([]);
  });

  it("does not begin when the page had stopped it before", async () => {
    const client = joined(keyringServices());
    expect(await client.createPassphraseKey({ name: "Root", now: NOW, passphrase: passphraseOf(TEXT) }, { signal: AbortSignal.abort() })).toEqual({ ok: false, fault: { kind: "cancelled" } });
  });

  it("needs no watching", async () => {
    const client = joined(keyringServices());
    const { entry, backup } = value(await client.createPassphraseKey({ name: "Root", now: NOW, passphrase: passphraseOf(TEXT) }));
    expect((await client.proveBackup({ entryId: entry.id, now: NOW, file: backup, passphrase: passphraseOf(TEXT) })).ok).toBe(true);
  });
});

describe("a page whose storage others can read", () => {
  const services = (): KeyringServices => keyringServices({ origin: { keepsKeys: false, protocol: "file:" } });
  const fault = { kind: "origin-keeps-no-keys", protocol: "file:" };

  it("keeps no key, and still knows external keys and the practice keys, which anybody can make", async () => {
    const client = joined(services());
    expect(await client.createDeviceKey({ name: "Device", now: NOW })).toEqual({ ok: false, fault });
    expect(await client.createPassphraseKey({ name: "Passphrase", now: NOW, passphrase: passphraseOf(TEXT) })).toEqual({ ok: false, fault });
    expect(await client.importKey({ name: "Seed", now: NOW, file: new TextEncoder().encode("11".repeat(32)), as: { kind: "device" } })).toEqual({ ok: false, fault });
    expect((await client.importSeed({ name: "Practice", now: NOW, seed: new Uint8Array(32).fill(1), practice: true })).ok).toBe(true);
    expect((await client.addExternalKey({ name: "HSM", now: NOW, publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a" })).ok).toBe(true);
    expect(value(await client.list()).entries.map(({ name }) => name).toSorted()).toEqual(["HSM", "Practice"]);
  });
});

function value<T>(result: Result<T, KeyringFault>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}
