import { createPrivateKey, createPublicKey, generateKeyPairSync, verify, type KeyObject } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { utf8, type Bytes } from "../../lib/bytes.ts";
import { fromHex } from "../../lib/hex.ts";
import type { Result } from "../../lib/result.ts";
import { instantFromMs } from "../../lib/utc-instant.ts";
import { DOCUMENT, REVIEWED, signedBytes } from "../../test/document.ts";
import { armour, claimPbes2, writeGoTuf, writeOpenSsh, writeSecuresystemslib } from "../../test/key-file-writers.ts";
import { keyringServices } from "../../test/keyring-bench.ts";
import { keyringService } from "../keyring-service.ts";
import type { ImportedKey, KeyFileFormat, KeyringFault } from "../keyring.ts";
import { passphraseOf, passphraseOfFile } from "../passphrase.ts";

const NOW = instantFromMs(Date.UTC(2026, 10, 23));
const TEXT = "open sesame";

const ed25519 = generateKeyPairSync("ed25519").privateKey;
const p256 = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
const p384 = generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey;
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const another = generateKeyPairSync("ed25519").privateKey;

const pkcs8 = (key: KeyObject): string => key.export({ type: "pkcs8", format: "pem" }).toString();
const pkcs8Der = (key: KeyObject): Buffer => key.export({ type: "pkcs8", format: "der" });
const encrypted = (key: KeyObject, cipher = "aes-256-cbc", passphrase = TEXT): string => key.export({ type: "pkcs8", format: "pem", cipher, passphrase }).toString();
const seedOf = (key: KeyObject): string => pkcs8Der(key).subarray(-32).toString("hex");

function open(file: string | Uint8Array, text?: string): Promise<Result<ImportedKey, KeyringFault>> {
  const bytes = typeof file === "string" ? utf8(file) : new Uint8Array(file);
  return keyringService(keyringServices()).importKey({ name: "Imported", now: NOW, file: bytes, as: { kind: "device" }, ...(text === undefined ? {} : { filePassphrase: passphraseOfFile(text) }) });
}

type Case = readonly [string, KeyObject, KeyFileFormat, string];

const PLAIN: readonly Case[] = [
  ["PKCS#8 of Ed25519", ed25519, "pkcs8", pkcs8(ed25519)],
  ["PKCS#8 of P-256", p256, "pkcs8", pkcs8(p256)],
  ["PKCS#8 of P-384", p384, "pkcs8", pkcs8(p384)],
  ["PKCS#8 of RSA", rsa, "pkcs8", pkcs8(rsa)],
  ["PKCS#8, version 2, with the public part", ed25519, "pkcs8", armour("PRIVATE KEY", withPublicPart(ed25519, ed25519))],
  ["PKCS#8 with Windows line ends and text around it", ed25519, "pkcs8", `Bag Attributes\r\n${pkcs8(ed25519).replaceAll("\n", "\r\n")}\r\nend`],
  ["SEC 1 of P-256", p256, "sec1", p256.export({ type: "sec1", format: "pem" }).toString()],
  ["SEC 1 of P-384, behind its parameters", p384, "sec1", `-----BEGIN EC PARAMETERS-----\nBgUrgQQAIg==\n-----END EC PARAMETERS-----\n${p384.export({ type: "sec1", format: "pem" }).toString()}`],
  ["PKCS#1", rsa, "pkcs1", rsa.export({ type: "pkcs1", format: "pem" }).toString()],
  ["OpenSSH of Ed25519", ed25519, "openssh", writeOpenSsh(ed25519)],
  ["OpenSSH of P-256", p256, "openssh", writeOpenSsh(p256)],
  ["OpenSSH of P-384", p384, "openssh", writeOpenSsh(p384)],
  ["go-tuf of Ed25519", ed25519, "go-tuf", writeGoTuf([ed25519])],
  ["go-tuf of P-256", p256, "go-tuf", writeGoTuf([p256])],
  ["go-tuf of RSA", rsa, "go-tuf", writeGoTuf([rsa])],
  ["securesystemslib", ed25519, "securesystemslib", writeSecuresystemslib(ed25519)],
  ["a seed in hex", ed25519, "seed", seedOf(ed25519)],
  ["a seed in capitals with a line end", ed25519, "seed", `${seedOf(ed25519).toUpperCase()}\n`],
];

const ENCRYPTED: readonly Case[] = [
  ...["aes-128-cbc", "aes-192-cbc", "aes-256-cbc"].map((cipher): Case => [`PKCS#8 under PBKDF2 and ${cipher}`, ed25519, "pkcs8", encrypted(ed25519, cipher)]),
  ["PKCS#8 of P-384, encrypted", p384, "pkcs8", encrypted(p384)],
  ["PKCS#8 of RSA, encrypted", rsa, "pkcs8", encrypted(rsa)],
  ...(["aes128-ctr", "aes192-ctr", "aes256-ctr", "aes128-cbc", "aes256-cbc", "aes256-gcm@openssh.com"] as const).map((cipher): Case => [`OpenSSH under ${cipher}`, ed25519, "openssh", writeOpenSsh(ed25519, { passphrase: TEXT, cipher })]),
  ["OpenSSH of P-256, encrypted", p256, "openssh", writeOpenSsh(p256, { passphrase: TEXT, rounds: 2 })],
  ["go-tuf of Ed25519, encrypted", ed25519, "go-tuf", writeGoTuf([ed25519], TEXT)],
  ["go-tuf of P-256, encrypted", p256, "go-tuf", writeGoTuf([p256], TEXT)],
  ["go-tuf of RSA, encrypted", rsa, "go-tuf", writeGoTuf([rsa], TEXT)],
  ["securesystemslib, encrypted", ed25519, "securesystemslib", writeSecuresystemslib(ed25519, TEXT)],
];

describe("a key file", () => {
  it.each(PLAIN)("of %s gives its key, which signs", async (_, key, format, file) => {
    await signs(key, format, false, await open(file));
  });

  it.each(ENCRYPTED)("of %s gives its key to its passphrase and to no other", async (_, key, format, file) => {
    await signs(key, format, true, await open(file, TEXT));
    expect(await open(file)).toEqual({ ok: false, fault: { kind: "key-file-needs-passphrase", format } });
    expect(await open(file, "open says me")).toEqual({ ok: false, fault: { kind: "key-file-passphrase-wrong", format } });
  });

  it("under scrypt, as our own backups are, opens as any other", async () => {
    const keyring = keyringService(keyringServices());
    const { entry, backup } = value(await keyring.createPassphraseKey({ name: "Root", now: NOW, algorithm: "ecdsa-p256", passphrase: passphraseOf("correct horse battery") }));
    expect(value(await open(backup, "correct horse battery"))).toMatchObject({ format: "pkcs8", fileWasEncrypted: true, entry: { fingerprint: entry.fingerprint } });
  });

  it("opens with a passphrase as it was typed, and as this app writes it", async () => {
    const typed = "ﬁne Ångström".normalize("NFD");
    expect((await open(encrypted(ed25519, "aes-256-cbc", typed), typed)).ok).toBe(true);
    expect((await open(encrypted(ed25519, "aes-256-cbc", typed.normalize("NFKC")), typed)).ok).toBe(true);
    expect((await open(encrypted(ed25519, "aes-256-cbc", typed.normalize("NFC")), typed)).ok).toBe(false);
  });

  it("that needs no passphrase opens whatever passphrase is given", async () => {
    expect((await open(pkcs8(ed25519), TEXT)).ok).toBe(true);
  });

  it("of ECDSA may leave zeros at the beginning of its number out", async () => {
    const key = createPrivateKey({ key: sec1Of(Buffer.concat([Buffer.alloc(1), Buffer.alloc(31, 7)])), format: "der", type: "sec1" });
    await signs(key, "sec1", false, await open(armour("EC PRIVATE KEY", sec1Of(Buffer.alloc(31, 7)))));
  });

  it.each<[string, string, KeyringFault]>([
    ["nothing", " \n", { kind: "key-file-empty" }],
    ["text that is no key", "hello", { kind: "key-file-unrecognised" }],
    ["JSON that is no key", '{"version": 1}', { kind: "key-file-unrecognised" }],
    ["a public key", createPublicKey(rsa).export({ type: "spki", format: "pem" }).toString(), { kind: "key-file-other-block", label: "PUBLIC KEY" }],
    ["a public key of OpenSSH", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGYB someone@example", { kind: "key-file-public" }],
    ["a public key object of TUF", JSON.stringify({ keytype: "ed25519", scheme: "ed25519", keyval: { public: "00".repeat(32) } }), { kind: "key-file-public" }],
    ["two PEM keys", pkcs8(ed25519) + pkcs8(p256), { kind: "key-file-several-keys" }],
    ["two keys of go-tuf", writeGoTuf([ed25519, p256]), { kind: "key-file-several-keys" }],
    ["a file of megabytes", "x".repeat(70_000), { kind: "key-file-too-large", limitBytes: 65_536 }],
    ["PEM without its end line", pkcs8(ed25519).slice(0, 60), { kind: "key-file-damaged", format: "pkcs8", why: "cut" }],
    ["PEM whose body is no base64", pkcs8(ed25519).replace("M", "?"), { kind: "key-file-damaged", format: "pkcs8", why: "not-text" }],
    ["DER that ends too soon", armour("PRIVATE KEY", pkcs8Der(p256).subarray(0, -10)), { kind: "key-file-damaged", format: "pkcs8", why: "structure" }],
    ["DER with data after it", armour("PRIVATE KEY", Buffer.concat([pkcs8Der(p256), Buffer.from("0500", "hex")])), { kind: "key-file-damaged", format: "pkcs8", why: "structure" }],
    ["an Ed25519 seed of 31 bytes", armour("PRIVATE KEY", Buffer.from(`302d020100300506032b65700421041f${"11".repeat(31)}`, "hex")), { kind: "key-file-damaged", format: "pkcs8", why: "structure" }],
    ["a scalar beyond the order", armour("EC PRIVATE KEY", sec1Of(Buffer.alloc(32, 0xff))), { kind: "private-key-out-of-range", algorithm: "ecdsa-p256" }],
    ["a scalar of 33 bytes", armour("EC PRIVATE KEY", sec1Of(Buffer.alloc(33, 1))), { kind: "key-file-damaged", format: "sec1", why: "structure" }],
    ["Ed448", pkcs8(generateKeyPairSync("ed448").privateKey), { kind: "key-kind-unsupported", found: "Ed448" }],
    ["X25519", pkcs8(generateKeyPairSync("x25519").privateKey), { kind: "key-kind-unsupported", found: "X25519" }],
    ["DSA", pkcs8(generateKeyPairSync("dsa", { modulusLength: 1024, divisorLength: 160 }).privateKey), { kind: "key-kind-unsupported", found: "DSA" }],
    ["RSA for RSA-PSS alone", pkcs8(generateKeyPairSync("rsa-pss", { modulusLength: 2048 }).privateKey), { kind: "key-kind-unsupported", found: "RSA for RSA-PSS alone" }],
    ["P-521", pkcs8(generateKeyPairSync("ec", { namedCurve: "P-521" }).privateKey), { kind: "key-kind-unsupported", found: "ECDSA P-521" }],
    ["secp256k1 in SEC 1", generateKeyPairSync("ec", { namedCurve: "secp256k1" }).privateKey.export({ type: "sec1", format: "pem" }).toString(), { kind: "key-kind-unsupported", found: "ECDSA secp256k1" }],
    ["RSA of 1024 bits", pkcs8(generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey), { kind: "key-rsa-too-short", bits: 1024 }],
    ["OpenSSL's old encryption", p256.export({ type: "sec1", format: "pem", cipher: "aes-256-cbc", passphrase: "x" }).toString(), { kind: "key-file-protection-unsupported", format: "sec1", found: "OpenSSL's old form (DEK-Info)" }],
    ["3DES", encrypted(ed25519, "des-ede3-cbc"), { kind: "key-file-protection-unsupported", format: "pkcs8", found: "3DES" }],
    ["OpenSSH under ChaCha20", writeOpenSsh(ed25519, { passphrase: TEXT, claims: { cipher: "chacha20-poly1305@openssh.com" } }), { kind: "key-file-protection-unsupported", format: "openssh", found: "the cipher chacha20-poly1305@openssh.com" }],
    ["the public part of another key in PKCS#8", armour("PRIVATE KEY", withPublicPart(ed25519, generateKeyPairSync("ed25519").privateKey)), { kind: "key-file-halves-differ", format: "pkcs8" }],
    ["the public part of another key in OpenSSH", writeOpenSsh(p256, { publicOf: generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey }), { kind: "key-file-halves-differ", format: "openssh" }],
    ...["outside the private part", "inside it", "behind the seed"].map((where, at): [string, string, KeyringFault] => [`the public part of another key in OpenSSH, ${where}`, naming(writeOpenSsh(ed25519), at), { kind: "key-file-halves-differ", format: "openssh" }]),
    ["the public part of another key in OpenSSH, outside, of P-256", naming(writeOpenSsh(p256), 0, p256, generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey), { kind: "key-file-halves-differ", format: "openssh" }],
    ["the public part of another key in go-tuf, of P-256", writeGoTuf([p256]).replace(publicJson(p256), publicJson(generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey)), { kind: "key-file-halves-differ", format: "go-tuf" }],
    ["the public part of another key in go-tuf, of RSA", writeGoTuf([rsa]).replace(publicJson(rsa), publicJson(generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey)), { kind: "key-file-halves-differ", format: "go-tuf" }],
    ["the public part of another key in go-tuf, of Ed25519", writeGoTuf([ed25519]).replace(rawPublic(ed25519).toString("hex"), rawPublic(another).toString("hex")), { kind: "key-file-halves-differ", format: "go-tuf" }],
    ["the public part of another key in go-tuf, behind the seed", writeGoTuf([ed25519]).replace(seedOf(ed25519) + rawPublic(ed25519).toString("hex"), seedOf(ed25519) + rawPublic(another).toString("hex")), { kind: "key-file-halves-differ", format: "go-tuf" }],
    ["ASN.1 with a time that is none", armour("PRIVATE KEY", Buffer.from("300418023130", "hex")), { kind: "key-file-damaged", format: "pkcs8", why: "structure" }],
    ["ASN.1 that is nested without end", armour("PRIVATE KEY", Buffer.from("3080".repeat(20_000), "hex")), { kind: "key-file-damaged", format: "pkcs8", why: "structure" }],
    ["a block that another one ends", `-----BEGIN PRIVATE KEY-----\nAAAA\n-----END OTHER-----\n-----END PRIVATE KEY-----`, { kind: "key-file-damaged", format: "pkcs8", why: "cut" }],
    ["OpenSSH with another padding", writeOpenSsh(ed25519, { claims: { padding: 9 } }), { kind: "key-file-damaged", format: "openssh", why: "structure" }],
    ["two keys of OpenSSH", writeOpenSsh(ed25519, { claims: { keys: 2 } }), { kind: "key-file-several-keys" }],
    ["hex between @@@@ that is none", "zz@@@@1000@@@@00@@@@00@@@@00", { kind: "key-file-damaged", format: "securesystemslib", why: "structure" }],
  ])("of %s is refused, and keeps the keyring as it was", async (_, file, fault) => {
    const keyring = keyringService(keyringServices());
    expect(await keyring.importKey({ name: "Refused", now: NOW, file: utf8(file), as: { kind: "device" } })).toEqual({ ok: false, fault });
    expect(value(await keyring.list())).toEqual({ entries: [], damaged: [] });
  });

  it("of ECDSA may name its public part by one coordinate", async () => {
    const { d = "", x = "", y = "" } = p256.export({ format: "jwk" });
    const odd = ((Buffer.from(y, "base64url").at(-1) ?? 0) & 1) === 1;
    const body = Buffer.concat([Buffer.from("0201010420", "hex"), Buffer.from(d, "base64url"), Buffer.from("a00a06082a8648ce3d030107a1240322000" + (odd ? "3" : "2"), "hex"), Buffer.from(x, "base64url")]);
    await signs(p256, "sec1", false, await open(armour("EC PRIVATE KEY", Buffer.concat([Buffer.from([0x30, body.length]), body]))));
  });

  it("of thousands of beginnings is refused as fast as any other", async () => {
    const [few, many] = [200, 3200].map((count) => "-----BEGIN A-----".repeat(count));
    const fewMs = await duration(few ?? "");
    expect(await duration(many ?? "")).toBeLessThan(Math.max(16 * 8 * fewMs, 500)); // sixteen times as long; in its square it would be 256
  });

  it.each<[KeyFileFormat, string, string]>([
    ["go-tuf", writeGoTuf([ed25519], TEXT).replace('"N": 256', '"N": 4194304'), "scrypt with N 4194304, r 8, p 1"],
    ["go-tuf", writeGoTuf([ed25519], TEXT).replace('"N": 256', '"N": 257'), "scrypt with N 257, r 8, p 1"],
    ["go-tuf", writeGoTuf([ed25519], TEXT).replace('"p": 1', '"p": 33554432').replace('"N": 256', '"N": 2').replace('"r": 8', '"r": 1'), "scrypt with N 2, r 1, p 33554432"],
    ["go-tuf", writeGoTuf([ed25519], TEXT).replace('"r": 8', '"r": 2097152').replace('"N": 256', '"N": 2'), "scrypt with N 2, r 2097152, p 1"],
    ["securesystemslib", writeSecuresystemslib(ed25519, TEXT).replace("@@@@1000@@@@", "@@@@99999999@@@@"), "99999999 iterations"],
    ["openssh", writeOpenSsh(ed25519, { passphrase: TEXT, claims: { rounds: 257 } }), "257 rounds of bcrypt"],
    ["pkcs8", claimPbes2({ iterations: 20_000_001 }), "20000001 iterations"],
    ["pkcs8", claimPbes2({ iterations: 0 }), "0 iterations"],
    ["pkcs8", claimPbes2({ n: 2 ** 20, r: 8, p: 1 }), "scrypt with N 1048576, r 8, p 1"],
    ["pkcs8", claimPbes2({ n: 3, r: 8, p: 1 }), "scrypt with N 3, r 8, p 1"],
  ])("of %s that asks too much is refused before anything is computed", async (format, file, found) => {
    expect(await open(file, TEXT)).toEqual({ ok: false, fault: { kind: "key-file-too-costly", format, found } });
  });

  it("under PBKDF2 names the function that is not read", async () => {
    expect(await open(claimPbes2({ iterations: 1000, prf: "1.2.840.113549.2.8" }), TEXT)).toEqual({ ok: false, fault: { kind: "key-file-protection-unsupported", format: "pkcs8", found: "PBKDF2 with 1.2.840.113549.2.8" } });
    expect(await open(claimPbes2({ iterations: 1000, prf: "1.2.840.113549.2.9" }), TEXT)).toEqual({ ok: false, fault: { kind: "key-file-passphrase-wrong", format: "pkcs8" } });
  });

  it.each(ENCRYPTED.filter(([name]) => /gcm|go-tuf of Ed25519|securesystemslib/.test(name)))("of %s that was changed anywhere gives no other key, and nothing is thrown", async (_, key, __, file) => {
    const whole = value(await open(file, TEXT)).entry.fingerprint;
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), fc.integer({ min: 32, max: 126 }), async (at, code) => {
        const read = await open(file.slice(0, at) + String.fromCharCode(code) + file.slice(at + 1), TEXT);
        if (read.ok) expect(read.value.entry.fingerprint).toBe(whole);
      }),
      { numRuns: 40 },
    );
    expect(key.type).toBe("private");
  });

  it("of PKCS#8 of ECDSA that was changed gives no other key: its encryption is not authenticated, but it names its point", async () => {
    const at = (file: string): number => file.lastIndexOf("\n-----END") - 45; // in the last but one block of the ciphertext
    const changed = (file: string): string => file.slice(0, at(file)) + (file[at(file)] === "A" ? "B" : "A") + file.slice(at(file) + 1);
    const read = await open(changed(encrypted(p256)), TEXT);
    expect(read.ok).toBe(false);
  });

  it("of any bytes at all is an answer, and never a key", async () => {
    const keyring = keyringService(keyringServices());
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 400 }), fc.string({ maxLength: 400 }).map((text) => utf8(`-----BEGIN PRIVATE KEY-----${text}-----END PRIVATE KEY-----`)), fc.json().map(utf8)), async (bytes) => {
        expect((await keyring.importKey({ name: "x", now: NOW, file: new Uint8Array(bytes), as: { kind: "device" } })).ok).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});

describe("a key from a file", () => {
  it("tells how far it is, from nothing to all, while the file is opened and the key is sealed", async () => {
    const seen: number[] = [];
    const request = { name: "Imported", now: NOW, file: utf8(writeGoTuf([p256], TEXT)), filePassphrase: passphraseOfFile(TEXT), as: { kind: "passphrase", passphrase: passphraseOf("correct horse battery") } } as const;
    value(await keyringService(keyringServices()).importKey(request, { onProgress: (fraction) => seen.push(fraction) }));
    expect(seen.toSorted((a, b) => a - b)).toEqual(seen);
    expect(seen[0]).toBeLessThan(0.1);
    expect(seen.at(-1)).toBe(1);
  });

  it.each([["OpenSSH", writeOpenSsh(ed25519, { passphrase: TEXT })], ["PKCS#8", encrypted(ed25519)], ["go-tuf", writeGoTuf([ed25519], TEXT)]])("does not come in once the person has given up: %s", async (_, file) => {
    const keyring = keyringService(keyringServices());
    const stop = new AbortController();
    const asked = keyring.importKey({ name: "Imported", now: NOW, file: utf8(file), filePassphrase: passphraseOfFile(TEXT), as: { kind: "device" } }, { signal: stop.signal });
    stop.abort();
    expect(await asked).toEqual({ ok: false, fault: { kind: "cancelled" } });
    expect(value(await keyring.list()).entries).toEqual([]);
  });

  it("can be kept under a passphrase when it is Ed25519 or P-256, and only as a device key when it is not", async () => {
    for (const key of [ed25519, p256]) {
      const imported = value(await importAs(pkcs8(key), "passphrase"));
      expect(imported).toMatchObject({ entry: { kind: "passphrase", origin: "imported", backup: { state: "awaiting" } } });
      const restored = createPrivateKey({ key: Buffer.from(imported.backup ?? []), passphrase: "correct horse battery" });
      expect(restored.export({ type: "pkcs8", format: "der" })).toEqual(pkcs8Der(key));
    }
    expect(await importAs(pkcs8(p384), "passphrase")).toEqual({ ok: false, fault: { kind: "device-key-only", algorithm: "ecdsa-p384" } });
    expect(await importAs(pkcs8(rsa), "passphrase")).toEqual({ ok: false, fault: { kind: "device-key-only", algorithm: "rsa-pss-sha256" } });
  });

  it("is not opened at all where its name is taken, its new passphrase is too short, or no key is kept", async () => {
    const services = keyringServices();
    let derived = 0;
    const counting = { ...services, kdf: { ...services.kdf, derive: (...args: Parameters<typeof services.kdf.derive>) => { derived++; return services.kdf.derive(...args); } } };
    const keyring = keyringService(counting);
    value(await keyring.createDeviceKey({ name: "Taken", now: NOW }));
    const file = (): Bytes => utf8(writeGoTuf([p256], TEXT));
    const as = { kind: "device" } as const;
    expect(await keyring.importKey({ name: "Taken", now: NOW, file: file(), filePassphrase: passphraseOfFile(TEXT), as })).toMatchObject({ ok: false, fault: { kind: "name-taken" } });
    expect(await keyring.importKey({ name: "New", now: NOW, file: file(), filePassphrase: passphraseOfFile(TEXT), as: { kind: "passphrase", passphrase: passphraseOf("short") } })).toMatchObject({ ok: false, fault: { kind: "passphrase-too-short" } });
    expect(await keyringService({ ...counting, origin: { keepsKeys: false, protocol: "file:" } }).importKey({ name: "New", now: NOW, file: file(), filePassphrase: passphraseOfFile(TEXT), as })).toMatchObject({ ok: false, fault: { kind: "origin-keeps-no-keys" } });
    expect(derived).toBe(0);
  });

  it("is wiped where it lies, accepted or not", async () => {
    const keyring = keyringService(keyringServices());
    const files = [pkcs8(ed25519), writeOpenSsh(p256), writeGoTuf([rsa]), seedOf(ed25519), "no key"].map(utf8);
    for (const [index, file] of files.entries()) await keyring.importKey({ name: `Key ${index}`, now: NOW, file, as: { kind: "device" } });
    expect(files.every((file) => file.every((byte) => byte === 0))).toBe(true);
  });
});

function importAs(file: string, kind: "passphrase"): Promise<Result<ImportedKey, KeyringFault>> {
  return keyringService(keyringServices()).importKey({ name: "Imported", now: NOW, file: utf8(file), as: { kind, passphrase: passphraseOf("correct horse battery") } });
}

async function signs(key: KeyObject, format: KeyFileFormat, fileWasEncrypted: boolean, imported: Result<ImportedKey, KeyringFault>): Promise<void> {
  const { entry } = value(imported);
  expect(imported).toMatchObject({ value: { format, fileWasEncrypted, backup: undefined, entry: { kind: "device", origin: "imported" } } });
  const publicKey = createPublicKey(key);
  expect(entry.publicKey.pem).toBe(publicKey.export({ type: "spki", format: "pem" }));
  const keyring = keyringService(keyringServices());
  const again = value(await keyring.importKey({ name: "Signer", now: NOW, file: utf8(pkcs8(key)), as: { kind: "device" } }));
  expect(again.entry.id).toBe(entry.id);
  const signature = fromHex(value(await keyring.sign({ entryId: entry.id, documentBytes: DOCUMENT, reviewedDigest: REVIEWED, now: NOW })).signatureHex) ?? new Uint8Array();
  const hash = key.asymmetricKeyType === "ed25519" ? null : entry.algorithm === "ecdsa-p384" ? "sha384" : "sha256";
  // 6 is RSA_PKCS1_PSS_PADDING
  expect(verify(hash, signedBytes(), key.asymmetricKeyType === "rsa" ? { key: publicKey, padding: 6, saltLength: 32 } : publicKey, signature)).toBe(true);
}

/** Units: milliseconds of the processor. */
async function duration(file: string): Promise<number> {
  const before = process.cpuUsage();
  expect(await open(file)).toEqual({ ok: false, fault: { kind: "key-file-other-block", label: "A" } });
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function rawPublic(key: KeyObject): Buffer {
  const { x = "", y } = createPublicKey(key).export({ format: "jwk" });
  const first = Buffer.from(x, "base64url");
  return y === undefined ? first : Buffer.concat([Buffer.from([4]), first, Buffer.from(y, "base64url")]);
}

/** As it stands in JSON. */
function publicJson(key: KeyObject): string {
  return JSON.stringify(createPublicKey(key).export({ type: "spki", format: "pem" }));
}

/** The file of OpenSSH, with the public part of another key at one of the places where it stands. */
function naming(file: string, place: number, key = ed25519, other = another): string {
  const bytes = Buffer.from(file.split("\n").slice(1, -2).join(""), "base64");
  let at = -1;
  for (let i = 0; i <= place; i++) at = bytes.indexOf(rawPublic(key), at + 1);
  expect(at).toBeGreaterThan(0);
  rawPublic(other).copy(bytes, at);
  return armour("OPENSSH PRIVATE KEY", bytes, 70);
}

/** OneAsymmetricKey. Source: RFC 8410, 10.3. */
function withPublicPart(key: KeyObject, other: KeyObject): Bytes {
  const publicKey = createPublicKey(other).export({ type: "spki", format: "der" }).subarray(-32);
  return new Uint8Array(Buffer.concat([Buffer.from("3051020101300506032b657004220420", "hex"), pkcs8Der(key).subarray(-32), Buffer.from("812100", "hex"), publicKey]));
}

/** ECPrivateKey of P-256 that names its curve and no public part. */
function sec1Of(scalar: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from([2, 1, 1, 4, scalar.length]), scalar, Buffer.from("a00a06082a8648ce3d030107", "hex")]);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}

function value<T>(result: Result<T, KeyringFault>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}
