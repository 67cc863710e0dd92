import { createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { writeGoTuf, writeOpenSsh, writeSecuresystemslib } from "../../src/test/key-file-writers.ts";
import { expect, test } from "../fixtures.ts";
import { KeysApp } from "./keys-app.ts";

test.describe.configure({ timeout: 180_000 });

const TEXT = "open sesame";

const ed25519 = generateKeyPairSync("ed25519").privateKey;
const ssh = generateKeyPairSync("ed25519").privateKey;
const p256 = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
const p384 = generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey;
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const old = generateKeyPairSync("ed25519").privateKey;

/** Each needs another part of the reader, which the worker loads under its own policy. */
const FILES: readonly (readonly [string, KeyObject, string])[] = [
  ["PKCS#8 under AES-192", ed25519, ed25519.export({ type: "pkcs8", format: "pem", cipher: "aes-192-cbc", passphrase: TEXT }).toString()],
  ["OpenSSH under bcrypt", ssh, writeOpenSsh(ssh, { passphrase: TEXT, rounds: 16 })],
  ["go-tuf under scrypt", p256, writeGoTuf([p256], TEXT, 2 ** 15)],
  ["securesystemslib under PBKDF2", old, writeSecuresystemslib(old, TEXT, 100_000)],
  ["P-384 in SEC 1", p384, p384.export({ type: "sec1", format: "pem" }).toString()],
  ["RSA in PKCS#1", rsa, rsa.export({ type: "pkcs1", format: "pem" }).toString()],
];

test("key files of every tool are opened by their passphrase in a real browser, and their keys sign", async ({ page }) => {
  const app = new KeysApp(page);
  await app.open();
  for (const [name, key, file] of FILES) {
    await test.step(name, async () => {
      const dialog = await app.begin(/A key file that you have/);
      await dialog.getByLabel("Name").fill(name);
      await dialog.getByLabel("Private key file").setInputFiles({ name: "key", mimeType: "application/octet-stream", buffer: Buffer.from(file) });
      await dialog.getByLabel("Passphrase of the file, if it has one").fill(TEXT);
      await dialog.getByRole("radio", { name: /^As a device key/ }).check();
      await dialog.getByRole("button", { name: "Import", exact: true }).click();
      await expect(app.card(name)).toBeVisible({ timeout: 60_000 });
      const pem = await app.card(name).getByRole("region", { name: "Public key as PEM", includeHidden: true }).textContent();
      expect(pem).toBe(createPublicKey(key).export({ type: "spki", format: "pem" }));
      await app.card(name).getByRole("button", { name: "Prove that you hold it" }).click();
      await expect(app.card(name)).toContainText(/Last proved20/);
    });
  }
  await expect(app.main).toContainText("6 keys here can sign.");
});
