import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { webCryptoVerifier } from "../crypto/webcrypto-verifier.ts";
import { utf8 } from "../lib/bytes.ts";
import type { NamedBytes } from "../lib/named-bytes.ts";
import { addDays } from "../lib/utc-instant.ts";
import { DEFAULT_PLAN, generateRepository } from "../test/generated/generate-repository.ts";
import { RepositorySimulator, simKey, SIM_NOW } from "../test/repository-simulator.ts";
import { RepositorySession } from "./repository-session.ts";
import { Shard } from "./shards/shard.ts";
import { ShardedFiles } from "./shards/sharded-files.ts";
import { findTargets, identifyFile, resolvePath, targetDetail } from "./target-queries.ts";

const verifier = webCryptoVerifier(crypto.subtle);
const clock = (): number => 0;

/** The same files opened both ways: gathered, and in shards whose bytes were let go. */
async function bothWays(unsorted: readonly NamedBytes[], now: number = SIM_NOW, folder?: string): Promise<readonly [RepositorySession, RepositorySession]> {
  const files = unsorted.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const parts = [new Shard(crypto.subtle, clock), new Shard(crypto.subtle, clock)];
  files.forEach((file, i) => parts[i % 2]?.take({ kind: "files", files: [{ ...file, bytes: file.bytes.slice() }] })); // a shard takes the buffers over
  for (const part of parts) part.take({ kind: "end" });
  const shards = await ShardedFiles.gather(parts, true);
  const opened = [
    RepositorySession.open(files, folder, verifier),
    RepositorySession.openLarge({ shards, read: async (path) => files.find((file) => file.path === path)?.bytes }, folder, verifier),
  ];
  const sessions = opened.map((one) => (one.ok ? one.value : expect.unreachable("expected a repository")));
  for (const session of sessions) await session.look({ now: now as typeof SIM_NOW, anchors: [], seen: {} });
  const [plain, large] = sessions;
  if (plain === undefined || large === undefined) throw new Error("two were opened");
  return [plain, large];
}

async function ask<T>(files: readonly NamedBytes[], question: (session: RepositorySession) => Promise<T>, now?: number): Promise<T> {
  const [plain, large] = await bothWays(files, now);
  const answer = await question(plain);
  expect(await question(large)).toEqual(answer);
  return answer;
}

const pypi = [...generateRepository({ ...DEFAULT_PLAN, bins: 8, targetsPerBin: 6 })].map(({ path, text }) => ({ path, bytes: utf8(text) }));
const content = utf8("what was downloaded\n");
const hex = (algorithm: string, bytes: Uint8Array = content): string => createHash(algorithm).update(bytes).digest("hex");

/** Two roles that may sign below `a/`, the first of them not the last word; custom data, three hashes, a name with a quote. */
function workshop(change: (sim: RepositorySimulator) => void = () => undefined): readonly NamedBytes[] {
  return RepositorySimulator.published((sim) => {
    const [one, two] = [simKey(), simKey()];
    sim.top.targets["top.txt"] = { length: 1, hashes: { sha256: "0a".repeat(32) } };
    sim.top.delegations = [
      { name: "one", keys: [one], threshold: 1, terminating: false, paths: ["a/*"] },
      { name: "two", keys: [two], threshold: 1, terminating: true, paths: ["a/*", "b/*"] },
      { name: "three", keys: [two], threshold: 1, terminating: false, paths: ["*/*"] },
    ];
    sim.targetsOf("one", [one]).targets["a/only-in-one"] = { length: 3, hashes: { sha256: "0b".repeat(32) } };
    sim.targetsOf("two", [two]).targets["a/tool.bin"] = { length: content.length, hashes: { sha256: hex("sha256"), sha512: hex("sha512"), "blake2b-256": "cc" }, custom: { note: "é\"", list: [1, null, true] } };
    sim.targetsOf("three", [two]).targets["a/tool.bin"] = { length: 5, hashes: { sha256: "0c".repeat(32) } };
    sim.targetsOf("three", [two]).targets["c/tool.bin"] = { length: 5, hashes: { sha512: "0d".repeat(64) } };
    change(sim);
  }).publishedFiles();
}

describe("a search for targets, gathered or in shards", () => {
  it("finds by any part of a path, in order, and says when there are more", async () => {
    const all = await ask(pypi, (session) => findTargets(session, { kind: "path", text: "packages/" }, 1000, clock));
    expect([all.hits.length, all.isMore]).toEqual([48, false]);
    expect(all.hits.map(({ path }) => path)).toEqual(all.hits.map(({ path }) => path).toSorted());
    const few = await ask(pypi, (session) => findTargets(session, { kind: "path", text: ".whl" }, 48, clock));
    expect([few.hits.length, few.isMore]).toEqual([48, false]);
    const [plain, large] = await bothWays(pypi);
    for (const session of [plain, large]) expect(await findTargets(session, { kind: "path", text: ".whl" }, 10, clock)).toMatchObject({ isMore: true, hits: { length: 10 } });
    expect((await ask(pypi, (session) => findTargets(session, { kind: "path", text: "nothing of this" }, 10, clock))).hits).toEqual([]);
  });

  it("finds what the folder that is open has, however much of it stands in others", async () => {
    const files = ["a", "b"].flatMap((folder) => pypi.map(({ path, bytes }) => ({ path: `${folder}/${path}`, bytes })));
    const [plain, large] = await bothWays(files, SIM_NOW, "b/metadata");
    for (const most of [1, 10, 47, 48, 100]) {
      const found = await Promise.all([plain, large].map((session) => findTargets(session, { kind: "path", text: "packages/" }, most, clock)));
      expect(found.map(({ hits, isMore }) => [hits.length, isMore])).toEqual(Array.from({ length: 2 }, () => [Math.min(most, 48), most < 48]));
    }
  });

  it("finds by the beginning of any hash, and names the role and its document", async () => {
    for (const digits of [hex("sha256"), hex("sha512").slice(0, 16), hex("sha256").slice(0, 9)]) {
      const { hits } = await ask(workshop(), (session) => findTargets(session, { kind: "hash", digits }, 10, clock));
      expect(hits).toMatchObject([{ path: "a/tool.bin", role: "two", version: 1, publication: "published", lengthBytes: content.length }]);
    }
    expect((await ask(workshop(), (session) => findTargets(session, { kind: "hash", digits: "0d".repeat(32) }, 10, clock))).hits).toMatchObject([{ path: "c/tool.bin", role: "three" }]);
  });

  it("tells everything about one", async () => {
    const detail = await ask(workshop(), async (session) => {
      const { hits: [hit] } = await findTargets(session, { kind: "hash", digits: hex("sha256") }, 10, clock);
      return hit === undefined ? undefined : targetDetail(session, hit.document, hit.path);
    });
    expect(detail).toMatchObject({ hashes: [["blake2b-256", "cc"], ["sha256", hex("sha256")], ["sha512", hex("sha512")]], report: { counted: 1, threshold: 1 } });
    expect(JSON.parse(detail?.custom ?? "")).toEqual({ note: "é\"", list: [1, null, true] });
    expect(await ask(workshop(), async (session) => targetDetail(session, (await findTargets(session, { kind: "path", text: "top" }, 1, clock)).hits[0]?.document ?? expect.unreachable(), "not there"))).toBeUndefined();
  });
});

describe("a path is resolved step by step", () => {
  const steps = async (files: readonly NamedBytes[], path: string, now?: number): Promise<string> => {
    const { visits, found, fault, refusal } = await ask(files, (session) => resolvePath(session, path), now);
    const walk = visits.map(({ role, outcome, asksNext, givesUp }) => `${role} ${outcome.kind}${asksNext.length > 0 ? ` → ${asksNext.join(" ")}` : ""}${givesUp.length > 0 ? ` ✂ ${givesUp.join(" ")}` : ""}`);
    return [...walk, found === undefined ? (fault?.kind ?? "no walk") : `${found.path} of ${found.role}`, ...(refusal === undefined ? [] : [`but ${refusal.kind}`])].join("; ");
  };

  it.each([
    ["top.txt", "targets found; top.txt of targets"],
    ["a/only-in-one", "targets not-here → one two; one found; a/only-in-one of one"],
    ["a/tool.bin", "targets not-here → one two; one not-here; two found; a/tool.bin of two"],
    ["a/nothing", "targets not-here → one two; one not-here; two not-here; target-not-found"],
    ["c/tool.bin", "targets not-here → three; three found; c/tool.bin of three"],
    ["elsewhere", "targets not-here; target-not-found"],
  ])("%s", async (path, expected) => expect(await steps(workshop(), path)).toBe(expected));

  it("names what ends the search, and whom that cuts off", async () => {
    const files = workshop((sim) => {
      const key = simKey();
      sim.targetsOf("one", []).delegations = [{ name: "last", keys: [key], threshold: 1, terminating: true, paths: ["a/*"] }];
      sim.targetsOf("last", [key]);
    });
    expect(await steps(files, "a/tool.bin")).toBe("targets not-here → one two; one not-here → last ✂ two; last not-here; target-not-found");
  });

  it("stops at a role that a client refuses, and says that a client stops before it starts", async () => {
    const broken = workshop().map((file) => (file.path === "1.two.json" ? { ...file, bytes: utf8(new TextDecoder().decode(file.bytes).replace('"version": 1', '"version": 2')) } : file));
    expect(await steps(broken, "a/tool.bin")).toBe("targets not-here → one two; one not-here; two refused; role-refused");
    expect(await steps(workshop(), "top.txt", addDays(SIM_NOW, 4000))).toBe("targets found; top.txt of targets; but expired");
  });

  it("goes to the one bin of a path", async () => {
    const { hits: [hit] } = await ask(pypi, (session) => findTargets(session, { kind: "path", text: "py" }, 48, clock));
    const { visits, found } = await ask(pypi, (session) => resolvePath(session, hit?.path ?? ""));
    expect(visits.map(({ role }) => role)).toEqual(["targets", "bins", hit?.role]);
    expect(visits.map(({ scope }) => scope?.kind)).toEqual([undefined, "paths", "path-hash-prefixes"]);
    expect(found).toMatchObject({ path: hit?.path, role: hit?.role });
  });

  it("has nothing to walk without a snapshot", async () => {
    expect(await steps(workshop().filter(({ path }) => !path.includes("snapshot")), "a/tool.bin")).toBe("no walk; but missing");
  });
});

describe("a downloaded file", () => {
  const file = { name: "tool.bin", lengthBytes: content.length, sha256: hex("sha256"), sha512: hex("sha512") };
  const identify = (files: readonly NamedBytes[], about: typeof file): Promise<Awaited<ReturnType<typeof identifyFile>>> => ask(files, (session) => identifyFile(session, about, clock));

  it("is known by its hashes, whatever its name, and each hash is told apart", async () => {
    const { same, sameName } = await identify(workshop(), { ...file, name: "renamed" });
    expect(sameName).toEqual([]);
    expect(same).toMatchObject([{ target: { path: "a/tool.bin", role: "two" }, lengthIsSame: true, hashes: [{ algorithm: "blake2b-256", is: "not-known-here" }, { algorithm: "sha256", is: "same" }, { algorithm: "sha512", is: "same" }] }]);
    const longer = await identify(workshop(), { ...file, lengthBytes: 1, sha512: "00".repeat(64) });
    expect(longer.same).toMatchObject([{ lengthIsSame: false, hashes: [{}, { is: "same" }, { is: "other" }] }]);
  });

  it("that is another is told by its name, also under the name that repositories serve it by", async () => {
    const other = { ...file, sha256: "ee".repeat(32), sha512: "ee".repeat(64) };
    for (const name of ["tool.bin", `${other.sha256}.tool.bin`]) {
      const { same, sameName } = await identify(workshop(), { ...other, name });
      expect(same).toEqual([]);
      expect(sameName.map(({ target, hashes }) => [target.path, target.role, hashes.some(({ is }) => is === "same")])).toEqual([["a/tool.bin", "three", false], ["a/tool.bin", "two", false], ["c/tool.bin", "three", false]]);
    }
    expect(await identify(workshop(), { ...other, name: "unheard-of" })).toMatchObject({ same: [], sameName: [] });
  });
});
