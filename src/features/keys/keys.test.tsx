// @vitest-environment happy-dom
import { generateKeyPairSync, sign } from "node:crypto";
import { IDBFactory } from "fake-indexeddb";
import { openDB } from "idb";
import { beforeEach, describe, expect, it } from "vitest";
import { showKeys } from "../../test/keys-screen.tsx";
import { workspaceBench } from "../../test/workspace-bench.ts";
import { button, closed, fill, press, submit } from "../../ui/testing/forms.ts";
import type { Mounted } from "../../ui/testing/mount.tsx";
import { fileStem, type KeyEntry } from "./key-model.ts";
import { deleteWords, isOnlyForgotten } from "./kind-words.ts";

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

async function begin(screen: Mounted, kind: string): Promise<void> {
  await press(screen, "Make or bring a key");
  await press(screen, kind);
}

async function makeKey(screen: Mounted, name: string): Promise<void> {
  await begin(screen, "A key for practice or low stakes");
  await fill(screen, "Name", name);
  await submit(screen);
}

function ed25519(): ReturnType<typeof generateKeyPairSync> & { readonly pem: string } {
  const pair = generateKeyPairSync("ed25519");
  return { ...pair, pem: pair.publicKey.export({ type: "spki", format: "pem" }).toString() };
}

describe("the choice of a kind", () => {
  it("has the limits of each kind beside it, before anything is made", async () => {
    const { screen } = await showKeys();
    await press(screen, "Make or bring a key");
    const words = screen.get("dialog[open]").textContent ?? "";
    expect(words).toContain("Whoever can read this browser’s profile on the disk can");
    expect(words).toContain("A passphrase that is lost cannot be reset");
    expect(words).toContain("Its passkey answers at this address alone");
    expect(words).toContain("puts the key into that cloud account");
    expect(words).toContain("Only its public part comes here");
  });

  it("is not offered where no key is kept, and the reason stands there", async () => {
    const { screen } = await showKeys({ keepsKeys: false, warnings: [{ kind: "file-address" }] });
    expect(button(screen, "Make or bring a keyNo key is kept at this address").getAttribute("aria-disabled")).toBe("true");
    expect(screen.text()).toContain("Any other file that is opened in this browser can read what it stores");
  });
});

describe("a device key", () => {
  it("is made, says what it does not keep from, and shows its public part in three forms", async () => {
    const { screen } = await showKeys();
    await makeKey(screen, "Work laptop key");
    await screen.shows("One key here can sign.");
    expect(screen.get("li h3").textContent).toBe("Work laptop key");
    expect(screen.text()).toContain("whoever can read this browser’s profile on the disk can read the key");
    expect(screen.text()).toContain("-----BEGIN PUBLIC KEY-----");
    expect(screen.text()).toContain('"keytype"');
  });

  it("refuses a name that another key has, in words, and keeps the dialog", async () => {
    const { screen } = await showKeys();
    await makeKey(screen, "Twice");
    await closed(screen);
    await makeKey(screen, "Twice");
    await screen.shows("Another key is already called “Twice”.");
    expect(screen.container.querySelector("dialog[open]")).not.toBeNull();
  });

  it("is deleted only after its name was typed", async () => {
    const { screen } = await showKeys();
    await makeKey(screen, "Old key");
    await closed(screen);
    await press(screen, "Delete");
    expect(button(screen, "Delete the keyType its name first").getAttribute("aria-disabled")).toBe("true");
    await submit(screen);
    expect(screen.text()).toContain("One key here can sign.");
    await fill(screen, "Type its name to go on", "Old key");
    await submit(screen);
    await screen.shows("No key here can sign yet.");
  });

  it("is proved by a click, and is due again after the months that were chosen", async () => {
    const { bench, screen } = await showKeys();
    await makeKey(screen, "Work laptop key");
    await screen.shows("One key here can sign.");
    bench.setNow("2027-03-01T00:00:00Z");
    await screen.does(() => bench.workspace.keys.setPreferences({ proveEveryMonths: 3 }));
    await screen.shows("You have not proved that you hold this key since it came here on 2026-11-24.");
    await press(screen, "Prove that you hold it");
    await expect.poll(() => bench.workspace.store.getState().keyring).toMatchObject({ entries: [{ provenAt: Date.UTC(2027, 2, 1) }], findings: [] });
    bench.setNow("2027-06-01T00:00:00Z");
    await screen.does(() => bench.otherTabChanged());
    await screen.shows("You last proved on 2027-03-01 that you still hold this key; once in 3 months is what you chose.");
  });
});

describe("a key that is held elsewhere", () => {
  it("is added by its public part, and is not counted among those that sign here", async () => {
    const { screen } = await showKeys();
    await begin(screen, "A key in an HSM, smart card, YubiKey PIV or KMS");
    await fill(screen, "Name", "YubiKey in the safe");
    await fill(screen, "Public key", ed25519().pem);
    await submit(screen);
    await screen.shows("Only its public part is here.");
    expect(screen.text()).toContain("No key here can sign yet.");
  });

  it("is proved by a signature of another tool over a text that waits until it comes", async () => {
    const { bench, screen } = await showKeys();
    const { privateKey, pem } = ed25519();
    await begin(screen, "A key in an HSM, smart card, YubiKey PIV or KMS");
    await fill(screen, "Name", "HSM");
    await fill(screen, "Public key", pem);
    await submit(screen);
    await closed(screen);
    await press(screen, "Prove that you hold it");
    await screen.shows("Take this text along");
    const text = screen.get('pre[aria-label="The text to sign"]').textContent ?? "";
    expect(text).toMatch(/^countersign key drill v1\n/);
    expect(screen.text()).toContain("openssl pkeyutl -sign -rawin -inkey KEY.pem -in key-drill.canonical");
    await fill(screen, "Signature", sign(null, Buffer.from(`${text} `), privateKey).toString("hex"));
    await press(screen, "Check this signature");
    await screen.shows("This is no signature by “HSM” over the text of its open drill.");
    await fill(screen, "Signature", sign(null, Buffer.from(text), privateKey).toString("base64"));
    await press(screen, "Check this signature");
    await expect.poll(() => bench.workspace.store.getState().keyring).toMatchObject({ entries: [{ openDrill: undefined, provenAt: Date.UTC(2026, 10, 24) }] });
    await closed(screen);
  });
});

describe("the list", () => {
  it("shows what another tab has made", async () => {
    const { bench, screen } = await showKeys();
    const other = workspaceBench("2026-11-24T00:00:00Z");
    await other.workspace.keys.createDeviceKey("Made over there");
    await screen.does(() => bench.otherTabChanged());
    await screen.shows("Made over there");
  });

  it("tells a damaged record beside the keys that are well, and removes it when asked", async () => {
    const { bench, screen } = await showKeys();
    await makeKey(screen, "Well");
    await closed(screen);
    await makeKey(screen, "Broken");
    await screen.shows("2 keys here can sign.");
    await closed(screen);
    const database = await openDB("countersign-keyring");
    const [record] = (await database.getAll("keys")).filter(({ name }) => name === "Broken") as { id: string }[]; // what the store writes
    await database.put("keys", { ...record, origin: "found" });
    database.close();
    await screen.does(() => bench.otherTabChanged());
    await screen.shows("Broken cannot be read.");
    expect(screen.text()).toContain("at “origin”");
    expect(screen.text()).toContain("One key here can sign.");
    await press(screen, "Remove the record");
    await submit(screen);
    await expect.poll(() => bench.workspace.store.getState().keyring).toMatchObject({ damaged: [], entries: [{ name: "Well" }] });
  });
});

it("names a file after the key, in letters that every system takes", () => {
  const entry = { name: "../Schlüssel für 3/4", publicKey: { keyId: "abcdef0123456789ffff" } } as KeyEntry; // the two fields that are read
  expect(fileStem(entry)).toBe("Schlu-ssel-fu-r-3-4");
  expect(fileStem({ ...entry, name: "鍵" })).toBe("abcdef0123456789");
});

describe("deleting", () => {
  const facts = { name: "Key", origin: "made" } as const;
  it.each([
    [{ ...facts, kind: "device" }, /only place where it is/, false],
    [{ ...facts, kind: "device", origin: "imported" }, /file that it came from/, false],
    [{ ...facts, kind: "passphrase" }, /backup file and the passphrase can still bring it back, and are still a key/, false],
    [{ ...facts, kind: "passkey", form: "wrapped" }, /only a backup file that you wrote/, false],
    [{ ...facts, kind: "passkey", form: "derived" }, /still gives the same key/, true],
    [{ ...facts, kind: "external" }, /can be added again/, true],
  ])("says what is gone and what is not: %o", (entry, words, forgets) => {
    expect(deleteWords(entry as KeyEntry)).toMatch(words); // the fields that are read
    expect(isOnlyForgotten(entry as KeyEntry)).toBe(forgets);
  });
});
