// Keys of every form, made by the tools that people have: they open here and sign, and what is exported here opens there.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { keyringService } from "../../src/keyring/keyring-service.ts";
import type { Keyring, KeyringEntry, KeyringFault } from "../../src/keyring/keyring.ts";
import { passphraseOf, passphraseOfFile } from "../../src/keyring/passphrase.ts";
import { scryptKdf } from "../../src/keyring/scrypt.ts";
import { toHex } from "../../src/lib/hex.ts";
import type { Result } from "../../src/lib/result.ts";
import { instantFromMs } from "../../src/lib/utc-instant.ts";
import { Authenticator } from "../../src/test/authenticator.ts";
import { DOCUMENT, REVIEWED, signedBytes } from "../../src/test/document.ts";
import { keyringServices } from "../../src/test/keyring-bench.ts";
import { python } from "./python.ts";

const now = instantFromMs(Date.now());
const TEXT = "correct horse battery staple";

interface KeyFile {
  readonly file: string;
  readonly format: string;
  readonly encrypted: boolean;
  /** The public key, as python-cryptography writes it. */
  readonly pem: string;
}

interface Signed {
  readonly key: string;
  readonly payload: string;
  readonly signature: string;
}

interface Backup {
  readonly file: string;
  readonly passphrase: string;
  readonly pem: string;
}

/** What the others say, one answer for each signature or backup. */
interface Said {
  readonly securesystemslib: readonly boolean[];
  readonly openssl: readonly boolean[];
  readonly opensslOpens: readonly boolean[];
  readonly cryptographyOpens: readonly boolean[];
}

test("keys that openssl, python-cryptography and ssh-keygen made, and files as go-tuf and securesystemslib write them, open here and sign", async ({}, info) => {
  test.setTimeout(300_000);
  const folder = await fresh(info.outputPath("keys"));
  const files = await madeIn(folder);
  expect(new Set(files.map(({ format }) => format)).size).toBe(7);
  const signed: Signed[] = [];
  for (const { file, format, encrypted, pem } of files) {
    await test.step(file, async () => {
      const keyring = keyringService(keyringServices());
      const open = async (text?: string): ReturnType<Keyring["importKey"]> =>
        keyring.importKey({ name: file, now, file: new Uint8Array(await readFile(join(folder, file))), as: { kind: "device" }, ...(text === undefined ? {} : { filePassphrase: passphraseOfFile(text) }) });
      if (encrypted) {
        expect(await open()).toMatchObject({ ok: false, fault: { kind: "key-file-needs-passphrase", format } });
        expect(await open("another passphrase")).toMatchObject({ ok: false, fault: { kind: "key-file-passphrase-wrong", format } });
      }
      const { entry, fileWasEncrypted } = value(await open(encrypted ? TEXT : undefined));
      expect({ pem: entry.publicKey.pem, fileWasEncrypted }).toEqual({ pem, fileWasEncrypted: encrypted });
      signed.push(await sign(keyring, entry));
    });
  }
  const said = await ask(folder, signed, []);
  expect(said.securesystemslib).toEqual(signed.map(() => true));
  expect(said.openssl).toEqual(signed.map(() => true));
});

test("signatures of every kind of key that is made here verify, and one that was changed does not", async ({}, info) => {
  const folder = await fresh(info.outputPath("made"));
  const [keyring, authenticator] = [keyringService(keyringServices()), new Authenticator()];
  const hold = { for: "one-act" } as const;
  const signed: Signed[] = [await sign(keyring, value(await keyring.createDeviceKey({ name: "Device", now })))];
  for (const algorithm of ["ed25519", "ecdsa-p256"] as const) {
    const { entry, backup } = value(await keyring.createPassphraseKey({ name: `Passphrase ${algorithm}`, now, algorithm, passphrase: passphraseOf(TEXT) }));
    value(await keyring.proveBackup({ entryId: entry.id, now, file: backup, passphrase: passphraseOf(TEXT) }));
    value(await keyring.unlock({ entryId: entry.id, now, hold, with: "passphrase", passphrase: passphraseOf(TEXT) }));
    signed.push(await sign(keyring, entry));
    const wrapped = value(await keyring.createWrappedKey({ name: `Wrapped ${algorithm}`, now, algorithm, answer: await authenticator.answer("wrap"), acknowledgedSync: false }));
    value(await keyring.unlock({ entryId: wrapped.id, now, hold, with: "passkey", answer: await authenticator.answer("wrap") }));
    signed.push(await sign(keyring, wrapped));
  }
  const derived = value(await keyring.addDerivedKey({ name: "Derived", now, answer: await authenticator.answer("derive"), acknowledgedSync: false }));
  value(await keyring.unlock({ entryId: derived.id, now, hold, with: "passkey", answer: await authenticator.answer("derive") }));
  signed.push(await sign(keyring, derived));
  const changed = signed.map(({ payload, ...one }) => ({ ...one, payload: `7b7b${payload.slice(4)}` }));
  const said = await ask(folder, [...signed, ...changed], []);
  const expected = [...signed.map(() => true), ...changed.map(() => false)];
  expect(said.securesystemslib).toEqual(expected);
  expect(said.openssl).toEqual(expected);
});

test("backups at full cost open with openssl and python-cryptography, and with no other passphrase", async ({}, info) => {
  test.setTimeout(300_000);
  const folder = await fresh(info.outputPath("backups"));
  const keyring = keyringService(keyringServices({ kdf: scryptKdf(() => performance.now()) }));
  const backups: Backup[] = [];
  for (const algorithm of ["ed25519", "ecdsa-p256"] as const) {
    const { entry, backup } = value(await keyring.createPassphraseKey({ name: algorithm, now, algorithm, passphrase: passphraseOf(TEXT) }));
    const file = join(folder, `${algorithm}.pem`);
    await writeFile(file, backup);
    backups.push({ file, passphrase: TEXT, pem: entry.publicKey.pem }, { file, passphrase: `${TEXT}!`, pem: entry.publicKey.pem });
  }
  const said = await ask(folder, [], backups);
  expect(said.opensslOpens).toEqual([true, false, true, false]);
  expect(said.cryptographyOpens).toEqual([true, false, true, false]);
});

async function fresh(folder: string): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

async function madeIn(folder: string): Promise<readonly KeyFile[]> {
  const made = await python("make_key_files.py", [folder, TEXT]);
  if (made.code !== 0) throw new Error(made.stderr);
  return JSON.parse(await readFile(join(folder, "facts.json"), "utf8"));
}

async function ask(folder: string, signatures: readonly Signed[], backups: readonly Backup[]): Promise<Said> {
  const file = join(folder, "asked.json");
  await writeFile(file, JSON.stringify({ signatures, backups }));
  const said = await python("check_keys.py", [file]);
  if (said.code !== 0) throw new Error(said.stderr);
  return JSON.parse(said.stdout);
}

async function sign(keyring: Keyring, { id, publicKey }: KeyringEntry): Promise<Signed> {
  const { signatureHex } = value(await keyring.sign({ entryId: id, documentBytes: DOCUMENT, reviewedDigest: REVIEWED, now }));
  return { key: publicKey.tufKeyJson, payload: toHex(signedBytes()), signature: signatureHex };
}

function value<T>(result: Result<T, KeyringFault>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}
