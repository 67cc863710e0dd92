// @vitest-environment happy-dom
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, test } from "vitest";
import { utf8 } from "../../lib/bytes.ts";
import { at, workspaceBench } from "../../test/workspace-bench.ts";
import { RepositorySimulator, simKey } from "../../test/repository-simulator.ts";
import { mount, typeInto, type Mounted } from "../../ui/testing/mount.tsx";
import { WorkspaceProvider } from "../../workspace/react.tsx";
import { TargetsScreen } from "./index.tsx";

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

const HOSTILE = "a/\u202egpj.<b>x";

async function show(): Promise<Mounted> {
  const sim = RepositorySimulator.published((made) => {
    const key = simKey();
    made.top.delegations = [{ name: "one", keys: [key], threshold: 1, terminating: true, paths: ["a/*"] }];
    made.targetsOf("one", [key]).targets[HOSTILE] = { length: 3, hashes: { sha256: "ab".repeat(32) }, custom: { note: "<i>no markup</i>" } };
    made.top.targets["b.txt"] = { length: 5, hashes: { sha256: "cd".repeat(32) } };
  });
  const bench = workspaceBench("2030-01-01T00:00:00Z");
  bench.setNow("2030-01-01T00:00:00Z");
  const id = await bench.workspace.openCollected(bench.drop("repo", sim.publishedFiles()));
  if (id === undefined) throw new Error("expected a repository");
  expect(bench.workspace.store.getState().repositories[id]?.report.now).toBe(at("2030-01-01T00:00:00Z"));
  return mount(<WorkspaceProvider workspace={bench.workspace}><TargetsScreen id={id} /></WorkspaceProvider>);
}

function input(screen: Mounted, label: string): HTMLElement {
  const name = [...screen.container.querySelectorAll("label")].find(({ textContent }) => textContent === label);
  return screen.get(`#${CSS.escape(name?.htmlFor ?? "")}`);
}

function button(screen: Mounted, text: string): HTMLElement {
  const found = [...screen.container.querySelectorAll("button")].find(({ textContent }) => textContent?.includes(text));
  if (found === undefined) throw new Error(`no button ${text}`);
  return found;
}

test("shows a target as foreign text, with its role, hash and custom data, and walks to it", async () => {
  const screen = await show();
  await screen.shows("2 targets are listed, by 2 roles.");
  await screen.does(() => typeInto(input(screen, "Part of a path, or a hash"), "a/"));
  await screen.shows("1 target fits.");
  await screen.does(() => button(screen, "listed by one").click());
  await screen.shows("1 of 1 key signed, 1 needed");
  expect(screen.text()).toContain("a/⟨U+202E⟩gpj.<b>x");
  expect(screen.text()).toContain("<i>no markup</i>");
  expect(screen.container.querySelector("b b, i i")).toBeNull();
  await screen.does(() => button(screen, "Walk to it").click());
  await screen.shows("A client takes it from one. No role that is asked before lists this path.");
  expect(screen.text()).toContain("the path fits a/*, and nobody after it");
});

test("reads eight hex digits as a hash, and says when nothing fits", async () => {
  const screen = await show();
  await screen.does(() => typeInto(input(screen, "Part of a path, or a hash"), "CDCD CDCD"));
  await screen.shows("1 target fits.");
  expect(screen.text()).toContain("b.txt");
  await screen.does(() => typeInto(input(screen, "Part of a path, or a hash"), "00000000"));
  await screen.shows("Nothing here fits.");
});

test("holds a file against what is listed", async () => {
  const screen = await show();
  const choose = screen.get('input[type="file"]');
  Object.defineProperty(choose, "files", { value: [new File([utf8("other")], "b.txt")], configurable: true });
  await screen.does(() => choose.dispatchEvent(new Event("change", { bubbles: true })));
  await screen.shows("This file is not the target of its name.");
  expect(screen.text()).toContain("Length is the same");
  expect(screen.text()).toContain("sha256 is another");
});
