// @vitest-environment happy-dom
import { createPrivateKey } from "node:crypto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Bytes } from "../../lib/bytes.ts";
import { showKeys, type Shown } from "../../test/keys-screen.tsx";
import type { WorkspaceBench } from "../../test/workspace-bench.ts";
import { button, choose, chooseFile, closed, fill, press, submit } from "../../ui/testing/forms.ts";
import { takeText } from "../../ui/controls/take-text.ts";
import type { Mounted } from "../../ui/testing/mount.tsx";

const PASSPHRASE = "vorpal sundial mango crate 88";
/** As the browser would save them. */
const saved = vi.hoisted(() => new Map<string, Uint8Array<ArrayBuffer>>());
vi.mock("../../workspace/downloads.ts", () => ({ downloadBytes: (name: string, bytes: Bytes) => void saved.set(name, bytes) }));

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  saved.clear();
});

async function fillForm(screen: Mounted, first: string, second: string): Promise<void> {
  await press(screen, "Make or bring a key");
  await press(screen, "A key under a passphrase");
  await fill(screen, "Name", "Root key");
  await fill(screen, "Passphrase", first);
  await fill(screen, "The same again", second);
}

async function makeAwaiting(): Promise<Shown & { readonly file: Uint8Array<ArrayBuffer> }> {
  const shown = await showKeys();
  await fillForm(shown.screen, PASSPHRASE, PASSPHRASE);
  await submit(shown.screen);
  await shown.screen.shows("Now its backup");
  await press(shown.screen, "Save Root-key.backup.pem");
  const file = saved.get("Root-key.backup.pem");
  if (file === undefined) throw new Error("no backup was saved");
  return { ...shown, file };
}

async function restore(screen: Mounted, file: Uint8Array<ArrayBuffer>, passphrase: string): Promise<void> {
  chooseFile(screen, "Backup file", "Root-key.backup.pem", file);
  await fill(screen, "Passphrase", passphrase);
  await submit(screen, "dialog[open] li:nth-child(2) form");
}

async function makeReady(): Promise<Shown> {
  const shown = await makeAwaiting();
  await restore(shown.screen, shown.file, PASSPHRASE);
  await closed(shown.screen);
  return shown;
}

describe("making a passphrase key", () => {
  it("takes nothing while the two entries differ, and says so at the second", async () => {
    const { bench, screen } = await showKeys();
    await fillForm(screen, PASSPHRASE, `${PASSPHRASE}!`);
    await submit(screen);
    await screen.shows("The two entries differ.");
    expect(bench.workspace.store.getState().keyring).toMatchObject({ entries: [] });
  });

  it("refuses fewer than twelve characters", async () => {
    const { screen } = await showKeys();
    await fillForm(screen, "eleven char", "eleven char");
    await submit(screen);
    await screen.shows("A passphrase has at least 12 characters.");
  });

  it("does not go on with one that is guessed at once, and says what makes it easy", { timeout: 20_000 }, async () => {
    const { screen } = await showKeys();
    await fillForm(screen, "password1234", "password1234");
    await screen.shows("Too easy. Guessed in an hour or less");
    expect(button(screen, "Make the keyChoose a passphrase that is harder to guess first").getAttribute("aria-disabled")).toBe("true");
    await fill(screen, "Passphrase", PASSPHRASE);
    await screen.shows("Strong.");
  });

  it("says nothing of the strength of a field that was emptied", { timeout: 20_000 }, async () => {
    const { screen } = await showKeys();
    await fillForm(screen, PASSPHRASE, PASSPHRASE);
    await screen.shows("Strong.");
    await screen.does(() => {
      takeText(screen.get<HTMLFormElement>("dialog[open] form"), "new-passphrase");
    });
    expect(screen.text()).not.toContain("Strong.");
  });

  it("leaves both fields empty, and the passphrase nowhere in the page or the store", async () => {
    const { bench, screen } = await makeAwaiting();
    expect([...screen.container.querySelectorAll("input")].map(({ value }) => value).join("|")).not.toContain("vorpal");
    expect(JSON.stringify(bench.workspace.store.getState())).not.toContain("vorpal");
  });

  it("saves a file that OpenSSL's way of reading opens, and counts the key only once that file was restored", async () => {
    const { screen, file } = await makeAwaiting();
    expect(createPrivateKey({ key: Buffer.from(file), passphrase: PASSPHRASE }).asymmetricKeyType).toBe("ed25519");
    expect(screen.text()).toContain("No key here can sign yet.");
    await restore(screen, file, "not the passphrase");
    await screen.shows("The passphrase does not open this backup");
    expect(screen.text()).toContain("No key here can sign yet.");
    await restore(screen, file, PASSPHRASE);
    await screen.shows("One key here can sign.");
    await closed(screen);
    expect(screen.text()).toContain("restored once, on 2026-11-24");
  });

  it("can be left at the backup, and gone on with from the card", async () => {
    const { screen } = await makeAwaiting();
    await press(screen, "Later: it does not sign until then");
    await screen.shows("It does not sign yet: its backup has not been restored.");
    saved.clear();
    await press(screen, "Restore its backup");
    await fill(screen, "Passphrase of the key, to write the file again", PASSPHRASE);
    await submit(screen, "dialog[open] li:first-child form");
    await expect.poll(() => saved.size).toBe(1);
    await restore(screen, saved.get("Root-key.backup.pem") ?? new Uint8Array(), PASSPHRASE);
    await screen.shows("One key here can sign.");
  });
});

describe("a passphrase key", () => {
  it("is unlocked for the time that was chosen, says how long that is, and locks when asked", async () => {
    const { bench, screen } = await makeReady();
    await press(screen, "Unlock");
    await choose(screen, "Unlock it", "5");
    await fill(screen, "Passphrase", PASSPHRASE);
    await submit(screen);
    await screen.shows("Unlocked, 5 minutes left");
    await closed(screen);
    await press(screen, "Lock now");
    await screen.shows("Locked");
    expect(bench.workspace.store.getState().keyring).toMatchObject({ entries: [{ lock: { state: "locked" } }] });
  });

  it("stays locked under a wrong passphrase, in words, and the field is empty", async () => {
    const { screen } = await makeReady();
    await press(screen, "Unlock");
    await fill(screen, "Passphrase", "something else");
    await submit(screen);
    await screen.shows("The passphrase does not open this key.");
    expect(screen.get<HTMLInputElement>('dialog[open] input[type="password"]').value).toBe("");
  });

  it.each([
    ["the person is idle", (bench: WorkspaceBench) => bench.presence.idle()],
    ["the tab is out of sight", (bench: WorkspaceBench) => bench.presence.tell("hidden")],
    ["the page is left", (bench: WorkspaceBench) => bench.presence.tell("leaving")],
  ])("locks when %s", async (_, away) => {
    const { bench, screen } = await makeReady();
    await press(screen, "Unlock");
    await fill(screen, "Passphrase", PASSPHRASE);
    await submit(screen);
    await screen.shows("Unlocked, 15 minutes left");
    await screen.does(() => away(bench));
    await expect.poll(() => bench.workspace.store.getState().keyring).toMatchObject({ entries: [{ lock: { state: "locked" } }] });
  });

  it("stays open out of sight where the person has chosen so", async () => {
    const { bench, screen } = await makeReady();
    await screen.does(() => screen.get("input[type=checkbox]").click());
    expect(bench.workspace.store.getState().keyPreferences.lockWhenHidden).toBe(false);
    await press(screen, "Unlock");
    await fill(screen, "Passphrase", PASSPHRASE);
    await submit(screen);
    await screen.shows("Unlocked, 15 minutes left");
    await screen.does(() => bench.presence.tell("hidden"));
    await screen.does(() => bench.workspace.keys.rename(firstId(bench), "Renamed")); // the list is read again after this
    expect(bench.workspace.store.getState().keyring).toMatchObject({ entries: [{ name: "Renamed", lock: { state: "unlocked" } }] });
  });

  it("is proved with its passphrase, and is locked again after that", async () => {
    const { bench, screen } = await makeReady();
    await press(screen, "Prove that you hold it");
    await fill(screen, "Passphrase", PASSPHRASE);
    await submit(screen);
    await closed(screen);
    expect(bench.workspace.store.getState().keyring).toMatchObject({ entries: [{ provenAt: Date.UTC(2026, 10, 24), lock: { state: "locked" } }] });
  });
});

function firstId({ workspace }: WorkspaceBench): Parameters<typeof workspace.keys.lock>[0] {
  const { keyring } = workspace.store.getState();
  const [first] = keyring.kind === "ready" ? keyring.entries : [];
  if (first === undefined) throw new Error("no key");
  return first.id;
}
