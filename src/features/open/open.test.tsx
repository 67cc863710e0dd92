// @vitest-environment happy-dom
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { utf8 } from "../../lib/bytes.ts";
import { workspaceBench, type WorkspaceBench } from "../../test/workspace-bench.ts";
import { mount, typeInto, type Mounted } from "../../ui/testing/mount.tsx";
import { WorkspaceProvider } from "../../workspace/react.tsx";
import type { WorkspaceState } from "../../workspace/state.ts";
import { OpenScreen } from "./index.tsx";

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  location.hash = "#/";
});

async function show(bench: WorkspaceBench = workspaceBench("2026-11-24T00:00:00Z")): Promise<{ readonly bench: WorkspaceBench; readonly screen: Mounted }> {
  return { bench, screen: await mount(<WorkspaceProvider workspace={bench.workspace}><OpenScreen /></WorkspaceProvider>) };
}

function button(screen: Mounted, words: string): HTMLElement {
  const found = [...screen.container.querySelectorAll("button")].find((one) => one.textContent?.trim() === words);
  if (found === undefined) throw new Error(`no button ${words}`);
  return found;
}

describe("ways in", () => {
  it("keeps an input for a folder and one for files in the page, each by its name", async () => {
    const { screen } = await show();
    expect(screen.get('input[aria-label="Choose a folder"]').hasAttribute("webkitdirectory")).toBe(true);
    expect(screen.get('input[aria-label="Choose files"]').hasAttribute("multiple")).toBe(true);
  });

  it("says whom the browser asks before an address is read", async () => {
    const { bench, screen } = await show();
    const openAddress = vi.spyOn(bench.workspace, "openAddress").mockResolvedValue(undefined);
    expect(screen.text()).toContain("Your browser asks this server and no other.");
    await screen.does(() => screen.get("form").dispatchEvent(new Event("submit", { bubbles: true, cancelable: true })));
    expect(openAddress).not.toHaveBeenCalled();
    expect(screen.text()).toContain("Give the address of the folder");
    await screen.does(() => typeInto(screen.get("form input"), " https://example.org/metadata/ "));
    await screen.does(() => screen.get("form").dispatchEvent(new Event("submit", { bubbles: true, cancelable: true })));
    expect(openAddress).toHaveBeenCalledWith("https://example.org/metadata/");
  });

  it("goes to the overview once practice is open, remembers it, and forgets it on request", async () => {
    const { bench, screen } = await show();
    await screen.does(() => button(screen, "Open the practice repository").click());
    await screen.shows("1 to sign");
    await expect.poll(() => location.hash).toMatch(/^#\/r\/[0-9a-f]{32}$/);
    expect(screen.get('a[href^="#/r/"]').textContent).toBe("Practice");
    await screen.does(() => button(screen, "Forget Practice").click());
    expect(screen.get("dialog[open]").textContent).toContain("a rollback of this repository would no longer show here");
    await screen.does(() => button(screen, "Forget it").click());
    await screen.shows("Nothing has been opened yet.");
    expect(bench.workspace.store.getState().recents).toEqual([]);
  });
});

describe("what opening reports", () => {
  async function reports(opening: WorkspaceState["opening"]): Promise<Mounted> {
    const { bench, screen } = await show();
    await screen.does(() => bench.workspace.store.setState({ opening }));
    return screen;
  }

  it("is how much is read, of how much, with a way to stop", async () => {
    const screen = await reports({ kind: "reading", name: "repo\u202e", progress: { filesRead: 212, bytesRead: 4096, of: 1004 } });
    expect(screen.text()).toContain("212 of 1,004 files, 4 KiB");
    expect(screen.text()).toContain("Reading “repo\\u{202e}”");
    expect(button(screen, "Stop")).toBeDefined();
  });

  it("is how fast it goes and how long it will take, while reading and while checking", async () => {
    const pace = { perSecond: 5200.4, secondsLeft: 2.1 };
    const screen = await reports({ kind: "verifying", name: "repo", progress: { done: 8000, of: 16385 }, pace });
    expect(screen.text()).toContain("8,000 of 16,385 signatures checked, 5,200 signatures a second, about 3 s left");
    expect(button(screen, "Stop")).toBeDefined();
    expect((await reports({ kind: "reading", name: "repo", progress: { filesRead: 1, bytesRead: 1, of: undefined }, pace: { ...pace, secondsLeft: undefined } })).text()).toContain("1 file, 1 byte, 5,200 files a second");
    expect((await reports({ kind: "verifying", name: "repo", progress: { done: 1, of: 2 }, pace: { ...pace, secondsLeft: 0.1 } })).text()).toContain("nearly done");
  });

  it("is what failed, the evidence and what to do, and the ways in stay", async () => {
    const { bench, screen } = await show();
    await screen.does(() => bench.workspace.openCollected(bench.drop("broken", [{ path: "metadata/root.json", bytes: utf8('{"signed": {') }])));
    await screen.shows("No root could be read.");
    expect(screen.get('[role="alert"]').textContent).toContain("“metadata/root.json”: The file ends too early.");
    expect(screen.get('[role="alert"]').textContent).toContain("What you can do");
    expect(button(screen, "Choose a folder")).toBeDefined();
    await screen.does(() => button(screen, "Put this away").click());
    expect(screen.container.querySelector('[role="alert"]')).toBeNull();
  });
});
