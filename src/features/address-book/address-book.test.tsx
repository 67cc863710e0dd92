// @vitest-environment happy-dom
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it } from "vitest";
import { utf8 } from "../../lib/bytes.ts";
import { RepositorySimulator, simKey, underAnotherId, type SimKey } from "../../test/repository-simulator.ts";
import { workspaceBench, type WorkspaceBench } from "../../test/workspace-bench.ts";
import { mount, typeInto, type Mounted } from "../../ui/testing/mount.tsx";
import { WorkspaceProvider } from "../../workspace/react.tsx";
import { AddressBookScreen } from "./index.tsx";

const NOW = "2030-01-01T00:00:00Z";

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

interface Shown { readonly bench: WorkspaceBench; readonly screen: Mounted; readonly lance: SimKey }

async function show(): Promise<Shown> {
  const lance = underAnotherId(simKey(), { "x-tuf-on-ci-keyowner": "@lance" });
  const online = underAnotherId(simKey(), { "x-tuf-on-ci-online-uri": "gcpkms:projects/x" });
  const sim = RepositorySimulator.published((s) => {
    s.roles.root = { keys: [lance], threshold: 1 };
    s.roles.timestamp = { keys: [online], threshold: 1 };
  });
  const bench = workspaceBench(NOW);
  await bench.workspace.openCollected(bench.drop("demo", sim.publishedFiles()));
  return { bench, lance, screen: await mount(<WorkspaceProvider workspace={bench.workspace}><AddressBookScreen /></WorkspaceProvider>) };
}

function press(screen: Mounted, words: string, within = ""): Promise<void> {
  const found = [...screen.container.querySelectorAll<HTMLElement>(`${within} button`)].find((button) => button.textContent?.trim() === words);
  if (found === undefined) throw new Error(`no button ${words} in ${screen.text()}`);
  return screen.does(() => found.click());
}

async function name(screen: Mounted, as: string): Promise<void> {
  await press(screen, "Name this key", 'li:has(bdi)');
  await screen.does(() => typeInto(screen.get('dialog[open] input[type="text"]'), as));
  await submit(screen);
}

function submit(screen: Mounted): Promise<void> {
  return screen.does(() => screen.get("dialog[open] form").dispatchEvent(new Event("submit", { bubbles: true, cancelable: true })));
}

async function bringIn(screen: Mounted, text: string): Promise<void> {
  const input = screen.get('input[type="file"]');
  const file = new File([text], "theirs.json", { type: "application/json" });
  Object.defineProperty(input, "files", { value: [file], configurable: true });
  await screen.does(() => input.dispatchEvent(new Event("change", { bubbles: true })));
}

describe("the address book", () => {
  it("shows each key as the claim it is, with where it was seen, and machines' keys apart", async () => {
    const { screen } = await show();
    expect(screen.text()).toContain("No key has a name of yours yet.");
    expect(screen.text()).toContain("a key labelled @lance");
    expect(screen.text()).toContain("In root 1 of demo, may sign root");
    expect(screen.text()).toContain("Keys that machines hold 1 online key");
  });

  it("names a key once the person says whose it is, after showing all of it", async () => {
    const { screen, lance } = await show();
    await press(screen, "Name this key");
    const dialog = screen.get("dialog[open]");
    const { material } = lance.node;
    expect(dialog.textContent).toContain("The metadata calls it @lance. Anyone who proposes metadata can write that.");
    expect(dialog.textContent).toContain(material.fingerprint.split(":")[1]);
    await submit(screen);
    expect(dialog.textContent).toContain("Write the name that you know the person or the machine by.");
    await screen.does(() => typeInto(screen.get('dialog[open] input[type="text"]'), "Lance"));
    await submit(screen);
    await screen.shows("You know one key by a name of your own.");
    expect(screen.get("li h3").textContent).toBe("Lance");
    expect(screen.text()).not.toContain("a key labelled @lance");
    expect(screen.text()).toContain("labelled @lance");
  });

  it("takes a key out again, and it is a claim as before", async () => {
    const { screen } = await show();
    await name(screen, "Lance");
    await screen.shows("You know one key");
    await press(screen, "Take out");
    await press(screen, "Take it out");
    await screen.shows("a key labelled @lance");
  });
});

describe("bringing in an address book", () => {
  it("says what is wrong with the file and where, and takes in nothing", async () => {
    const { screen } = await show();
    await bringIn(screen, '{"format":"countersign-address-book/1","keys":[{"name":"x"}]}');
    await screen.shows("is not what an address book has there");
    expect(screen.get('[role="alert"]').textContent).toContain("line 1");
    expect(screen.text()).toContain("your address book is as it was");
  });

  it("shows a key under two names, waits for a choice, and keeps or replaces as chosen", async () => {
    for (const [choice, result] of [["mine", "Lance"], ["theirs", "Lancelot"]] as const) {
      globalThis.indexedDB = new IDBFactory();
      const { bench, screen } = await show();
      await name(screen, "Lance");
      await screen.shows("You know one key");
      const book = new TextDecoder().decode(await bench.workspace.people.exportBook());
      await bringIn(screen, book.replace('"name":"Lance"', '"name":"Lancelot"'));
      await screen.shows("One key, two names");
      expect(screen.text()).toContain("Keep yours: Lance, without a note");
      expect(screen.text()).toContain("Take theirs: Lancelot");
      const act = [...screen.container.querySelectorAll("button")].find((button) => button.textContent?.startsWith("Put both together"));
      expect(act?.getAttribute("aria-disabled")).toBe("true");
      await screen.does(() => screen.get(`input[type="radio"][value="${choice}"]`).click());
      await press(screen, "Put both together");
      await expect.poll(() => { const { people } = bench.workspace.store.getState(); return people.kind === "ready" ? people.known.map((key) => key.name) : []; }).toEqual([result]);
    }
  });

  it("lists the keys that are new before they are taken in", async () => {
    const { screen } = await show();
    const theirs = { format: "countersign-address-book/1", keys: [{ fingerprint: `ed25519:${"ab".repeat(32)}`, name: "Bao\u202e", note: "met", added: "2026-01-01T00:00:00Z", seen: [] }] };
    await bringIn(screen, new TextDecoder().decode(utf8(JSON.stringify(theirs))));
    await screen.shows("1 key new to you.");
    expect(screen.text()).not.toContain("\u202e");
    await press(screen, "Take in 1 key");
    await screen.shows("You know one key");
  });
});
