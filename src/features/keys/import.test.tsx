// @vitest-environment happy-dom
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { utf8, type Bytes } from "../../lib/bytes.ts";
import { entriesOf, showKeys, type Shown } from "../../test/keys-screen.tsx";
import { button, chooseFile, closed, field, fill, press, submit, submitNow } from "../../ui/testing/forms.ts";

const PASSPHRASE = "vorpal sundial mango crate 88";
const saved = vi.hoisted(() => new Map<string, Uint8Array<ArrayBuffer>>());
vi.mock("../../workspace/downloads.ts", () => ({ downloadBytes: (name: string, bytes: Bytes) => void saved.set(name, bytes) }));

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  saved.clear();
});

async function begin(kept: "device" | "passphrase" | "wrapped"): Promise<Shown> {
  const shown = await showKeys();
  const { screen } = shown;
  await press(screen, "Make or bring a key");
  await press(screen, "A key file that you have");
  await fill(screen, "Name", "From a file");
  await screen.does(() => screen.get(`dialog[open] input[value="${kept}"]`).click());
  return shown;
}

function pem(key: KeyObject, passphrase?: string): string {
  return key.export({ type: "pkcs8", format: "pem", ...(passphrase === undefined ? {} : { cipher: "aes-256-cbc", passphrase }) }).toString();
}

const { privateKey } = generateKeyPairSync("ed25519");

describe("a private key that is pasted", () => {
  it("leaves its field in the same turn, and nothing in the page or the store", async () => {
    const shown = await begin("device");
    const { bench, screen } = shown;
    const area = field(screen, "Or paste it");
    area.value = pem(privateKey);
    await screen.does(() => {
      submitNow(screen);
      expect(area.value).toBe("");
    });
    await closed(screen);
    expect(entriesOf(shown)).toMatchObject([{ kind: "device", origin: "imported" }]);
    const body = pem(privateKey).split("\n")[1] ?? "";
    expect(body.length).toBeGreaterThan(40);
    expect(JSON.stringify(bench.workspace.store.getState())).not.toContain(body);
    expect(screen.container.innerHTML).not.toContain(body);
  });

  it("that is none is named for what it is, and nothing of it is kept", async () => {
    const shown = await begin("device");
    const area = field(shown.screen, "Or paste it");
    area.value = "hello";
    await submit(shown.screen);
    await shown.screen.shows("no private key in a form that is known here");
    expect(area.value).toBe("");
    expect(entriesOf(shown)).toEqual([]);
  });

  it("is asked for when there is none, and stays where it is while something else is missing", async () => {
    const shown = await begin("device");
    await submit(shown.screen);
    await shown.screen.shows("Choose a file, or paste the key.");
    const area = field(shown.screen, "Or paste it");
    area.value = pem(privateKey);
    await fill(shown.screen, "Name", "");
    await submit(shown.screen);
    await shown.screen.shows("Give the key a name");
    expect(area.value).toBe(pem(privateKey));
  });
});

describe("a private key in an encrypted file", () => {
  it("says that it needs its passphrase, or that it is the wrong one, and the file stays chosen", async () => {
    const shown = await begin("device");
    chooseFile(shown.screen, "Private key file", "root.pem", utf8(pem(privateKey, "of the file")));
    await submit(shown.screen);
    await shown.screen.shows("passphrase");
    await expect.poll(() => shown.screen.container.querySelector('dialog[open] [data-state="bad"]')).not.toBeNull();
    await fill(shown.screen, "Passphrase of the file, if it has one", "not of the file");
    await press(shown.screen, "Import");
    expect(field(shown.screen, "Passphrase of the file, if it has one").value).toBe("");
    await expect.poll(() => button(shown.screen, "Import").getAttribute("aria-busy")).toBeNull();
    expect(entriesOf(shown)).toEqual([]);
    await fill(shown.screen, "Passphrase of the file, if it has one", "of the file");
    await press(shown.screen, "Import");
    await closed(shown.screen);
    expect(entriesOf(shown)).toMatchObject([{ name: "From a file", kind: "device" }]);
  });
});

describe("an imported key", () => {
  it("under a passphrase has a backup, which is restored before it counts", async () => {
    const shown = await begin("passphrase");
    const { screen } = shown;
    chooseFile(screen, "Private key file", "root.pem", utf8(pem(privateKey)));
    await fill(screen, "Passphrase", PASSPHRASE);
    await fill(screen, "The same again", PASSPHRASE);
    await submit(screen);
    await screen.shows("Now its backup");
    await press(screen, "Save From-a-file.backup.pem");
    chooseFile(screen, "Backup file", "b.pem", saved.get("From-a-file.backup.pem") ?? new Uint8Array());
    await fill(screen, "Passphrase", PASSPHRASE);
    await submit(screen, "dialog[open] li:nth-child(2) form");
    await closed(screen);
    expect(entriesOf(shown)).toMatchObject([{ kind: "passphrase", origin: "imported", backup: { state: "proven" } }]);
  });

  it("under a passkey takes the passkey first, and its word for a synced one", async () => {
    const shown = await begin("wrapped");
    const { bench, screen } = shown;
    bench.passkeys.synced = true;
    chooseFile(screen, "Private key file", "root.pem", utf8(pem(privateKey)));
    await press(screen, "Make the passkey first");
    await screen.shows("This passkey may be copied to a cloud account.");
    expect(button(screen, "Touch it again, and importSay first that the key may be in that account").getAttribute("aria-disabled")).toBe("true");
    await screen.does(() => screen.get("dialog[open] input[type=checkbox]").click());
    bench.passkeys.refuseWith({ kind: "passkey-refused", during: "use" });
    await press(screen, "Touch it again, and import");
    await screen.shows("No passkey answered");
    expect(entriesOf(shown)).toEqual([]);
    bench.passkeys.refuseWith(undefined);
    await press(screen, "Touch it again, and import");
    await closed(screen);
    expect(entriesOf(shown)).toMatchObject([{ kind: "passkey", form: "wrapped", origin: "imported" }]);
  });

  it("of RSA can be a device key alone, and says so", async () => {
    const shown = await begin("passphrase");
    const { screen } = shown;
    chooseFile(screen, "Private key file", "rsa.pem", utf8(pem(generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey)));
    await fill(screen, "Passphrase", PASSPHRASE);
    await fill(screen, "The same again", PASSPHRASE);
    await submit(screen);
    await expect.poll(() => screen.container.querySelector('dialog[open] [data-state="bad"]')?.textContent ?? "").toMatch(/device key/i);
    await screen.does(() => screen.get('dialog[open] input[value="device"]').click());
    await submit(screen);
    await closed(screen);
    expect(entriesOf(shown)).toMatchObject([{ kind: "device", algorithm: "rsa-pss-sha256" }]);
  });
});
