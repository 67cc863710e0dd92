// @vitest-environment happy-dom
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { buildRoot, tufKey, type PlainKey } from "../../../tuf/edit/build-metadata.ts";
import { workspaceBench, at, type WorkspaceBench } from "../../../test/workspace-bench.ts";
import { choose, fill, press } from "../../../ui/testing/forms.ts";
import { mount, unmount, type Mounted } from "../../../ui/testing/mount.tsx";
import type { KeyringEntry } from "../../../workspace/key-types.ts";
import { passphraseOf } from "../../../workspace/passphrase.ts";
import { WorkspaceProvider } from "../../../workspace/react.tsx";
import { CeremonyScreen } from "../index.tsx";

const NOW = "2026-11-24T00:00:00Z";
const PASSPHRASE = "vorpal sundial mango crate 88";
const NO_WATCH = {};

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  location.hash = "";
});

async function passphraseKey({ workspace: { keys } }: WorkspaceBench, isProved: boolean): Promise<KeyringEntry> {
  const made = await keys.createPassphraseKey({ name: "Root key", passphrase: passphraseOf(PASSPHRASE) }, NO_WATCH);
  if (!made.ok) throw new Error(made.fault.kind);
  const { entry, backup } = made.value;
  if (!isProved) return entry;
  const proved = await keys.proveBackup({ entryId: entry.id, file: backup, passphrase: passphraseOf(PASSPHRASE) }, NO_WATCH);
  if (!proved.ok) throw new Error(proved.fault.kind);
  return proved.value;
}

async function passkeyKey({ workspace: { keys } }: WorkspaceBench): Promise<KeyringEntry> {
  const passkey = await keys.registerPasskey({ use: "wrap", keyName: "Root key", exclude: [] });
  if (!passkey.ok) throw new Error(passkey.fault.kind);
  const made = await keys.createWrappedKey({ name: "Root key", passkey: passkey.value, acknowledgedSync: false });
  if (!made.ok) throw new Error(made.fault.kind);
  return made.value;
}

type Shown = { readonly bench: WorkspaceBench; readonly screen: Mounted; readonly entry: KeyringEntry; readonly signed: () => number };

/** The Sign step of a root that lists this one key, compared. */
async function atSign(make: (bench: WorkspaceBench) => Promise<KeyringEntry>): Promise<Shown> {
  const bench = workspaceBench(NOW);
  const { workspace } = bench;
  const entry = await make(bench);
  const key: PlainKey = tufKey({ keytype: "ed25519", scheme: "ed25519", public: entry.publicKey.hex, extra: {} });
  const role = { threshold: 1, keys: [key] };
  const root = buildRoot({ version: 1, expires: at("2027-11-24T00:00:00Z"), consistentSnapshot: true, roles: { root: role, targets: role, snapshot: role, timestamp: role } });
  const id = await workspace.openCollected(bench.drop("repo", [{ path: "root.json", bytes: root.bytes }]));
  if (id === undefined) throw new Error(JSON.stringify(workspace.store.getState().opening));
  const document = workspace.store.getState().repositories[id]?.report.documents[0]?.id;
  if (document === undefined) throw new Error("no document");
  const review = await workspace.readReview(id, document);
  if (review === undefined) throw new Error("no review");
  workspace.markCompared(id, document, review.digest);
  const screen = await mount(<WorkspaceProvider workspace={workspace}><CeremonyScreen id={id} document={document} step="sign" /></WorkspaceProvider>);
  await screen.shows("Root key");
  return { bench, screen, entry, signed: () => workspace.store.getState().repositories[id]?.report.documents[0]?.quorums[0]?.report.counted ?? 0 };
}

function lockOf({ bench }: Shown): unknown {
  const { keyring } = bench.workspace.store.getState();
  const [entry] = keyring.kind === "ready" ? keyring.entries : [];
  return entry?.kind === "passphrase" || entry?.kind === "passkey" ? entry.lock.state : undefined;
}

describe("signing with a key that is locked under a passphrase", () => {
  it("asks for it, signs, and leaves the key locked when it was opened for this signature only", async () => {
    const shown = await atSign((bench) => passphraseKey(bench, true));
    await press(shown.screen, "Unlock and sign root 1 with Root key");
    await shown.screen.shows("Enter the passphrase.");
    expect(shown.signed()).toBe(0);
    await fill(shown.screen, "Passphrase", PASSPHRASE);
    await press(shown.screen, "Unlock and sign root 1 with Root key");
    await expect.poll(shown.signed).toBe(1);
    expect(lockOf(shown)).toBe("locked");
    expect(shown.screen.container.innerHTML).not.toContain("vorpal");
  });

  it("keeps it open for as long as the person chose", async () => {
    const shown = await atSign((bench) => passphraseKey(bench, true));
    await choose(shown.screen, "Then keep it open", "15");
    await fill(shown.screen, "Passphrase", PASSPHRASE);
    await press(shown.screen, "Unlock and sign root 1 with Root key");
    await expect.poll(shown.signed).toBe(1);
    expect(lockOf(shown)).toBe("unlocked");
  });

  it("signs nothing under a wrong passphrase, says so beside the act, and loses nothing", async () => {
    const shown = await atSign((bench) => passphraseKey(bench, true));
    await fill(shown.screen, "Passphrase", "something else");
    await press(shown.screen, "Unlock and sign root 1 with Root key");
    await shown.screen.shows("The passphrase does not open this key.");
    expect(shown.screen.get<HTMLInputElement>("input[type=password]").value).toBe("");
    expect(shown.signed()).toBe(0);
    await fill(shown.screen, "Passphrase", PASSPHRASE);
    await press(shown.screen, "Unlock and sign root 1 with Root key");
    await expect.poll(shown.signed).toBe(1);
  });

  it("does not ask at all while its backup has not been restored", async () => {
    const { screen } = await atSign((bench) => passphraseKey(bench, false));
    expect(screen.text()).toContain("It does not sign yet: its backup has not been restored.");
    expect(screen.container.querySelector("input[type=password]")).toBeNull();
    await press(screen, "Sign root 1 with Root keyRestore its backup first, under Keys");
  });
});

describe("signing with a key that a passkey opens", () => {
  it("asks the authenticator, and signs", async () => {
    const shown = await atSign(passkeyKey);
    await press(shown.screen, "Touch and sign root 1 with Root key");
    await expect.poll(shown.signed).toBe(1);
    expect(lockOf(shown)).toBe("locked");
  });

  it("signs nothing when the person has left while the key was opened, and locks it again", async () => {
    const shown = await atSign(passkeyKey);
    const { keys } = shown.bench.workspace;
    const lock = vi.spyOn(keys, "lock");
    const unlock = keys.unlockWithPasskey;
    vi.spyOn(keys, "unlockWithPasskey").mockImplementation(async (request) => {
      const unlocked = await unlock(request);
      await unmount();
      return unlocked;
    });
    await press(shown.screen, "Touch and sign root 1 with Root key");
    await expect.poll(() => lock.mock.calls).toEqual([[shown.entry.id]]);
    await lock.mock.results[0]?.value;
    expect(lockOf(shown)).toBe("locked");
    expect(shown.signed()).toBe(0);
  });

  it("signs nothing when the person cancels, and can be asked again", async () => {
    const shown = await atSign(passkeyKey);
    shown.bench.passkeys.refuseWith({ kind: "passkey-refused", during: "use" });
    await press(shown.screen, "Touch and sign root 1 with Root key");
    await shown.screen.shows("No passkey answered: the request was cancelled or ran out of time");
    expect(shown.signed()).toBe(0);
    shown.bench.passkeys.refuseWith(undefined);
    await press(shown.screen, "Touch and sign root 1 with Root key");
    await expect.poll(shown.signed).toBe(1);
  });
});
