import { describe, expect, it } from "vitest";
import { webCryptoVerifier } from "../../crypto/webcrypto-verifier.ts";
import { utf8 } from "../../lib/bytes.ts";
import type { NamedBytes } from "../../lib/named-bytes.ts";
import { addDays, instantFromMs } from "../../lib/utc-instant.ts";
import { CORPORA, hasCorpora, readFolder } from "../../test/corpora.ts";
import { DEFAULT_PLAN, generateRepository, type RepositoryPlan } from "../../test/generated/generate-repository.ts";
import { RepositorySimulator, simKey, SIM_NOW } from "../../test/repository-simulator.ts";
import type { AssessView } from "../repository-service.ts";
import { RepositorySession } from "../repository-session.ts";
import { findTargets } from "../target-queries.ts";
import { Shard } from "./shard.ts";
import type { ShardApi, ShardQuestions } from "./shard-api.ts";
import { ShardedFiles, type KnownAnswers } from "./sharded-files.ts";

const verifier = webCryptoVerifier(crypto.subtle);
const VIEW: AssessView = { now: SIM_NOW, anchors: [], seen: {} };

/** Several shards, each given its part of the files, in the order in which a reader would. */
async function sharded(files: readonly NamedBytes[], { known = new Set(), letGo = true }: { readonly known?: KnownAnswers; readonly letGo?: boolean } = {}): Promise<{ readonly session: RepositorySession; readonly shards: ShardedFiles }> {
  const parts = Array.from({ length: 3 }, () => new Shard(crypto.subtle, () => performance.now()));
  files.forEach((file, i) => parts[i % parts.length]?.take({ kind: "files", files: [own(file)] }));
  for (const part of parts) part.take({ kind: "end" });
  const shards = await ShardedFiles.gather(parts, letGo);
  shards.known = known;
  const opened = RepositorySession.openLarge({ shards, read: async (path) => files.find((file) => file.path === path)?.bytes }, undefined, verifier);
  if (!opened.ok) throw new Error("expected a repository");
  return { session: opened.value, shards };
}

/** The report of the ordinary way, and that of shards. */
async function bothReports(unsorted: readonly NamedBytes[], view: AssessView = VIEW, letGo: boolean = true): Promise<readonly [plain: unknown, large: unknown, leaves: number]> {
  const files = unsorted.toSorted((a, b) => (a.path < b.path ? -1 : 1)); // as every reader gives them
  const plain = RepositorySession.open(files, undefined, verifier);
  if (!plain.ok) throw new Error("expected a repository");
  const { session, shards } = await sharded(files, { letGo });
  const [one, two] = [await plain.value.look(view), await session.look(view)];
  return [one, two, shards.files().filter(({ leaf }) => leaf !== undefined).length];
}

function generated(change: Partial<RepositoryPlan> = {}): readonly NamedBytes[] {
  return [...generateRepository({ ...DEFAULT_PLAN, bins: 16, targetsPerBin: 6, ...change })].map(({ path, text }) => ({ path, bytes: utf8(text) }));
}

function changed(files: readonly NamedBytes[], name: string, change: (text: string) => string): readonly NamedBytes[] {
  expect(files.some(({ path }) => path.endsWith(name))).toBe(true);
  return files.map((file) => (file.path.endsWith(name) ? { ...file, bytes: utf8(change(new TextDecoder().decode(file.bytes))) } : file));
}

describe("a repository in shards is judged as one that lies in one place", () => {
  it.each<readonly [string, () => readonly NamedBytes[]]>([
    ["compact", () => generated()],
    ["indented", () => generated({ style: "indented" })],
    ["succinct", () => generated({ succinct: true })],
    ["behind a chain, ECDSA", () => generated({ chain: 2, algorithm: "p256" })],
    ["with a signature that is damaged", () => changed(generated(), "1.bin-3.json", (text) => text.replace(/"sig":"./, '"sig":"0'))],
    ["with a signature that is no hex", () => changed(generated(), "1.bin-3.json", (text) => text.replace(/"sig":"../, '"sig":"zz'))],
    ["with a target that was changed", () => changed(generated(), "1.bin-7.json", (text) => text.replace('"length":', '"length":9'))],
    ["with a bin that cannot be read", () => changed(generated(), "1.bin-9.json", (text) => text.slice(0, -1))],
    ["with a bin of another version", () => changed(generated(), "1.bin-a.json", (text) => text.replace('"version":1', '"version":2'))],
    ["with a key twice in a bin", () => changed(generated(), "1.bin-b.json", (text) => text.replace('"version":1', '"version":1,"version":1'))],
    ["with a bin missing", () => generated().filter(({ path }) => !path.endsWith("bin-0.json"))],
    ["with a bin twice", () => [...generated(), ...generated().filter(({ path }) => path.endsWith("bin-4.json")).map((file) => ({ ...file, path: file.path.replace("1.bin", "2.bin") }))]],
    ["under the name of another role", () => generated().map((file) => ({ ...file, path: file.path.replace("1.bin-5.json", "1.timestamp.json") }))],
    ["with length and hashes in the snapshot", () => RepositorySimulator.published((sim) => { sim.metaHashes = true; sim.addBins(3, "prefixes"); fill(sim); }).publishedFiles()],
    ["with hashes that are not those of a bin", () => {
      const sim = RepositorySimulator.published((made) => { made.metaHashes = true; made.addBins(3, "succinct"); fill(made); });
      return sim.publishedFiles().map((file) => (file.path === "1.bin-2.json" ? { ...file, bytes: utf8(`${new TextDecoder().decode(file.bytes)} `) } : file));
    }],
    ["with bins of several keys, as a checkout", () => RepositorySimulator.published((sim) => { sim.addBins(2, "prefixes", simKey("ecdsa-p256")); fill(sim); }).workingFiles()],
    ["with custom data and two hashes", () => RepositorySimulator.published((sim) => {
      sim.addBins(2, "succinct");
      sim.targetsOf("bin-1", []).targets["a/b"] = { length: 3, hashes: { sha256: "ab".repeat(32), sha512: "cd".repeat(64) }, custom: { x: 1 } };
    }).publishedFiles()],
  ])("%s", async (_, make) => {
    const files = make();
    for (const letGo of [false, true]) {
      const [plain, large, leaves] = await bothReports(files, VIEW, letGo);
      expect(leaves).toBeGreaterThan(1);
      expect(large).toEqual(plain);
    }
    const [expiredPlain, expiredLarge] = await bothReports(files, { ...VIEW, now: addDays(SIM_NOW, 4000) });
    expect(expiredLarge).toEqual(expiredPlain);
  });

  it.skipIf(!hasCorpora).each(["tuf-demo-repository", "tuf-on-ci-published", "tough-fixtures", "python-tuf-fixtures", "sigstore-roots", "sigstore-pending"])("%s of the corpora (skipped: no ../shared)", async (name) => {
    const view = { ...VIEW, now: instantFromMs(Date.UTC(2025, 5, 26)) };
    const [plain, large] = await bothReports(readFolder(`${CORPORA}/${name}`), view);
    expect(large).toEqual(plain);
  });
});

describe("a document that was put away", () => {
  it("comes back whole when its role is asked for, and the verdict stays as it was", async () => {
    const { session } = await sharded(generated());
    const before = await session.look(VIEW);
    const id = session.assessment().judged.find(({ document }) => document.role === "bin-3")?.document.id;
    if (id === undefined) throw new Error("expected a bin");
    expect(() => session.judged(id)?.document.metadata.text).toThrow("put away");
    expect(await session.bringBack(session.judged(id)?.document.role ?? expect.unreachable())).toBe(true);
    expect(session.judged(id)?.document.metadata.text).toContain('"targets"');
    expect(await session.look(VIEW)).toEqual(before);
  });

  it("answers for every signature after its bytes went", async () => {
    const { session } = await sharded(changed(generated({ bins: 4 }), "1.bin-3.json", (text) => text.replace('{"hashes"', '{"custom":{},"hashes"')));
    expect(await session.look(VIEW)).toMatchObject({ ok: true, value: { findings: [{ kind: "signature-does-not-verify", role: "bin-3" }] } });
  });

  it("frees the buffers that nothing needs, and no other", async () => {
    const files = generated({ bins: 4 }).map(own);
    const shard = new Shard(crypto.subtle, () => 0);
    shard.take({ kind: "files", files });
    shard.take({ kind: "end" });
    await shard.others();
    await shard.letGo();
    expect(files.map(({ path, bytes }) => [path, bytes.byteLength === 0])).toEqual(files.map(({ path }) => [path, path.includes(".bin-")]));
  });

  it("does not come back where the file is another by now, or gone", async () => {
    const files = generated();
    for (const bytes of [undefined, utf8("{}"), utf8(` ${new TextDecoder().decode(files.at(-1)?.bytes)}`)]) {
      const parts = [new Shard(crypto.subtle, () => 0)];
      parts[0]?.take({ kind: "files", files: files.map(own) });
      parts[0]?.take({ kind: "end" });
      const opened = RepositorySession.openLarge({ shards: await ShardedFiles.gather(parts, true), read: async () => bytes }, undefined, verifier);
      if (!opened.ok) throw new Error("expected a repository");
      await opened.value.look(VIEW);
      expect(await opened.value.bringBack("bin-f" as never)).toBe(false);
      expect(await opened.value.bringBack("bins" as never)).toBe(true);
    }
  });
});

describe("a base in shards", () => {
  /** What both ways answer once the base is set: gathered, and in shards. */
  async function bothBases(files: readonly NamedBytes[], base: readonly NamedBytes[], isLarge: boolean): Promise<readonly RepositorySession[]> {
    const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
    const sessions = await Promise.all([0, 1].map(async () => {
      if (isLarge) return (await sharded(sorted)).session;
      const opened = RepositorySession.open(sorted, undefined, verifier);
      return opened.ok ? opened.value : expect.unreachable("expected a repository");
    }));
    const [gathered, large] = sessions;
    expect(await gathered?.setBase(base.toSorted((a, b) => (a.path < b.path ? -1 : 1)), VIEW)).toMatchObject({ ok: true });
    const { shards } = await sharded(base);
    expect(await large?.setLargeBase({ shards, read: async (path) => base.find((file) => file.path === path)?.bytes }, VIEW)).toMatchObject({ ok: true });
    return sessions;
  }

  it.each([["gathered", false], ["in shards as well", true]])("says what a gathered one says, beside an opened repository that is %s", async (_, isLarge) => {
    const base = generated();
    const files = changed(base, "1.bin-7.json", (text) => text.replace('"version":1', '"version":2'));
    const [gathered, large] = await bothBases(files, base, isLarge);
    expect(large?.assessment().report).toEqual(gathered?.assessment().report);
    const pending = large?.assessment().report.documents.filter(({ publication }) => publication === "pending");
    expect(pending).toMatchObject([{ role: "bin-7", version: 2 }]);
    expect([gathered?.contents().isComplete, large?.contents().isComplete]).toEqual([!isLarge, false]);
  });

  it("is searched, and its documents come back, each from its own place though paths are the same", async () => {
    const base = generated();
    const files = changed(base, "1.bin-7.json", (text) => text.replace('"version":1', '"version":2').replace(/"(files|packages)[^"]*"/, '"a/only-here"'));
    const [gathered, large] = await bothBases(files, base, true);
    if (gathered === undefined || large === undefined) throw new Error("two were opened");
    for (const text of ["a/only-here", "7", ""]) {
      const [one, two] = await Promise.all([gathered, large].map((session) => findTargets(session, { kind: "path", text }, 500, () => 0)));
      expect(two).toEqual(one);
    }
    expect(await large.bringBack("bin-7" as never)).toBe(true);
    const texts = large.assessment().judged.filter(({ document }) => document.role === "bin-7").map(({ document }) => document.metadata.text);
    expect([texts.length, texts.filter((text) => text.includes("a/only-here")).length]).toEqual([2, 1]);
    large.clearBase();
    expect(await large.look(VIEW)).toMatchObject({ ok: true });
    expect(large.assessment().inventory.files.every(({ origin }) => origin === "opened")).toBe(true);
  });

  it("that is no metadata leaves the base before it in place", async () => {
    const { session } = await sharded(generated());
    await session.look(VIEW);
    const { shards } = await sharded(generated());
    expect(await session.setLargeBase({ shards, read: async () => undefined }, VIEW)).toMatchObject({ ok: true });
    const before = session.assessment().report;
    const nothing = new Shard(crypto.subtle, () => 0);
    nothing.take({ kind: "end" });
    expect(await session.setLargeBase({ shards: await ShardedFiles.gather([nothing], true), read: async () => undefined }, VIEW)).toMatchObject({ ok: false, fault: { kind: "no-metadata" } });
    await session.look(VIEW);
    expect(session.assessment().report).toEqual(before);
  });
});

it("checks again only what changed since the last opening", async () => {
  const files = generated();
  const first = await sharded(files);
  const report = await first.session.look(VIEW);
  expect(first.shards.verified.size).toBe(16);
  let asked: readonly string[] = [];
  const remembering = (answers: ReadonlySet<string>): KnownAnswers => ({ has: (question) => { const is = answers.has(question); if (!is) asked = [...asked, question]; return is; } });
  const second = await sharded(files, { known: remembering(first.shards.verified) });
  expect(await second.session.look(VIEW)).toEqual(report);
  expect([asked.length, second.shards.verified.size]).toEqual([0, 16]);
  const other = await sharded(changed(files, "1.bin-7.json", (text) => text.replace('"length":', '"length":9')), { known: remembering(first.shards.verified) });
  await other.session.look(VIEW);
  expect(asked.length).toBe(1);
  expect(other.shards.verified.size).toBe(15); // what does not verify is not remembered
});

it("judges by a base that lists hashes of files, though what was opened lists none", async () => {
  const files = RepositorySimulator.published((sim) => { sim.metaHashes = true; sim.addBins(3, "prefixes"); fill(sim); }).publishedFiles();
  for (const base of [files, files.filter(({ path }) => !path.includes("bin-"))]) {
    const { session } = await sharded(files.filter(({ path }) => !/(timestamp|snapshot)\.json$/.test(path)));
    await session.look(VIEW);
    expect(await session.setBase(base, VIEW)).toMatchObject({ ok: true, value: { headline: { kind: "can-update" } } });
  }
});

it("asks each question once, whoever delegates and however often it is looked at", async () => {
  const files = changed(generated({ bins: 4 }), "1.bin-3.json", (text) => text.replace('"length":', '"length":9'));
  const shard = new Shard(crypto.subtle, () => 0);
  let asked = 0;
  const counting: ShardApi = Object.assign(shard, {
    verify: (questions: ShardQuestions) => {
      asked += questions.leaves.length;
      return Shard.prototype.verify.call(shard, questions);
    },
  });
  shard.take({ kind: "files", files: files.map(own) });
  shard.take({ kind: "end" });
  const shards = await ShardedFiles.gather([counting], true);
  const opened = RepositorySession.openLarge({ shards, read: async () => undefined }, undefined, verifier);
  if (!opened.ok) throw new Error("expected a repository");
  await opened.value.look(VIEW);
  expect(asked).toBe(4);
  await opened.value.look({ ...VIEW, now: addDays(SIM_NOW, 1) });
  expect(asked).toBe(4);
  const [{ leaf } = {}] = shards.files().filter((file) => file.leaf !== undefined);
  const { material } = simKey().node;
  if (leaf === undefined) throw new Error("expected a leaf");
  const signature = new Uint8Array(64);
  expect(await Promise.all([shards.verify(leaf, material, signature), shards.verify(leaf, material, signature)])).toEqual([false, false]);
  expect(asked).toBe(5);
});

it("fails soon when it is stopped, and asks for nothing more", async () => {
  const { session, shards } = await sharded(generated());
  const look = session.look(VIEW);
  shards.stop();
  await expect(look).rejects.toThrow("stopped");
});

it("fails soon when it is stopped, also where every answer is known", async () => {
  const { session, shards } = await sharded(generated(), { known: { has: () => true } });
  shards.stop();
  await expect(session.look(VIEW)).rejects.toThrow("stopped");
});

/** As it arrives in a worker: in a buffer that is the shard's from then on. */
function own({ path, bytes }: NamedBytes): NamedBytes {
  return { path, bytes: bytes.slice() };
}

function fill(sim: RepositorySimulator): void {
  for (const [role, content] of sim.content) if (role !== "targets") content.targets[`files/${role}`] = { length: 3, hashes: { sha256: "ab".repeat(32) } };
}
