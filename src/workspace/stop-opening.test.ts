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

it("Stop holds until the repository stands on screen, and what was judged for it is let go", async () => {
  const closed: string[] = [];
  let presses = false;
  const bench: WorkspaceBench = workspaceBench(NOW, (service) => ({
    ...service,
    contents: (session) => {
      if (presses) bench.workspace.cancelOpening(); // asked of the session before, once there is a verdict
      return service.contents(session);
    },
    close: (session) => (closed.push(session), service.close(session)),
  }));
  const { workspace, drop } = bench;
  const files = simulated();
  const id = (await workspace.openCollected(drop("first", files))) ?? "";
  presses = true;
  expect(await workspace.openCollected(drop("second", files))).toBeUndefined();
  presses = false;
  expect(closed).toEqual(["new-2"]);
  expect(workspace.store.getState().repositories[id]?.name).toBe("first");
  expect(await workspace.readRole(id, "root")).toBeDefined();
});

it("an opening that another has overtaken leaves the screen to it, however it ends", async () => {
  const ends: (() => void)[] = [];
  const { workspace, drop } = workspaceBench(NOW, (service) => ({
    ...service,
    open: async (...asked) => {
      await new Promise<void>((resolve) => ends.push(resolve));
      return service.open(...asked);
    },
  }));
  const until = async (count: number): Promise<void> => expect.poll(() => ends.length).toBe(count);
  const refused = workspace.openCollected(drop("refused", []));
  await until(1);
  const accepted = workspace.openCollected(drop("accepted", simulated()));
  await until(2);
  const last = workspace.openCollected(drop("last", simulated()));
  await until(3);
  const stands = { kind: "verifying", name: "last" };
  expect(workspace.store.getState().opening).toEqual(stands);
  ends[0]?.();
  expect(await refused).toBeUndefined();
  expect(workspace.store.getState().opening).toEqual(stands);
  ends[1]?.();
  expect(await accepted).toBeDefined();
  expect(workspace.store.getState().opening).toEqual(stands);
  ends[2]?.();
  expect(await last).toBeDefined();
  expect(workspace.store.getState().opening).toEqual({ kind: "idle" });
});

it("an opening that breaks off lets its session go, and is told of, also where it brings something back", async () => {
  const closed: string[] = [];
  const first = workspaceBench(NOW);
  const id = (await first.workspace.openCollected(first.drop("kept", simulated()))) ?? "";
  const { workspace, drop } = workspaceBench(NOW, (service) => ({
    ...service,
    open: async (...asked) => {
      await service.open(...asked);
      throw new Error("the worker stopped");
    },
    close: (session) => (closed.push(session), service.close(session)),
  }));
  const broken = { kind: "failed", fault: { from: "app", fault: { kind: "stopped", error: "Error: the worker stopped" } } };
  expect(await workspace.openCollected(drop("another", simulated()))).toBeUndefined();
  expect(workspace.store.getState().opening).toMatchObject(broken);
  workspace.dismissOpeningFault();
  await expect(workspace.reopen(id)).rejects.toThrow("the worker stopped"); // its screen says so
  expect(workspace.store.getState().opening).toMatchObject(broken);
  expect(closed).toEqual(["new-1", "new-2"]);
});
