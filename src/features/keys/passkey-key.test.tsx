// @vitest-environment happy-dom
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it } from "vitest";
import { entriesOf, showKeys, type Shown } from "../../test/keys-screen.tsx";
import { button, closed, fill, press } from "../../ui/testing/forms.ts";
import type { PasskeyFault } from "../../workspace/key-types.ts";

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

async function begin({ screen }: Shown, form: "wrapped" | "derived", name = "Root key"): Promise<void> {
  await press(screen, "Make or bring a key");
  await press(screen, "A key that a security key or passkey opens");
  await fill(screen, "Name", name);
  await screen.does(() => screen.get(`dialog[open] input[value="${form}"]`).click());
}

async function make(shown: Shown, form: "wrapped" | "derived", name?: string): Promise<void> {
  await begin(shown, form, name);
  await press(shown.screen, "Make a new passkey");
  await shown.screen.shows("This passkey cannot be copied off its authenticator");
  await press(shown.screen, "Touch it again, and make the key");
  await closed(shown.screen);
}

describe("a passkey that may be copied to a cloud account", () => {
  it("makes no key before the person has said that they know", async () => {
    const shown = await showKeys();
    shown.bench.passkeys.synced = true;
    await begin(shown, "wrapped");
    await press(shown.screen, "Make a new passkey");
    await shown.screen.shows("This passkey may be copied to a cloud account.");
    expect(button(shown.screen, "Touch it again, and make the keySay first that the key may be in that account").getAttribute("aria-disabled")).toBe("true");
    await shown.screen.does(() => shown.screen.get("dialog[open] input[type=checkbox]").click());
    await press(shown.screen, "Touch it again, and make the key");
    await closed(shown.screen);
    expect(shown.screen.text()).toContain("may be copied to a cloud account; it had not been when it was last used");
  });
});

describe("a wrapped key", () => {
  it("refuses the authenticator that it has as its own spare, takes another, and lets the lost one go", { timeout: 20_000 }, async () => {
    const shown = await showKeys();
    const { bench, screen } = shown;
    await make(shown, "wrapped");
    expect(screen.text()).toContain("One authenticator opens it.");
    await press(screen, "Enrol a spare");
    await press(screen, "Make the passkey");
    await screen.shows("This authenticator already holds a passkey of this key.");
    bench.passkeys.plugIn("second");
    await press(screen, "Make the passkey");
    await screen.shows("This passkey cannot be copied off its authenticator");
    bench.passkeys.plugIn("first");
    await press(screen, "Touch the present one");
    await screen.shows("It is open");
    bench.passkeys.plugIn("second");
    await press(screen, "Touch the spare");
    await closed(screen);
    await screen.shows("Opened by any of");
    expect(screen.text()).not.toContain("One authenticator opens it.");

    await press(screen, "Remove Authenticator 1");
    await press(screen, "Remove it");
    await closed(screen);
    await press(screen, "Prove that you hold it");
    await press(screen, "Prove it");
    await closed(screen);
    expect(entriesOf(shown)).toMatchObject([{ provenAt: Date.UTC(2026, 10, 24), authenticators: [{}], lock: { state: "locked" } }]);
    bench.passkeys.plugIn("first");
    await press(screen, "Prove that you hold it");
    await press(screen, "Prove it");
    await screen.shows("none of the passkeys of this key is on the authenticator");
  });
});

describe("a derived key", () => {
  it("is the same key again after everything here was cleared", async () => {
    const shown = await showKeys();
    await make(shown, "derived", "Roaming");
    const [before] = entriesOf(shown) as readonly { readonly id: string; readonly fingerprint: string }[]; // of the keyring
    const { keyring } = shown.bench.workspace.store.getState();
    const id = keyring.kind === "ready" ? keyring.entries[0]?.id : undefined;
    if (id === undefined) throw new Error("no key");
    await shown.screen.does(() => shown.bench.workspace.keys.remove(id));
    expect(entriesOf(shown)).toEqual([]);
    await begin(shown, "derived", "Found again");
    await press(shown.screen, "I have made it before: find it");
    await closed(shown.screen);
    expect(entriesOf(shown)).toMatchObject([{ name: "Found again", fingerprint: before?.fingerprint }]);
  });

  it("that is synced is found only after the person has said that they know", async () => {
    const shown = await showKeys();
    shown.bench.passkeys.synced = true;
    await begin(shown, "derived");
    await press(shown.screen, "Make a new passkey");
    await shown.screen.shows("This passkey may be copied to a cloud account.");
    await press(shown.screen, "Leave it");
    await begin(shown, "derived");
    await press(shown.screen, "I have made it before: find it");
    await shown.screen.shows("This passkey may be copied to a cloud account.");
    expect(entriesOf(shown)).toEqual([]);
    await shown.screen.does(() => shown.screen.get("dialog[open] input[type=checkbox]").click());
    await press(shown.screen, "I have made it before: find it");
    await closed(shown.screen);
    expect(entriesOf(shown)).toHaveLength(1);
  });
});

describe("a passkey that does not come to be", () => {
  it.each<[string, PasskeyFault]>([
    ["refused by the person", { kind: "passkey-refused", during: "register" }],
    ["on an authenticator without PRF", { kind: "passkey-no-prf", during: "register" }],
    ["without user verification", { kind: "passkey-user-missing", missing: "verification" }],
    ["at an address that is no name", { kind: "passkey-address", host: "127.0.0.1" }],
  ])("%s leaves the list as it was, says why, and can be tried again", async (_, fault) => {
    const shown = await showKeys();
    await begin(shown, "wrapped");
    shown.bench.passkeys.refuseWith(fault);
    await press(shown.screen, "Make a new passkey");
    await expect.poll(() => shown.screen.container.querySelector('dialog[open] [data-state="bad"]')?.textContent?.length ?? 0).toBeGreaterThan(30);
    expect(entriesOf(shown)).toEqual([]);
    shown.bench.passkeys.refuseWith(undefined);
    await press(shown.screen, "Make a new passkey");
    await shown.screen.shows("Touch it again, and make the key");
  });

  it("is not even begun in a browser that lacks the extension", async () => {
    const shown = await showKeys();
    shown.bench.passkeys.reports = "no-prf";
    await begin(shown, "wrapped");
    await shown.screen.shows("without the PRF extension (hmac-secret) they cannot open a key");
    expect(button(shown.screen, "Make a new passkeyThis browser lacks the PRF extension").getAttribute("aria-disabled")).toBe("true");
  });
});
