import "fake-indexeddb/auto";
import { randomBytes } from "node:crypto";
import { inspect } from "node:util";
import { openDB } from "idb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { utf8, type Bytes } from "../lib/bytes.ts";
import { fromHex, toHex } from "../lib/hex.ts";
import type { Result } from "../lib/result.ts";
import { instantFromMs } from "../lib/utc-instant.ts";
import { readPublicKey } from "../crypto/public-key.ts";
import { webCryptoVerifier } from "../crypto/webcrypto-verifier.ts";
import type { Digest } from "../tuf/model/ids.ts";
import { parseMetadata } from "../tuf/model/parse-metadata.ts";
import { DOCUMENT, REVIEWED } from "../test/document.ts";
import { keyringServices } from "../test/keyring-bench.ts";
import { makeNodeKey } from "../test/node-keys.ts";
import { createKeyring, type KeyringClient } from "./keyring-client.ts";
import { exposeKeyring } from "./keyring-door.ts";
import { keyringService } from "./keyring-service.ts";
import { indexedDbStore, StorageFailure, type KeyringStore } from "./keyring-store.ts";
import type { KeyringEntry, KeyringEntryId, KeyringFault } from "./keyring.ts";

const subtle = globalThis.crypto.subtle;
const NOW = instantFromMs(Date.UTC(2026, 10, 23));
const DEVICE = { kind: "device" } as const;
const LATER = instantFromMs(NOW + 1000);

let closers: (() => void)[] = [];
let changes = 0;

/** Client and service joined as page and worker are, by a channel that clones and transfers. */
function keyringOn(store: KeyringStore, platform: SubtleCrypto = subtle): KeyringClient {
  const { port1, port2 } = new MessageChannel();
  closers.push(() => port1.close(), () => port2.close());
  const service = keyringService(keyringServices({ subtle: platform, store, announce: () => changes++ }));
  exposeKeyring(service, port2);
  port1.start();
  return createKeyring(() => port1);
}

let keyring: KeyringClient;

beforeEach(async () => {
  const database = await openDB("countersign-keyring");
  database.close();
  await new Promise((resolve) => (indexedDB.deleteDatabase("countersign-keyring").onsuccess = resolve));
  changes = 0;
  keyring = keyringOn(indexedDbStore());
});

afterEach(() => {
  for (const close of closers) close();
  closers = [];
});

describe("a device key", () => {
  it("is Ed25519, stays in IndexedDB over a restart, and cannot be exported", async () => {
    const entry = value(await keyring.createDeviceKey({ name: "Work laptop", now: NOW }));
    expect(entry).toMatchObject({ name: "Work laptop", kind: "device", algorithm: "ed25519", practice: false, createdAt: NOW, lastUsedAt: undefined });
    const again = keyringOn(indexedDbStore());
    expect(value(await again.list()).entries).toEqual([entry]);

    const database = await openDB("countersign-keyring");
    const [record] = (await database.getAll("keys")) as { privateKey: CryptoKey }[]; // what the store writes
    database.close();
    for (const format of ["pkcs8", "jwk"] as const) {
      await expect(subtle.exportKey(format, record?.privateKey ?? ({} as CryptoKey))).rejects.toThrow(/extractable/); // the record is there, or this throws for another reason
    }
  });

  it("is ECDSA P-256 where the platform lacks Ed25519", async () => {
    const entry = value(await keyringOn(indexedDbStore(), withoutEd25519()).createDeviceKey({ name: "Old browser", now: NOW }));
    expect(entry.algorithm).toBe("ecdsa-p256");
    await signsAndVerifies(keyring, entry);
  });
});

describe("a PKCS#8 PEM file", () => {
  it.each(["ed25519", "ecdsa-p256"] as const)("of %s gives the public key that OpenSSL sees, and signs", async (algorithm) => {
    const { privateKey, material } = makeNodeKey(algorithm);
    const pem = utf8(privateKey.export({ type: "pkcs8", format: "pem" }).toString());
    const { entry } = value(await keyring.importKey({ name: "From a file", file: pem, as: DEVICE, now: NOW }));
    expect(entry).toMatchObject({ kind: "device", origin: "imported", algorithm, fingerprint: material.fingerprint });
    expect(pem.length).toBe(0); // transferred: the page has no copy
    await signsAndVerifies(keyring, entry);
  });

  it("is wiped where it lies, accepted or not", async () => {
    const service = keyringService(keyringServices());
    const good = utf8(makeNodeKey("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString());
    const bad = utf8(makeNodeKey("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString().replace("PRIVATE KEY-----\n", "PRIVATE KEY-----\n!"));
    expect((await service.importKey({ name: "a", file: good, as: DEVICE, now: NOW })).ok).toBe(true);
    expect((await service.importKey({ name: "b", file: bad, as: DEVICE, now: NOW })).ok).toBe(false);
    expect(good.every((byte) => byte === 0) && bad.every((byte) => byte === 0)).toBe(true);
  });

  it("leaves the keyring as it was, and tells nobody, when it is refused", async () => {
    expect(await keyring.importKey({ name: "Refused", file: utf8("hello"), as: DEVICE, now: NOW })).toEqual({ ok: false, fault: { kind: "key-file-unrecognised" } });
    expect(value(await keyring.list())).toEqual({ entries: [], damaged: [] });
    expect(changes).toBe(0);
  });

  it("is refused for Ed25519 where the platform lacks it", async () => {
    const old = keyringOn(indexedDbStore(), withoutEd25519());
    expect(await old.importKey({ name: "x", file: utf8(makeNodeKey("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString()), as: DEVICE, now: NOW })).toEqual({ ok: false, fault: { kind: "algorithm-unsupported", algorithm: "ed25519" } });
  });
});

describe("the list", () => {
  it("never holds the same key material twice, whatever it is called and however it came", async () => {
    const { privateKey } = makeNodeKey("ecdsa-p256");
    const pem = (): Bytes => utf8(privateKey.export({ type: "pkcs8", format: "pem" }).toString());
    const { entry } = value(await keyring.importKey({ name: "First", file: pem(), as: DEVICE, now: NOW }));
    const fault = { kind: "key-already-here", id: entry.id, name: "First", entryKind: "device" };
    expect(await keyring.importKey({ name: "Second", file: pem(), as: DEVICE, now: NOW })).toEqual({ ok: false, fault });
    expect(await keyring.addExternalKey({ name: "Third", publicKey: entry.publicKey.hex, now: NOW })).toEqual({ ok: false, fault });
  });

  it("keeps names apart, trimmed and within bounds", async () => {
    const first = value(await keyring.createDeviceKey({ name: "  Work   laptop ", now: NOW }));
    expect(first.name).toBe("Work laptop");
    expect(await keyring.createDeviceKey({ name: "Work laptop", now: NOW })).toEqual({ ok: false, fault: { kind: "name-taken", name: "Work laptop" } });
    expect(await keyring.rename(first.id, " ")).toEqual({ ok: false, fault: { kind: "name-empty" } });
    expect(await keyring.rename(first.id, "x".repeat(81))).toEqual({ ok: false, fault: { kind: "name-too-long", limit: 80 } });
    expect(value(await keyring.rename(first.id, "Work laptop")).name).toBe("Work laptop");
    expect(value(await keyring.rename(first.id, "Desk")).name).toBe("Desk");
    expect(value(await keyring.list()).entries.map((key) => key.name)).toEqual(["Desk"]);
  });

  it("loses what is removed, and the practice keys all at once", async () => {
    const kept = value(await keyring.createDeviceKey({ name: "Kept", now: NOW }));
    const gone = value(await keyring.createDeviceKey({ name: "Gone", now: NOW }));
    const seed = (): Bytes => new Uint8Array(randomBytes(32));
    const practice = [value(await keyring.importSeed({ name: "Kept", seed: seed(), practice: true, now: NOW })), value(await keyring.importSeed({ name: "Ben", seed: seed(), practice: true, now: LATER }))];
    expect(value(await keyring.remove(gone.id))).toBe(gone.id);
    expect(await keyring.remove(gone.id)).toEqual({ ok: false, fault: { kind: "no-such-entry", id: gone.id } });
    expect(new Set(value(await keyring.removePractice()))).toEqual(new Set(practice.map((key) => key.id)));
    expect(value(await keyring.list()).entries).toEqual([kept]);
  });

  it("announces changes and nothing else", async () => {
    const entry = value(await keyring.createDeviceKey({ name: "One", now: NOW }));
    await keyring.list();
    await keyring.exportPublic(entry.id);
    expect(changes).toBe(1);
    await keyring.remove(entry.id);
    expect(changes).toBe(2);
  });

  it("holds external keys of every algorithm by their public part alone", async () => {
    for (const algorithm of ["ed25519", "ecdsa-p256", "ecdsa-p384", "rsa-pss-sha256"] as const) {
      const publicKey = pemOf(makeNodeKey(algorithm));
      const entry = value(await keyring.addExternalKey({ name: algorithm, publicKey, now: NOW }));
      expect(entry).toMatchObject({ kind: "external", algorithm, publicKey: { pem: publicKey } });
      expect(await keyring.sign({ entryId: entry.id, documentBytes: DOCUMENT, reviewedDigest: REVIEWED, now: NOW })).toEqual({ ok: false, fault: { kind: "entry-is-external", name: algorithm } });
    }
  });
});

describe("signing", () => {
  it("covers the canonical bytes, is noted in the list, and the file is left alone", async () => {
    const entry = value(await keyring.createDeviceKey({ name: "Signer", now: NOW }));
    const before = toHex(DOCUMENT);
    await signsAndVerifies(keyring, entry);
    expect(toHex(DOCUMENT)).toBe(before);
    expect(value(await keyring.list()).entries[0]?.lastUsedAt).toBe(LATER);
  });

  it("refuses when the bytes are not what was reviewed", async () => {
    const entry = value(await keyring.createDeviceKey({ name: "Signer", now: NOW }));
    const changed = utf8(new TextDecoder().decode(DOCUMENT).replace('"version": 1', '"version": 2'));
    const refused = await keyring.sign({ entryId: entry.id, documentBytes: changed, reviewedDigest: REVIEWED, now: LATER });
    expect(refused).toEqual({ ok: false, fault: { kind: "digest-differs", reviewed: REVIEWED, computed: digestOf(changed) } });
    expect(value(await keyring.list()).entries[0]?.lastUsedAt).toBeUndefined();
  });

  it.each([
    ["plain text", "pay 100", "json-syntax"],
    ["JSON that is no metadata", '{"amount": 100}', "not-metadata"],
    ["metadata of an unknown type", '{"signed": {"_type": "invoice", "spec_version": "1.0", "version": 1, "expires": "2030-01-01T00:00:00Z"}, "signatures": []}', "unknown-type"],
    ["duplicate keys", '{"signed": {"_type": "root", "_type": "root"}, "signatures": []}', "json-duplicate-key"],
  ])("refuses %s", async (_, text, kind) => {
    const entry = value(await keyring.createDeviceKey({ name: "Signer", now: NOW }));
    const reviewedDigest = "00".repeat(32) as Digest; // never reached
    const refused = await keyring.sign({ entryId: entry.id, documentBytes: utf8(text), reviewedDigest, now: NOW });
    expect(refused).toMatchObject({ ok: false, fault: { kind: "document-not-signable", document: { kind } } });
  });

  it("refuses a signature that independent code does not verify", async () => {
    const entry = value(await keyring.createDeviceKey({ name: "Signer", now: NOW }));
    const lying = proxied({ sign: async () => new Uint8Array(64).buffer });
    const refused = await keyringOn(indexedDbStore(), lying).sign({ entryId: entry.id, documentBytes: DOCUMENT, reviewedDigest: REVIEWED, now: NOW });
    expect(refused).toEqual({ ok: false, fault: { kind: "second-opinion-refused", algorithm: "ed25519" } });
  });

  it("says when the key is gone", async () => {
    const entryId = "ed25519:00" as KeyringEntryId; // of a key that another tab removed
    expect(await keyring.sign({ entryId, documentBytes: DOCUMENT, reviewedDigest: REVIEWED, now: NOW })).toEqual({ ok: false, fault: { kind: "no-such-entry", id: entryId } });
  });
});

describe("what leaves the keyring", () => {
  it("holds no private part: not the answers, not the faults, not the database as JSON", async () => {
    const seed = new Uint8Array(randomBytes(32));
    const needles = needlesOf(seed);
    const pem = (): Bytes => utf8(`-----BEGIN PRIVATE KEY-----\n${Buffer.from(`302e020100300506032b657004220420${needles[0]}`, "hex").toString("base64")}\n-----END PRIVATE KEY-----\n`);
    const { entry } = value(await keyring.importKey({ name: "Secret", file: pem(), as: DEVICE, now: NOW }));
    const database = async (): Promise<unknown> => {
      const opened = await openDB("countersign-keyring");
      const records = await opened.getAll("keys");
      opened.close();
      return records;
    };
    const seen = [
      entry,
      await keyring.list(),
      await keyring.importSeed({ name: "Again", seed: new Uint8Array(seed), practice: true, now: NOW }),
      await keyring.importKey({ name: "Twice", file: pem(), as: DEVICE, now: NOW }),
      await keyring.importKey({ name: "Cut", file: pem().slice(0, 90), as: DEVICE, now: NOW }),
      await keyring.addExternalKey({ name: "Private by mistake", publicKey: new TextDecoder().decode(pem()), now: NOW }),
      await keyring.exportPublic(entry.id),
      await keyring.sign({ entryId: entry.id, documentBytes: DOCUMENT, reviewedDigest: REVIEWED, now: NOW }),
      await database(),
    ];
    const dump = `${inspect(seen, { depth: 20, maxStringLength: null, maxArrayLength: null })}\n${JSON.stringify(seen)}`;
    expect(dump).toContain(entry.publicKey.hex);
    for (const needle of needles) expect(dump.includes(needle)).toBe(false);
  });
});

describe("storage that fails", () => {
  it("is a fault with the browser's own name for it", async () => {
    const broken: KeyringStore = { read: () => Promise.reject(new StorageFailure("UnknownError")), change: () => Promise.reject(new StorageFailure("UnknownError")) };
    expect(await keyringOn(broken).list()).toEqual({ ok: false, fault: { kind: "keyring-storage", trouble: "failed", error: "UnknownError" } });
  });

  it("after signing does not lose the signature", async () => {
    const store = indexedDbStore();
    const entry = value(await keyringOn(store).createDeviceKey({ name: "Signer", now: NOW }));
    const full = keyringOn({ ...store, change: () => Promise.reject(new StorageFailure("QuotaExceededError")) });
    expect((await full.sign({ entryId: entry.id, documentBytes: DOCUMENT, reviewedDigest: REVIEWED, now: NOW })).ok).toBe(true);
  });
});

async function signsAndVerifies(on: KeyringClient, entry: KeyringEntry): Promise<void> {
  const signature = value(await on.sign({ entryId: entry.id, documentBytes: DOCUMENT, reviewedDigest: REVIEWED, now: LATER }));
  const document = parseMetadata(DOCUMENT);
  const key = readPublicKey(entry.publicKey.tufKeyJson);
  if (!document.ok || !key.ok) throw new Error("what was signed does not parse");
  const bytes = fromHex(signature.signatureHex) ?? new Uint8Array();
  expect(signature).toMatchObject({ digest: document.value.digest, fingerprint: entry.fingerprint });
  expect(await webCryptoVerifier(subtle).verify(key.value.material, document.value.signedBytes, bytes)).toBe(true);
}

function value<T>(result: Result<T, KeyringFault>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}

function digestOf(bytes: Bytes): Digest {
  const parsed = parseMetadata(bytes);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.fault));
  return parsed.value.digest;
}

function pemOf({ material }: ReturnType<typeof makeNodeKey>): string {
  const der = material.algorithm === "rsa-pss-sha256" ? material.spki : undefined;
  if (der !== undefined) return `-----BEGIN PUBLIC KEY-----\n${(Buffer.from(der).toString("base64").match(/.{1,64}/g) ?? []).join("\n")}\n-----END PUBLIC KEY-----\n`;
  const hex = material.algorithm === "ed25519" ? toHex(material.publicKey) : "point" in material ? toHex(material.point) : "";
  const read = readPublicKey(hex);
  if (!read.ok) throw new Error(read.fault.kind);
  return read.value.pem;
}

function withoutEd25519(): SubtleCrypto {
  const refuse = (): Promise<never> => Promise.reject(new DOMException("unknown algorithm", "NotSupportedError"));
  const isEd25519 = (algorithm: unknown): boolean => algorithm === "Ed25519";
  return proxied({
    generateKey: (...args: Parameters<SubtleCrypto["generateKey"]>) => (isEd25519(args[0]) ? refuse() : subtle.generateKey(...args)),
    importKey: (...args: unknown[]) => (isEd25519(args[2]) ? refuse() : Reflect.apply(subtle.importKey, subtle, args)),
  });
}

/** The real platform with some functions replaced. */
function proxied(replaced: object): SubtleCrypto {
  return new Proxy(subtle, {
    get: (target, name) => {
      const own: unknown = Reflect.get(replaced, name) ?? Reflect.get(target, name);
      return typeof own === "function" ? own.bind(target) : own;
    },
  });
}

/** How a secret would look in a dump: hex, base64, base64url and as a list of numbers. */
function needlesOf(seed: Uint8Array): readonly [string, ...string[]] {
  const buffer = Buffer.from(seed);
  return [buffer.toString("hex"), buffer.toString("base64").slice(0, 40), buffer.toString("base64url").slice(0, 40), [...seed].join(", "), [...seed].join(",")];
}
