import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it } from "vitest";
import { CORPORA, hasCorpora, readFolder } from "../test/corpora.ts";
import { describeOpeningFault } from "./describe-opening-fault.ts";
import { describeExternalSignatureFault } from "./words.ts";
import { workspaceBench, type WorkspaceBench } from "../test/workspace-bench.ts";
import type { KeyringEntry } from "../keyring/keyring.ts";
import { RepositorySimulator } from "../test/repository-simulator.ts";
import type { NamedBytes } from "../lib/named-bytes.ts";
import { toHex } from "../lib/hex.ts";
import { parseMetadata } from "../tuf/model/parse-metadata.ts";
import type { RepositoryReport } from "../tuf/repository/report.ts";

const NOW = "2026-11-24T00:00:00Z";

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

function reportOf({ workspace }: WorkspaceBench, id: string | undefined): RepositoryReport {
  const repository = workspace.store.getState().repositories[id ?? ""];
  if (repository === undefined) throw new Error(`nothing is open: ${JSON.stringify(workspace.store.getState().opening)}`);
  return repository.report;
}

async function openPractice(bench: WorkspaceBench): Promise<string> {
  const id = await bench.workspace.openPractice();
  if (id === undefined) throw new Error("the practice repository did not open");
  await expect.poll(() => practiceKeys(bench).length).toBe(7);
  return id;
}

function practiceKeys({ workspace }: WorkspaceBench): readonly KeyringEntry[] {
  const { keyring } = workspace.store.getState();
  return keyring.kind === "ready" ? keyring.entries.filter(({ practice }) => practice) : [];
}

describe("the practice repository", () => {
  it("lets a client update, waits for one signature on root 3, and has one role in its signing window", async () => {
    const bench = workspaceBench(NOW);
    const report = reportOf(bench, await openPractice(bench));
    expect(report.headline).toEqual({ kind: "can-update", fromRoot: 1, toRoot: 2, providedRootIsOut: false });
    expect(report.inbox).toMatchObject([{ role: "root", version: 3, kind: "needs-signatures" }]);
    const root3 = report.documents.find(({ role, version }) => role === "root" && version === 3);
    expect(root3?.quorums.map(({ report: { counted, threshold } }) => `${counted} of ${threshold}`)).toEqual(["2 of 3", "2 of 3"]);
    const firmware = report.documents.find(({ role }) => role === "firmware");
    expect(firmware?.signingFrom).toBeLessThan(report.now);
    expect(report.tree?.children.map((child) => (child.kind === "role" ? `${child.role} ${child.verdict.kind}` : child.name))).toEqual(["docs accepted", "packages accepted", "firmware accepted"]);
    const packages = report.tree?.children[1];
    expect(packages?.kind === "role" ? packages.children : []).toMatchObject([{ kind: "bins", count: 16, accepted: 16, targetCount: 48 }]);
  });

  it("is made once and comes back the same, until it is started over", async () => {
    const first = workspaceBench(NOW);
    const id = await openPractice(first);
    const again = workspaceBench(NOW);
    expect(await again.workspace.openPractice()).toBe(id);
    await expect.poll(() => practiceKeys(again).length).toBe(7);
  });

  it("is signed, verified by a second implementation, kept, and exported with nothing but signatures changed", async () => {
    const bench = workspaceBench(NOW);
    const { workspace } = bench;
    const id = await openPractice(bench);
    const [item] = reportOf(bench, id).inbox;
    if (item === undefined) throw new Error("nothing waits");
    const ada = practiceKeys(bench).find(({ name }) => name === "Practice: ada");
    if (ada === undefined) throw new Error("no key of ada");

    expect(await workspace.sign(id, item.document, ada.id)).toBeUndefined();
    expect(Object.values(workspace.store.getState().ceremonies)[0]?.signing).toMatchObject({ kind: "failed", fault: { fault: { kind: "not-compared" } } });

    const before = await workspace.exportDocument(id, item.document);
    const review = await workspace.readReview(id, item.document);
    workspace.markCompared(id, item.document, review?.digest ?? ("" as never));
    const made = await workspace.sign(id, item.document, ada.id);
    expect(made).toMatchObject({ keyName: "Practice: ada", digest: review?.digest });
    const root3 = reportOf(bench, id).documents.find((document) => document.id === item.document);
    expect(root3?.quorums.map(({ report: { counted } }) => counted)).toEqual([3, 3]);
    expect(reportOf(bench, id).inbox).toMatchObject([{ kind: "complete" }]);

    const after = await workspace.exportDocument(id, item.document);
    expect(after?.files.map(({ path }) => path).toSorted()).toEqual(["metadata/root.json", "metadata/root_history/3.root.json"]);
    for (const file of after?.files ?? []) {
      const old = parseMetadata(before?.files.find(({ path }) => path === file.path)?.bytes ?? new Uint8Array());
      const now = parseMetadata(file.bytes);
      if (!old.ok || !now.ok) throw new Error("the export does not parse");
      expect(now.value.text.slice(0, now.value.signaturesNode.start)).toBe(old.value.text.slice(0, old.value.signaturesNode.start));
      expect(now.value.text.slice(now.value.signaturesNode.end)).toBe(old.value.text.slice(old.value.signaturesNode.end));
      expect(now.value.digest).toBe(old.value.digest);
    }

    const reopened = workspaceBench(NOW);
    expect(await reopened.workspace.openPractice()).toBe(id);
    expect(reportOf(reopened, id).inbox).toMatchObject([{ kind: "complete" }]);
  });

  it("leaves no private key in a store or in an export", async () => {
    const bench = workspaceBench(NOW);
    const id = await openPractice(bench);
    const [item] = reportOf(bench, id).inbox;
    const bundle = item === undefined ? undefined : await bench.workspace.exportDocument(id, item.document);
    const dump = JSON.stringify(bench.workspace.store.getState()) + (bundle?.files.map(({ bytes }) => new TextDecoder().decode(bytes)).join("") ?? "");
    for (let seed = 1; seed <= 7; seed++) {
      const bytes = new Uint8Array(32).fill(seed); // what the bench's randomness gave
      expect(dump).not.toContain(toHex(bytes));
      expect(dump).not.toContain(Buffer.from(bytes).toString("base64").slice(0, 40));
    }
    expect(bundle?.files.length).toBe(2);
  });
});

describe("what a person may feed it by mistake", () => {
  it("tells of storage that the browser refuses, and does not wait for ever", async () => {
    globalThis.indexedDB = { open: () => { throw new DOMException("blocked by the person's settings", "SecurityError"); } } as unknown as IDBFactory; // a browser that refuses
    const bench = workspaceBench(NOW);
    expect(await bench.workspace.openPractice()).toBeUndefined();
    const { opening } = bench.workspace.store.getState();
    if (opening.kind !== "failed") throw new Error(`it is ${opening.kind}`);
    expect(describeOpeningFault(opening.fault).evidence.join(" ")).toContain("blocked by the person's settings");
  });

  it("names the document that a pasted signature belongs to", async () => {
    const bench = workspaceBench(NOW);
    const { workspace } = bench;
    const id = await openPractice(bench);
    const [item] = reportOf(bench, id).inbox;
    const root2 = reportOf(bench, id).documents.find(({ role, version }) => role === "root" && version === 2);
    if (item === undefined || root2 === undefined) throw new Error("the practice repository has both");
    const text = (await workspace.readDocument(id, root2.id))?.text ?? "";
    const [, signatureOfRoot2 = ""] = /"sig": "([0-9a-f]{128})"/.exec(text) ?? [];
    const review = await workspace.readReview(id, item.document);
    if (review === undefined) throw new Error("no review");
    workspace.markCompared(id, item.document, review.digest);
    expect(await workspace.attachExternal(id, item.document, signatureOfRoot2)).toBeUndefined();
    const signing = workspace.store.getState().ceremonies[`${id}/${item.document}`]?.signing;
    const fault = signing?.kind === "failed" && signing.fault.from === "repository" && signing.fault.fault.kind === "external" ? signing.fault.fault.fault : undefined;
    if (fault === undefined) throw new Error(`not refused as it should be: ${JSON.stringify(signing)}`);
    expect(JSON.stringify(describeExternalSignatureFault(fault, (key) => key.label ?? "a key"))).toContain("root 2");
    expect(reportOf(bench, id).documents.find((document) => document.id === item.document)?.quorums.map(({ report: { counted } }) => counted)).toEqual([2, 2]);
  });
});

describe("anchor, pins and the clock", () => {
  it("raises no pin from an unconfirmed anchor or a view of another time, and sees a real rollback", async () => {
    const bench = workspaceBench(NOW);
    const { workspace } = bench;
    const id = await openPractice(bench);
    const confirmed = await workspace.confirmAnchor(id, undefined);
    expect(confirmed.ok).toBe(true);
    expect(reportOf(bench, id).anchor.confirmed).toBe(true);
    const report = reportOf(bench, id);
    expect(report.seen).toMatchObject({ root: 2, timestamp: 31, snapshot: 12 });

    // The same repository as it was before: a lower timestamp, rightly signed.
    const { openWorkspaceStorage } = await import("./storage.ts");
    await openWorkspaceStorage().raisePin({ anchor: report.identity, seen: { ...(report.seen ?? { root: 2, snapshot: 12, targets: {} }), timestamp: 40 }, seenAt: report.now });
    workspace.setClock({ kind: "now" });
    await expect.poll(() => reportOf(bench, id).headline).toMatchObject({ kind: "cannot-update", fault: { kind: "rollback", have: 40, found: 31 } });
    expect(reportOf(bench, id).findings[0]).toMatchObject({ kind: "rollback", severity: "bad" });

    workspace.setClock({ kind: "as-of", instant: report.now });
    await expect.poll(() => reportOf(bench, id).headline.kind).toBe("can-update");
    const [item] = reportOf(bench, id).inbox;
    const [entry] = practiceKeys(bench);
    if (item === undefined || entry === undefined) throw new Error("nothing to sign with");
    expect(await workspace.sign(id, item.document, entry.id)).toBeUndefined();
    expect(workspace.store.getState().ceremonies[`${id}/${item.document}`]?.signing).toMatchObject({ fault: { fault: { kind: "not-now" } } });
  });

  it("lets the lowest of two confirmed roots be the anchor, whatever order they were confirmed in, and keeps it while it is open", async () => {
    for (const order of [[1, 2], [2, 1]]) {
      globalThis.indexedDB = new IDBFactory();
      const sim = RepositorySimulator.published();
      sim.publishRoot();
      const bench = workspaceBench("2030-01-01T00:00:00Z");
      const of = (version: number): readonly NamedBytes[] => sim.publishedFiles().filter(({ path }) => !path.endsWith("root.json") || path === `${version}.root.json`);
      let last = "";
      for (const version of order) {
        last = (await bench.workspace.openCollected(bench.drop(`from ${version}`, of(version)))) ?? "";
        await bench.workspace.confirmAnchor(last, undefined);
      }
      const both = (await bench.workspace.openCollected(bench.drop("both", sim.publishedFiles()))) ?? "";
      expect([reportOf(bench, both).anchor.version, reportOf(bench, both).anchor.confirmed]).toEqual([1, true]);
      expect(reportOf(bench, both).identity.startsWith(both)).toBe(true);
      bench.workspace.setClock({ kind: "now" });
      await expect.poll(() => reportOf(bench, last).identity.startsWith(last)).toBe(true);
    }
  });

  it("brings a repository back under the anchor that it was kept under, though a lower one was confirmed since", async () => {
    const sim = RepositorySimulator.published();
    sim.publishRoot();
    const bench = workspaceBench("2030-01-01T00:00:00Z");
    const { workspace } = bench;
    const all = sim.publishedFiles();
    const fromTwo = (await workspace.openCollected(bench.drop("from 2", all.filter(({ path }) => path !== "1.root.json")))) ?? "";
    await workspace.confirmAnchor(fromTwo, undefined);
    const kept = (await workspace.openCollected(bench.drop("all", all))) ?? "";
    expect(kept).toBe(fromTwo);
    const fromOne = (await workspace.openCollected(bench.drop("from 1", all.filter(({ path }) => path !== "2.root.json")))) ?? "";
    await workspace.confirmAnchor(fromOne, undefined);
    const later = workspaceBench("2030-01-01T00:00:00Z");
    expect(await later.workspace.reopen(kept)).toBe(true);
    expect(reportOf(later, kept).anchor).toMatchObject({ version: 2, confirmed: true });
  });

  it("opens a repository again in the place of its old session, and forgets its ceremonies with it", async () => {
    const opened: string[] = [];
    const closed: string[] = [];
    const bench = workspaceBench(NOW, (service) => ({
      ...service,
      open: (session, ...more) => (opened.push(session), service.open(session, ...more)),
      close: (session) => (closed.push(session), service.close(session)),
    }));
    const { workspace } = bench;
    const sim = RepositorySimulator.published();
    const files = bench.drop("again", sim.publishedFiles());
    const id = (await workspace.openCollected(files)) ?? "";
    const [document] = reportOf(bench, id).documents;
    if (document === undefined) throw new Error("nothing was opened");
    workspace.markCompared(id, document.id, document.digest);
    expect(await workspace.openCollected(files)).toBe(id);
    expect(closed).toEqual(opened.slice(0, 1));
    expect(Object.keys(workspace.store.getState().ceremonies)).toEqual([`${id}/${document.id}`]);
    await workspace.forget(id);
    expect(closed).toEqual(opened);
    expect(workspace.store.getState().ceremonies).toEqual({});
  });

  it("says when a typed digest is another one, or none", async () => {
    const bench = workspaceBench(NOW);
    const id = await openPractice(bench);
    expect(await bench.workspace.confirmAnchor(id, "00".repeat(32))).toMatchObject({ ok: false, fault: { kind: "digest-differs" } });
    expect(await bench.workspace.confirmAnchor(id, "root 1")).toMatchObject({ ok: false, fault: { kind: "not-a-digest" } });
    const digest = reportOf(bench, id).anchor.digest;
    expect(await bench.workspace.confirmAnchor(id, digest.toUpperCase().replace(/(.{4})/g, "$1 "))).toMatchObject({ ok: true });
  });

  it.skipIf(!hasCorpora)("opens the three tuf-demo events in any order without a false alarm (skipped: no ../shared)", async () => {
    const folders = ["tuf-demo-event-keyids/known-good", "tuf-demo-event-invite/known-good", "tuf-demo-event-root-v5/known-good"];
    for (const order of [[0, 1, 2], [2, 1, 0], [1, 2, 0]]) {
      globalThis.indexedDB = new IDBFactory();
      const bench = workspaceBench(NOW);
      for (const i of order) {
        const folder = folders[i] ?? "";
        const id = await bench.workspace.openCollected(bench.drop(folder, readFolder(`${CORPORA}/${folder}`)));
        await bench.workspace.confirmAnchor(id ?? "", undefined);
        expect(reportOf(bench, id).findings.filter(({ kind }) => kind === "rollback")).toEqual([]);
        // Long expired, and nothing is worse than that.
        expect(reportOf(bench, id).headline).toMatchObject({ kind: "cannot-update", fault: { kind: "expired" } });
      }
    }
  });
});
