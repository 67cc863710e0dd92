import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it } from "vitest";
import type { NamedBytes } from "../../lib/named-bytes.ts";
import { RepositorySimulator, simKey, simKeys, underAnotherId, type SimKey } from "../../test/repository-simulator.ts";
import { workspaceBench, type WorkspaceBench } from "../../test/workspace-bench.ts";
import type { Fingerprint } from "../../tuf/model/ids.ts";
import { keyName } from "./key-names.ts";
import { repositoryAlarms } from "./people.ts";

const NOW = "2030-01-01T00:00:00Z";

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

const labelled = (label: string, key: SimKey = simKey()): SimKey => underAnotherId(key, { "x-tuf-on-ci-keyowner": label });
const fingerprint = (key: SimKey): Fingerprint => key.node.material.fingerprint;

/** Ada and Bao sign the root, both needed. */
function ofTwo(): { readonly sim: RepositorySimulator; readonly ada: SimKey; readonly bao: SimKey } {
  const [ada, bao] = [labelled("@ada"), labelled("@bao")];
  return { ada, bao, sim: RepositorySimulator.published((s) => (s.roles.root = { keys: [ada, bao], threshold: 2 })) };
}

async function open(bench: WorkspaceBench, files: readonly NamedBytes[]): Promise<string> {
  const id = await bench.workspace.openCollected(bench.drop("demo", files));
  if (id === undefined) throw new Error(JSON.stringify(bench.workspace.store.getState().opening));
  return id;
}

function alarms(bench: WorkspaceBench, id: string): readonly string[] {
  const state = bench.workspace.store.getState();
  const repository = state.repositories[id];
  if (repository === undefined) throw new Error("not open");
  return repositoryAlarms(state, repository).map(({ label, by, version, had }) => `${label} in ${by} ${version}: ${had.kind === "known" ? had.name : had.kind}`);
}

function people({ workspace }: WorkspaceBench): Extract<ReturnType<typeof workspace.store.getState>["people"], { kind: "ready" }> {
  const { people } = workspace.store.getState();
  if (people.kind !== "ready") throw new Error(`it is ${people.kind}`);
  return people;
}

describe("the address book", () => {
  it("remembers where a key was seen and what it is labelled, and has no name for it until the person gives one", async () => {
    const bench = workspaceBench(NOW);
    const { sim, ada } = ofTwo();
    await open(bench, sim.publishedFiles());
    const seen = people(bench).seen.flatMap(({ keys }) => keys).find((key) => key.fingerprint === fingerprint(ada));
    expect(seen).toMatchObject({ label: "@ada", places: [{ by: "root", version: 1, role: "root", repositoryName: "demo" }] });
    expect(keyName(bench.workspace.store.getState(), fingerprint(ada))).toBeUndefined();
    await bench.workspace.people.name(fingerprint(ada), { name: "  Ada Lovelace ", note: "in person" });
    expect(keyName(bench.workspace.store.getState(), fingerprint(ada))).toEqual({ name: "Ada Lovelace", standing: "known" });
    expect(people(bench).known).toMatchObject([{ name: "Ada Lovelace", note: "in person", seen: [{ label: "@ada", by: "root" }] }]);
  });

  it("is kept on this device, goes out as a file, and comes in on another device", async () => {
    const bench = workspaceBench(NOW);
    const { sim, ada } = ofTwo();
    await open(bench, sim.publishedFiles());
    await bench.workspace.people.name(fingerprint(ada), { name: "Ada", note: "" });
    const again = workspaceBench(NOW);
    await expect.poll(() => again.workspace.store.getState().people.kind).toBe("ready");
    expect(people(again).known).toEqual(people(bench).known);
    const file = await bench.workspace.people.exportBook();

    globalThis.indexedDB = new IDBFactory();
    const other = workspaceBench(NOW);
    const plan = await other.workspace.people.readBook(file);
    if (!plan.ok) throw new Error(JSON.stringify(plan.fault));
    await expect.poll(() => other.workspace.store.getState().people.kind).toBe("ready");
    expect(people(other).known).toEqual([]);
    await other.workspace.people.merge(plan.value, new Map());
    expect(people(other).known).toEqual(people(bench).known);
    await other.workspace.people.remove(fingerprint(ada));
    expect(people(other).known).toEqual([]);
  });

  it("names a key of this device as the keyring does", async () => {
    const bench = workspaceBench(NOW);
    const made = await bench.workspace.keys.createDeviceKey("Work laptop key");
    if (!made.ok) throw new Error(JSON.stringify(made.fault));
    expect(keyName(bench.workspace.store.getState(), made.value.fingerprint)).toEqual({ name: "Work laptop key", standing: "yours" });
  });

  it("tells of storage that the browser refuses, and opening works without it", async () => {
    const bench = workspaceBench(NOW, undefined, {}, { known: () => Promise.reject(new Error("blocked")) });
    const id = await open(bench, ofTwo().sim.publishedFiles());
    expect(bench.workspace.store.getState().people).toEqual({ kind: "failed", error: "Error: blocked" });
    expect(alarms(bench, id)).toEqual([]);
  });
});

describe("a label that another key had", () => {
  /** Root 2, out or only proposed, where `key` takes the place of Ada's. */
  function replaced(sim: RepositorySimulator, key: SimKey, bao: SimKey): void {
    sim.roles.root = { keys: [key, bao], threshold: 2 };
    sim.publishRoot();
  }

  it("is an alarm in a later look, for as long as the person has not named the key", async () => {
    const { sim, bao } = ofTwo();
    const bench = workspaceBench(NOW);
    const id = await open(bench, sim.publishedFiles());
    expect(alarms(bench, id)).toEqual([]);
    const eve = labelled("@ada");
    replaced(sim, eve, bao);
    for (let visit = 0; visit < 2; visit++) {
      const later = workspaceBench(NOW);
      await expect.poll(() => later.workspace.store.getState().people.kind).toBe("ready");
      await open(later, sim.publishedFiles());
      expect(alarms(later, id)).toEqual(["@ada in root 2: remembered"]);
    }
    const last = workspaceBench(NOW);
    await open(last, sim.publishedFiles());
    await last.workspace.people.name(fingerprint(eve), { name: "Ada, new key", note: "" });
    expect(alarms(last, id)).toEqual([]);
  });

  it("is an alarm when a proposal does it, beside what is out", async () => {
    const { sim, ada, bao } = ofTwo();
    const eve = labelled("@ada");
    sim.roles.root = { keys: [eve, bao], threshold: 2 };
    sim.publishRoot({ signers: [bao] });
    const bench = workspaceBench(NOW);
    expect(alarms(bench, await open(bench, sim.publishedFiles()))).toEqual(["@ada in root 2: published"]);
    sim.publishRoot({ version: 2, signers: [ada, eve, bao] });
    expect(alarms(bench, await open(bench, sim.publishedFiles()))).toEqual(["@ada in root 2: remembered"]);
  });

  it("is an alarm against the name in the address book, in any repository", async () => {
    const bench = workspaceBench(NOW);
    const { sim, ada } = ofTwo();
    await open(bench, sim.publishedFiles());
    await bench.workspace.people.name(fingerprint(ada), { name: "Ada", note: "" });
    const elsewhere = ofTwo();
    expect(alarms(bench, await open(bench, elsewhere.sim.publishedFiles()))).toEqual(["@ada in root 1: Ada"]);
  });

  it("is history, and no alarm, when it changed before the first look", async () => {
    const { sim, bao } = ofTwo();
    replaced(sim, labelled("@ada"), bao);
    const bench = workspaceBench(NOW);
    const id = await open(bench, sim.publishedFiles());
    expect(alarms(bench, id)).toEqual([]);
    await open(bench, sim.publishedFiles());
    expect(alarms(bench, id)).toEqual([]);
  });

  it("is no alarm when the same key comes back under another id, or a key is without a label", async () => {
    const { sim, ada, bao } = ofTwo();
    const bench = workspaceBench(NOW);
    const id = await open(bench, sim.publishedFiles());
    replaced(sim, underAnotherId(ada, { "x-tuf-on-ci-keyowner": "@ada", "x-more": 1 }), bao);
    sim.roles.timestamp = { keys: simKeys(1), threshold: 1 };
    await open(bench, sim.publishedFiles());
    expect(alarms(bench, id)).toEqual([]);
  });

  it.each([true, false])("is forgotten with the repository, open or not (%j)", async (isOpen) => {
    const { sim, bao } = ofTwo();
    const first = workspaceBench(NOW);
    const id = await open(first, sim.publishedFiles());
    const bench = isOpen ? first : workspaceBench(NOW);
    await bench.workspace.forget(id);
    expect(people(bench).seen).toEqual([]);
    replaced(sim, labelled("@ada"), bao);
    await open(bench, sim.publishedFiles());
    expect(alarms(bench, id)).toEqual([]);
  });
});
