import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it } from "vitest";
import { webCryptoVerifier } from "../crypto/webcrypto-verifier.ts";
import { utf8 } from "../lib/bytes.ts";
import type { NamedBytes } from "../lib/named-bytes.ts";
import type { Reader } from "../sources/reader-client.ts";
import { DEFAULT_PLAN, generateRepository } from "../test/generated/generate-repository.ts";
import { RepositorySimulator, SIM_NOW } from "../test/repository-simulator.ts";
import { workspaceBench, type WorkspaceBench } from "../test/workspace-bench.ts";
import { createRepositoryService } from "./create-repository-service.ts";
import { largeOpenings } from "./large-opening.ts";
import type { SessionId } from "./repository-service.ts";
import { serveShard } from "./shards/serve-shard.ts";
import { Shard } from "./shards/shard.ts";
import type { ShardPool } from "./shards/shard-pool.ts";

const NOW = "2029-12-01T00:00:00Z";

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

/** One shard, in this very thread. `held`: repositories that it holds. */
function poolHere(): ShardPool & { readonly held: () => number } {
  let held = 0;
  return {
    held: () => held,
    hold: () => {
      held++;
      const [files, asker] = [new MessageChannel(), new MessageChannel()];
      const end = serveShard(new Shard(crypto.subtle, () => 0), files.port2, asker.port2);
      const drop = (): void => {
        held--;
        end();
      };
      return { forReader: [files.port1], forRepository: [asker.port1], drop, broken: new Promise<never>(() => undefined) };
    },
  };
}

/** An archive of two repositories, as if it were large. */
function archive(): readonly NamedBytes[] {
  return ["one", "two"].flatMap((folder) => RepositorySimulator.published().publishedFiles().map(({ path, bytes }) => ({ path: `${folder}/${path}`, bytes })));
}

function readerOf(files: readonly NamedBytes[]): { readonly reader: Partial<Reader>; readonly addresses: readonly string[] } {
  const addresses: string[] = [];
  const readUrl: Reader["readUrl"] = async (address, _, ask) => {
    addresses.push(address);
    for (const port of (await ask?.()) ?? []) {
      port.postMessage({ kind: "files", files });
      port.postMessage({ kind: "end" });
    }
    return { ok: true, value: { name: address, kind: "url", files: [], sent: { files: files.length, bytes: 9e6 }, notRead: [], passedOver: 0 } };
  };
  return { reader: { readUrl }, addresses };
}

describe("a large archive behind an address", () => {
  it("opens another of its folders, read anew", async () => {
    const { reader, addresses } = readerOf(archive());
    const shards = poolHere();
    const { workspace } = workspaceBench(NOW, undefined, {}, {}, { reader, shards });
    const address = "https://example.test/all.tar";
    const id = (await workspace.openAddress(address)) ?? "";
    expect(workspace.store.getState().repositories[id]).toMatchObject({ folder: "one", otherFolders: ["two"] });
    const other = (await workspace.openOtherFolder(id, "two")) ?? "";
    expect(workspace.store.getState().repositories[other]).toMatchObject({ folder: "two", otherFolders: ["one"] });
    expect(addresses).toEqual([address, address]);
    expect(shards.held()).toBe(2);
  });
});

it("a base that is large does not take away the other folders of what was kept whole", async () => {
  const { reader } = readerOf(RepositorySimulator.published().publishedFiles());
  const first = workspaceBench(NOW);
  const id = (await first.workspace.openCollected(first.drop("two", archive()))) ?? "";
  const { workspace } = workspaceBench(NOW, undefined, {}, {}, { reader, shards: poolHere() });
  expect(await workspace.reopen(id)).toBe(true);
  expect(await workspace.setBaseFromAddress(id, "https://example.test/")).toBeUndefined();
  const other = (await workspace.openOtherFolder(id, "two")) ?? "";
  expect(workspace.store.getState().repositories[other]).toMatchObject({ folder: "two" });
});

it("a base whose repository was forgotten meanwhile is held by nobody", async () => {
  const { reader } = readerOf(RepositorySimulator.published().publishedFiles());
  const shards = poolHere();
  let id = "";
  const bench: WorkspaceBench = workspaceBench(NOW, (service) => ({
    ...service,
    setLargeBase: async (...asked) => {
      const answer = await service.setLargeBase(...asked);
      await bench.workspace.forget(id);
      return answer;
    },
  }), {}, {}, { reader, shards });
  id = (await bench.workspace.openCollected(bench.drop("two", archive()))) ?? "";
  expect(await bench.workspace.setBaseFromAddress(id, "https://example.test/")).toBeUndefined();
  expect([shards.held(), bench.workspace.store.getState().repositories]).toEqual([0, {}]);
});

it("a large repository opens also where its answers cannot be kept", async () => {
  const full = { read: async () => new Set<string>(), write: () => Promise.reject(new DOMException("", "QuotaExceededError")), forget: async () => undefined };
  const service = createRepositoryService(webCryptoVerifier(crypto.subtle), () => 0, undefined, full);
  const { forReader, forRepository } = poolHere().hold();
  for (const port of forReader) for (const message of [{ kind: "files", files: archive() }, { kind: "end" }]) port.postMessage(message);
  expect(await service.openLarge("new-1" as SessionId, forRepository, { now: SIM_NOW, anchors: [], seen: {} }, undefined, () => undefined, undefined)).toMatchObject({ ok: true });
});

describe("an opening that was given up", () => {
  it.each(["before everything was read", "once the first was judged"])("is judged no further: %s", async (moment) => {
    const service = createRepositoryService(webCryptoVerifier(crypto.subtle), () => 0);
    const { forReader, forRepository } = poolHere().hold();
    const id = "new-1" as SessionId;
    const stop = (): void => void service.stopOpening(id);
    const refused = expect(service.openLarge(id, forRepository, { now: SIM_NOW, anchors: [], seen: {} }, undefined, stop, undefined)).rejects.toThrow("stopped");
    if (moment === "before everything was read") stop();
    const files = [...generateRepository({ ...DEFAULT_PLAN, bins: 1024, targetsPerBin: 1 })].map(({ path, text }) => ({ path, bytes: utf8(text) }));
    for (const port of forReader) for (const message of [{ kind: "files", files }, { kind: "end" }]) port.postMessage(message);
    await refused;
  });

  it("leaves nothing in the shards, also where the reader itself stopped", async () => {
    const shards = poolHere();
    const readUrl: Reader["readUrl"] = async (_, __, ask) => {
      await ask?.();
      throw new Error("the reader's worker stopped");
    };
    const { workspace } = workspaceBench(NOW, undefined, {}, {}, { reader: { readUrl }, shards });
    expect(await workspace.openAddress("https://example.test/all.tar")).toBeUndefined();
    expect(workspace.store.getState().opening).toMatchObject({ kind: "failed" });
    expect(shards.held()).toBe(0);
  });

  it("asks no shard to hold anything, also where the reader's question came later", async () => {
    const shards = poolHere();
    const large = largeOpenings(shards, undefined as never).ofAddress("https://example.test/"); // nothing is read in this test
    await large.ask();
    expect(shards.held()).toBe(1);
    large.drop();
    expect(shards.held()).toBe(0);
    await expect(large.ask()).rejects.toThrow("given up");
    expect(shards.held()).toBe(0);
  });
});
