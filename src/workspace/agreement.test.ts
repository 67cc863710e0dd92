import { beforeEach, describe, expect, it } from "vitest";
import { IDBFactory } from "fake-indexeddb";
import { addDays } from "../lib/utc-instant.ts";
import { RepositorySimulator, SIM_NOW, simKey } from "../test/repository-simulator.ts";
import { workspaceBench, type WorkspaceBench } from "../test/workspace-bench.ts";
import { agreementWords, repositoryAnswerWords } from "../tuf/words/map-answer.ts";
import { isMapped, type MapAnswer } from "./agreement.ts";

const MAP = {
  repositories: ["a", "b", "c"].map((name) => ({ name, urls: [`https://${name}.example/tuf/`] })),
  mappings: [{ paths: ["local/*"], repositories: ["a"], threshold: 1, terminating: true }, { paths: ["*"], repositories: ["a", "b", "c"], threshold: 2, terminating: false }],
};

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

async function open(bench: WorkspaceBench, name: string, targets: Readonly<Record<string, string>>, change: (sim: RepositorySimulator) => void = () => undefined): Promise<void> {
  const sim = RepositorySimulator.published((s) => {
    for (const [path, sha256] of Object.entries(targets)) s.top.targets[path] = { length: 3, hashes: { sha256 } };
    change(s);
  });
  const id = await bench.workspace.openCollected(bench.drop(name, sim.publishedFiles()));
  if (id === undefined) throw new Error(`${name} did not open`);
  await bench.workspace.rename(id, name);
}

function said({ repositories, agreement }: MapAnswer): readonly string[] {
  const { kind, answer, because } = agreementWords(agreement, repositories.every(({ open }) => open === undefined || open.anchored));
  return [`${kind}: ${answer}`, ...because, ...repositories.map(({ name, open }) => `${name} ${repositoryAnswerWords(open?.answer)}`)];
}

describe("the repositories of a map file that are open here", () => {
  it("are asked for a target, and a threshold of them must sign the same", async () => {
    const bench = workspaceBench("2030-01-01T00:00:00Z");
    await open(bench, "a", { "x.txt": "aa", "local/y": "11" });
    await open(bench, "b", { "x.txt": "AA" });
    expect(said(await bench.workspace.askMapFile(MAP, "x.txt"))).toEqual([
      "unknown: a and b agree on it: 3 bytes.", "Mapping 2 needs 2: a and b sign it.", "Not every one of them rests on an anchor that you have confirmed.",
      "a signs 3 bytes with sha256 aa.", "b signs 3 bytes with sha256 AA.", "c is not open here, and was not asked.",
    ]);
    expect(said(await bench.workspace.askMapFile(MAP, "local/y"))[0]).toBe("unknown: a alone decides it: 3 bytes.");
    expect(said(await bench.workspace.askMapFile(MAP, "local/none")).slice(0, 2)).toEqual(["bad: They do not agree on it, and the search ends there.", "Mapping 1 needs 1: none of its repositories that are open here signs it."]);
    expect(said(await bench.workspace.askMapFile(MAP, "far/away"))[0]).toBe("bad: No mapping reaches this target.");
  });

  it("agree only where their anchors are confirmed", async () => {
    const bench = workspaceBench("2030-01-01T00:00:00Z");
    await open(bench, "a", { x: "aa" });
    await open(bench, "b", { x: "aa" });
    for (const id of Object.keys(bench.workspace.store.getState().repositories)) await bench.workspace.confirmAnchor(id, undefined);
    expect(said(await bench.workspace.askMapFile(MAP, "x"))[0]).toBe("ok: a and b agree on it: 3 bytes.");
  });

  it("do not count when a client could not update from them, or when a role on the way is refused", async () => {
    const bench = workspaceBench("2030-01-01T00:00:00Z");
    await open(bench, "a", { x: "aa" }, (sim) => (sim.expires.timestamp = addDays(SIM_NOW, -1)));
    const key = simKey();
    await open(bench, "b", {}, (sim) => {
      sim.top.delegations = [{ name: "team", keys: [simKey()], threshold: 1, terminating: false, paths: ["*"] }];
      sim.targetsOf("team", [key]).targets["x"] = { length: 3, hashes: { sha256: "aa" } };
    });
    const lines = said(await bench.workspace.askMapFile(MAP, "x"));
    expect(lines[0]).toBe("bad: In no mapping do enough of them agree on it.");
    expect(lines.at(-3)).toMatch(/^a cannot be trusted: Timestamp 1 has expired/);
    expect(lines.at(-2)).toMatch(/^b cannot be trusted: team does not carry enough/);
  });
});

describe("which open repository a map speaks of", () => {
  const mapped = { name: "a", urls: ["https://a.example/tuf/"] };
  it.each([
    ["a", "folder", "anything", true], ["b", "folder", "https://a.example/tuf/", false], ["b", "url", "https://a.example/tuf", true],
    ["b", "url", "https://a.example/tuf/metadata/", true], ["b", "url", "https://a.example/tuf/other", false], ["b", "url", "https://a.example.org/tuf", false],
  ] as const)("called %s, from %s %s: %s", (name, kind, from, expected) => {
    expect(isMapped({ name, source: { kind, name: from, readAt: SIM_NOW } }, mapped)).toBe(expected);
  });
});
