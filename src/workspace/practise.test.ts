import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, it } from "vitest";
import { workspaceBench } from "../test/workspace-bench.ts";

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

it("a key of one's own joins in the practice repository's root 3, is asked to sign it, and fills its quorum", async () => {
  const { workspace } = workspaceBench("2026-11-24T00:00:00Z");
  const made = await workspace.keys.createDeviceKey("My own");
  if (!made.ok) throw new Error(made.fault.kind);
  const own = made.value;
  const id = await workspace.startPracticeOver(own.id);
  if (id === undefined) throw new Error(JSON.stringify(workspace.store.getState().opening));
  const root3 = () => workspace.store.getState().repositories[id]?.report.documents.find(({ role, version }) => role === "root" && version === 3);
  const document = root3()?.id;
  if (document === undefined) throw new Error("no root 3");
  const review = await workspace.readReview(id, document);
  if (review === undefined) throw new Error("no review");
  expect(review.signers.find(({ fingerprint }) => fingerprint === own.fingerprint)).toMatchObject({ state: "waiting", label: "@you" });
  expect(root3()?.quorums.map(({ by, report }) => `${by.version}: ${report.counted} of ${report.threshold}`)).toEqual(["2: 2 of 3", "3: 2 of 3"]);

  workspace.markCompared(id, document, review.digest);
  expect(await workspace.sign(id, document, own.id)).toMatchObject({ keyName: "My own" });
  expect(root3()?.quorums.map(({ by, report }) => `${by.version}: ${report.counted} of ${report.threshold}`)).toEqual(["2: 2 of 3", "3: 3 of 3"]);

  // Starting over without it leaves it where it is: it is no practice key.
  await workspace.startPracticeOver();
  expect(workspace.store.getState().keyring).toMatchObject({ kind: "ready" });
  const { keyring } = workspace.store.getState();
  expect(keyring.kind === "ready" ? keyring.entries.filter(({ practice }) => !practice).map(({ name }) => name) : []).toEqual(["My own"]);
});
