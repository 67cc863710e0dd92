import { createDecipheriv, createPrivateKey, createPublicKey, hkdfSync, scryptSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Result } from "../lib/result.ts";
import { instantFromMs } from "../lib/utc-instant.ts";
import { Authenticator } from "../test/authenticator.ts";
import { keyringServices, memoryStore } from "../test/keyring-bench.ts";
import type { KeyringFault } from "./keyring.ts";
import type { Sealed } from "./keyring-record.ts";
import { keyringService } from "./keyring-service.ts";
import { passphraseOf } from "./passphrase.ts";

// What lies in the database, opened by independent code as ADR 15 writes it down: a later release must find it again,
// and a seal whose text of what it belongs to were left out or changed would open here no more.

const NOW = instantFromMs(Date.UTC(2026, 10, 23));
const TEXT = "correct horse battery staple";

describe("what is stored of a key", () => {
  it("under a passphrase is AES-256-GCM under scrypt, bound to its id and its cost", async () => {
    const store = memoryStore();
    const { entry } = value(await keyringService(keyringServices({ store })).createPassphraseKey({ name: "Root", now: NOW, passphrase: passphraseOf(TEXT) }));
    const [record] = (await store.read()).keys;
    if (record?.kind !== "passphrase") throw new Error("this is the one record");
    const { n, r, p, salt } = record.sealed;
    const key = scryptSync(TEXT, salt, 32, { N: n, r, p });
    const belongsTo = (id: string): string => ["countersign passphrase key v1", id, "scrypt", n, r, p, Buffer.from(salt).toString("hex")].join("\n");
    expect(publicHexOf(open(key, record.sealed, belongsTo(entry.id)))).toBe(entry.publicKey.hex);
    expect(() => open(key, record.sealed, belongsTo(entry.id.replace(/.$/, "x")))).toThrow();
    expect(() => open(key, record.sealed, "")).toThrow();
  });

  it("under a passkey is AES-256-GCM under HKDF of the PRF, bound to its id, the host and the passkey", async () => {
    const [store, authenticator] = [memoryStore(), new Authenticator()];
    const entry = value(await keyringService(keyringServices({ store })).createWrappedKey({ name: "Root", now: NOW, answer: await authenticator.answer("wrap"), acknowledgedSync: false }));
    const [record] = (await store.read()).keys;
    if (record?.kind !== "wrapped") throw new Error("this is the one record");
    const [wrap] = record.wraps;
    const place = [record.rpId, wrap.credentialId];
    const { prf } = await authenticator.answer("wrap");
    const key = Buffer.from(hkdfSync("sha256", prf, "countersign passkey hkdf v1: wrap a signing key", ["aes-256-gcm key", ...place].join("\n"), 32));
    const belongsTo = ["countersign wrapped key v1", entry.id, ...place];
    expect(publicHexOf(open(key, wrap, belongsTo.join("\n")))).toBe(entry.publicKey.hex);
    for (const at of belongsTo.keys()) expect(() => open(key, wrap, belongsTo.with(at, "another").join("\n"))).toThrow();
  });
});

function open(key: Uint8Array, { iv, ciphertext }: Sealed, belongsTo: string): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, iv);
  decipher.setAAD(Buffer.from(belongsTo));
  decipher.setAuthTag(ciphertext.subarray(-16));
  return Buffer.concat([decipher.update(ciphertext.subarray(0, -16)), decipher.final()]);
}

function publicHexOf(seed: Buffer): string {
  const key = createPrivateKey({ key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]), format: "der", type: "pkcs8" });
  return createPublicKey(key).export({ type: "spki", format: "der" }).subarray(-32).toString("hex");
}

function value<T>(result: Result<T, KeyringFault>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}
