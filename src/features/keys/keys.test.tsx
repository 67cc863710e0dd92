// @vitest-environment happy-dom
import { generateKeyPairSync } from "node:crypto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it } from "vitest";
import { workspaceBench, type WorkspaceBench } from "../../test/workspace-bench.ts";
import { mount, typeInto, type Mounted } from "../../ui/testing/mount.tsx";
import { WorkspaceProvider } from "../../workspace/react.tsx";
import { KeysScreen } from "./index.tsx";
import { fileStem, type KeyEntry } from "./key-model.ts";

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

async function show(): Promise<{ readonly bench: WorkspaceBench; readonly screen: Mounted }> {
  const bench = workspaceBench("2026-11-24T00:00:00Z");
  await expect.poll(() => bench.workspace.store.getState().keyring.kind).toBe("ready");
  return { bench, screen: await mount(<WorkspaceProvider workspace={bench.workspace}><KeysScreen /></WorkspaceProvider>) };
}

function button(screen: Mounted, words: string): HTMLElement {
  const found = [...screen.container.querySelectorAll("button")].find((one) => one.textContent?.trim() === words);
  if (found === undefined) throw new Error(`no button ${words}`);
  return found;
}

async function makeKey(screen: Mounted, name: string): Promise<void> {
  await screen.does(() => button(screen, "Make a key on this device").click());
  await screen.does(() => typeInto(screen.get('dialog[open] input[type="text"]'), name));
  await screen.does(() => submit(screen));
}

function submit(screen: Mounted): void {
  const form = screen.get("dialog[open] form");
  if (!(form instanceof HTMLFormElement)) throw new Error("no form");
  form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
}

describe("the keys of this device", () => {
  it("says plainly, before a key is made, what it binds and what it does not", async () => {
    const { screen } = await show();
    await screen.does(() => button(screen, "Make a key on this device").click());
    const words = screen.get("dialog[open]").textContent;
    expect(words).toContain("whoever can read this browser’s profile");
    expect(words).toContain("lives and dies with this site’s data");
    expect(words).toContain("not encrypted");
  });

  it("makes a key, and shows its public part in three forms", async () => {
    const { screen } = await show();
    await makeKey(screen, "Work laptop key");
    await screen.shows("One key on this device can sign.");
    expect(screen.get("li h3").textContent).toBe("Work laptop key");
    expect(screen.text()).toContain("-----BEGIN PUBLIC KEY-----");
    expect(screen.text()).toContain('"keytype"');
    expect(screen.text()).toContain("cannot be exported");
  });

  it("refuses a name that another key has, in words, and keeps the dialog", async () => {
    const { screen } = await show();
    await makeKey(screen, "Twice");
    await screen.shows("One key on this device can sign.");
    await makeKey(screen, "Twice");
    await screen.shows("Another key is already called “Twice”.");
    expect(screen.container.querySelector("dialog[open]")).not.toBeNull();
  });

  it("imports a pasted key, and empties the field in the same turn", async () => {
    const { bench, screen } = await show();
    const pem = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    await screen.does(() => button(screen, "Import a private key").click());
    await screen.does(() => typeInto(screen.get('dialog[open] input[type="text"]'), "From openssl"));
    const area = screen.get("dialog[open] textarea");
    if (!(area instanceof HTMLTextAreaElement)) throw new Error("no textarea");
    area.value = pem;
    await screen.does(() => {
      submit(screen);
      expect(area.value).toBe("");
    });
    await screen.shows("Imported into this browser");
    const body = pem.split("\n")[1] ?? "";
    expect(body.length).toBeGreaterThan(40);
    expect(JSON.stringify(bench.workspace.store.getState())).not.toContain(body);
    expect(screen.container.innerHTML).not.toContain(body);
  });

  it("says what a file that is no key is, and keeps nothing of it", async () => {
    const { screen } = await show();
    await screen.does(() => button(screen, "Import a private key").click());
    await screen.does(() => typeInto(screen.get('dialog[open] input[type="text"]'), "x"));
    const area = screen.get("dialog[open] textarea");
    if (!(area instanceof HTMLTextAreaElement)) throw new Error("no textarea");
    area.value = "hello";
    await screen.does(() => submit(screen));
    await screen.shows("it has no line “-----BEGIN PRIVATE KEY-----”");
    expect(area.value).toBe("");
  });

  it("deletes a key only after its name was typed", async () => {
    const { screen } = await show();
    await makeKey(screen, "Old key");
    await screen.shows("One key on this device can sign.");
    await screen.does(() => button(screen, "Delete").click());
    expect(button(screen, "Delete the keyType its name first").getAttribute("aria-disabled")).toBe("true");
    await screen.does(() => submit(screen));
    expect(screen.text()).toContain("One key on this device can sign.");
    await screen.does(() => typeInto(screen.get('dialog[open] input[type="text"]'), "Old key"));
    await screen.does(() => submit(screen));
    await screen.shows("No key on this device can sign yet.");
  });

  it("adds a key that is held elsewhere, and does not count it among those that sign here", async () => {
    const { screen } = await show();
    const pem = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ type: "spki", format: "pem" }).toString();
    await screen.does(() => button(screen, "Add a key held elsewhere").click());
    await screen.does(() => typeInto(screen.get('dialog[open] input[type="text"]'), "YubiKey in the safe"));
    await screen.does(() => typeInto(screen.get("dialog[open] textarea"), pem));
    await screen.does(() => submit(screen));
    await screen.shows("Held elsewhere: only its public part is here.");
    expect(screen.text()).toContain("No key on this device can sign yet.");
  });
});

it("names a file after the key, in letters that every system takes", () => {
  const entry = { name: "../Schlüssel für 3/4", publicKey: { keyId: "abcdef0123456789ffff" } } as KeyEntry; // the two fields that are read
  expect(fileStem(entry)).toBe("Schlu-ssel-fu-r-3-4");
  expect(fileStem({ ...entry, name: "鍵" })).toBe("abcdef0123456789");
});
