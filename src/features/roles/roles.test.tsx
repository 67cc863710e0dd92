// @vitest-environment happy-dom
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it } from "vitest";
import { CORPORA, hasCorpora, readFolder } from "../../test/corpora.ts";
import { at, workspaceBench, type WorkspaceBench } from "../../test/workspace-bench.ts";
import { mount, type Mounted } from "../../ui/testing/mount.tsx";
import type { KeyId } from "../../tuf/model/ids.ts";
import type { SignatureVerdict } from "../../tuf/verify/verification-report.ts";
import { WorkspaceProvider } from "../../workspace/react.tsx";
import { RoleScreen } from "./index.tsx";
import { rootSignedAsText } from "../../test/misread-signature.ts";
import { signatureState } from "./role-model.ts";

const NOW = "2026-11-24T00:00:00Z";

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

/** The list of keys is read again for every key that was made: waits until that is over. */
async function quiet({ workspace }: WorkspaceBench): Promise<void> {
  let before: unknown;
  while (before !== workspace.store.getState().keyring || workspace.store.getState().keyring.kind === "loading") {
    before = workspace.store.getState().keyring;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function show(bench: WorkspaceBench, id: string | undefined, role: string): Promise<Mounted> {
  if (id === undefined) throw new Error("nothing opened");
  await quiet(bench);
  const screen = await mount(<WorkspaceProvider workspace={bench.workspace}><RoleScreen id={id} role={role} /></WorkspaceProvider>);
  return screen;
}

async function practice(role: string): Promise<Mounted> {
  const bench = workspaceBench(NOW);
  return show(bench, await bench.workspace.openPractice(), role);
}

describe("a role of the practice repository", () => {
  it("shows the document that counts, its quorums, its keys and its bytes", async () => {
    const screen = await practice("root");
    await screen.shows("Canonical bytes");
    expect(screen.text()).toContain("Root 2 is signed by enough of its keys. It is published.");
    expect(screen.text()).toContain("Signed by the keys in root 1");
    expect(screen.text()).toContain("Signed by its own keys");
    expect(screen.text()).toContain("4 signed, 3 needed");
    expect(screen.text()).toContain("labelled @chidi here");
    expect(screen.text()).toContain("metadata/root_history/2.root.json");
    await screen.shows('"signatures": [');
    await screen.shows('{"_type":"root","consistent_snapshot":true');
  });

  it("goes to the pending document, and links to its review", async () => {
    const screen = await practice("root");
    const select = screen.get("select");
    if (!(select instanceof HTMLSelectElement)) throw new Error("no select");
    const pending = [...select.options].find(({ text }) => text === "3, pending");
    await screen.does(() => {
      select.value = pending?.value ?? "";
      select.dispatchEvent(new Event("change", { bubbles: true }));
    });
    await screen.shows("Root 3 lacks signatures.");
    await screen.shows("2 of 3 signed, 1 missing");
    expect(screen.get('a[href*="/draft/"]').textContent).toBe("Review root 3");
  });

  it("shows what a delegated role may sign, by whom, and what it passes on", async () => {
    const screen = await practice("packages");
    await screen.shows("Keys that it hands out");
    expect(screen.text()).toContain("targets: may sign packages/* and ends the search there.");
    expect(screen.text()).toContain("16 of 16 accepted");
    expect(screen.text()).toContain("online, a practice signer");
    expect(screen.text()).toContain("and 10 more");
  });

  it("says so when the role has no document", async () => {
    expect((await practice("nobody\u202e")).text()).toContain("nobody⟨U+202E⟩");
  });
});

describe("a signature that does not verify", () => {
  it("is explained when one asks, and counts no more than before", async () => {
    const bench = workspaceBench("2030-01-01T00:00:00Z");
    const screen = await show(bench, await bench.workspace.openCollected(bench.drop("root", rootSignedAsText())), "root");
    const select = screen.get("select");
    if (!(select instanceof HTMLSelectElement)) throw new Error("no select");
    await screen.does(() => {
      select.value = [...select.options].find(({ text }) => text.startsWith("2"))?.value ?? "";
      select.dispatchEvent(new Event("change", { bubbles: true }));
    });
    await screen.shows("1 of 2 signed, 1 missing");
    const questions = [...screen.container.querySelectorAll("summary")].filter(({ textContent }) => textContent.startsWith("Why?"));
    expect(questions.map(({ textContent }) => textContent)).toEqual(Array.from({ length: 2 }, () => "Why? What is the matter with the signature by @alice")); // by root 1, and by its own
    await screen.does(() => questions[0]?.parentElement?.toggleAttribute("open", true));
    await screen.shows("It would verify over “signed” indented by 2 spaces, names in the order of the file. It is not counted.");
    expect(screen.text()).toContain("JavaScript's JSON.stringify");
    expect(screen.text().match(/1 of 2 signed, 1 missing/g)).toHaveLength(2);
  });
});

describe("a signature's verdict in the list", () => {
  const verdicts: readonly (readonly [SignatureVerdict, string, string | undefined])[] = [
    [{ kind: "verified" }, "verified", undefined],
    [{ kind: "duplicate", countedAs: "abc" as KeyId }, "duplicate", "under the id abc"], // any text is a key id
    [{ kind: "empty" }, "waiting", "still to come"],
    [{ kind: "does-not-verify" }, "does-not-verify", "another document"],
    [{ kind: "not-hex" }, "does-not-verify", "not written in hex"],
    [{ kind: "not-in-role" }, "unknown-key", "does not list the key"],
    [{ kind: "unknown-key" }, "unknown-key", "no key is defined"],
    [{ kind: "cannot-check", problem: { kind: "key-unknown-scheme", keytype: "x", scheme: "y" } }, "cannot-check", "does not know"],
  ];
  it.each(verdicts.map((row) => [row[0].kind, ...row] as const))("%s", (_, verdict, state, detail) => {
    const shown = signatureState(verdict);
    expect(shown.state).toBe(state);
    if (detail === undefined) expect(shown.detail).toBeUndefined();
    else expect(shown.detail).toContain(detail);
  });
});

describe.skipIf(!hasCorpora)(`real signing events${hasCorpora ? "" : " (skipped: no ../shared)"}`, () => {
  it("shows every delegator's view of one document, a pending one without keys among them", async () => {
    const bench = workspaceBench(NOW);
    bench.workspace.setClock({ kind: "as-of", instant: at("2025-06-26T06:00:00Z") });
    const id = await bench.workspace.openCollected(bench.drop("event", readFolder(`${CORPORA}/tuf-demo-event-invite/0-invited`)));
    const screen = await show(bench, id, "jku");
    await screen.shows("As read");
    expect(screen.text()).toContain("0 of 1 signed; only 0 keys may sign");
    expect(screen.text()).toContain("as of the chosen time");
  });

  it("tells two files for one version apart by where they lie", async () => {
    const bench = workspaceBench(NOW);
    bench.workspace.setClock({ kind: "as-of", instant: at("2025-02-06T12:00:00Z") });
    const id = await bench.workspace.openCollected(bench.drop("event", readFolder(`${CORPORA}/tuf-demo-event-keyids/0-changed`)));
    const screen = await show(bench, id, "root");
    const options = [...screen.container.querySelectorAll("option")].map(({ text }) => text);
    expect(options).toContain("4, pending (metadata/root.json)");
    expect(options).toContain("4, pending (metadata/root_history/4.root.json)");
    await screen.shows("As read");
  });
});
