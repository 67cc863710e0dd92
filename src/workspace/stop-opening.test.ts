import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, it } from "vitest";
import { RepositorySimulator } from "../test/repository-simulator.ts";
import { workspaceBench, type WorkspaceBench } from "../test/workspace-bench.ts";
import type { NamedBytes } from "../lib/named-bytes.ts";

const NOW = "2029-12-01T00:00:00Z";
const simulated = (): readonly NamedBytes[] => [...RepositorySimulator.published().served].map(([path, bytes]) => ({ path, bytes }));

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

/** A bench whose person presses Stop as soon as a repository is being judged; `hand` makes it so, or lets it be. */
function stoppingBench(): WorkspaceBench & { readonly hand: { presses: boolean } } {
  const hand = { presses: true };
  const bench: WorkspaceBench = workspaceBench(NOW, (service) => ({
    ...service,
    open: (...asked) => {
      if (hand.presses) bench.workspace.cancelOpening();
      return service.open(...asked);
    },
  }));
  return { ...bench, hand };
}

it("Stop leaves nothing on screen when it comes before what was read has arrived", async () => {
  const { workspace, drop } = workspaceBench(NOW);
  const opening = workspace.openCollected(drop("simulated", simulated()));
  workspace.cancelOpening();
  expect(await opening).toBeUndefined();
  expect(workspace.store.getState().opening).toEqual({ kind: "idle" });
  expect(workspace.store.getState().repositories).toEqual({});
});

it("Stop is of one opening alone: what was opened before opens after it", async () => {
  const before = workspaceBench(NOW);
  const id = await before.workspace.openCollected(before.drop("simulated", simulated()));
  const { workspace, drop, hand } = stoppingBench();
  expect(await workspace.openCollected(drop("another", simulated()))).toBeUndefined();
  expect(workspace.store.getState().opening).toEqual({ kind: "idle" });
  hand.presses = false;
  expect(await workspace.reopen(id ?? "")).toBe(true);
  expect(Object.keys(workspace.store.getState().repositories)).toEqual([id]);
});

it("Stop throws away no practice repository that is kept", async () => {
  const id = await workspaceBench(NOW).workspace.openPractice();
  const { workspace, hand } = stoppingBench();
  expect(await workspace.openPractice()).toBeUndefined();
  hand.presses = false;
  expect(await workspace.openPractice()).toBe(id);
});
