import { describe, expect, it } from "vitest";
import { webCryptoVerifier } from "../../crypto/webcrypto-verifier.ts";
import { utf8 } from "../../lib/bytes.ts";
import type { NamedBytes } from "../../lib/named-bytes.ts";
import { CORPORA, hasCorpora, layoutOf, readFolder } from "../../test/corpora.ts";
import { inEnvelope, MAP_FILE, neighbourFiles, signedFile } from "../../test/neighbour-files.ts";
import { offered, RepositorySimulator, SIM_NOW, simKey } from "../../test/repository-simulator.ts";
import { parseMetadata } from "../model/parse-metadata.ts";
import { neighboursAmong } from "../neighbours/neighbour-files.ts";
import { describeNeighbour, mappingWords } from "../words/neighbour.ts";
import { assessRepository } from "./assess.ts";
import type { NeighbourSummary } from "./neighbours.ts";
import type { RepositoryReport } from "./report.ts";

const verifier = webCryptoVerifier(globalThis.crypto.subtle);

async function look(files: readonly NamedBytes[]): Promise<RepositoryReport> {
  const layout = layoutOf(files);
  const within = offered(files);
  const beside = files.filter(({ path }) => !layout.files.some((file) => file.path === path));
  const assessed = await assessRepository({ layout: layout.kind, files: within, neighbours: neighboursAmong(within, beside), anchor: undefined, seen: undefined, invitations: [], now: SIM_NOW }, verifier);
  if (!assessed.ok) throw new Error(JSON.stringify(assessed.fault));
  return structuredClone(assessed.value.report);
}

function only(report: RepositoryReport): NeighbourSummary {
  const [one, ...others] = report.neighbours;
  if (one === undefined || others.length > 0) throw new Error(`${report.neighbours.length} neighbours`);
  return one;
}

const sim = RepositorySimulator.published();
const files = sim.publishedFiles();
const signers = sim.roles.root.keys;

describe("files beside TUF 1.x", () => {
  it("are told for what they are and change nothing of what is said about the repository", async () => {
    const report = await look([...files, ...neighbourFiles(sim.root(1), signers, sim.roles.targets.keys)]);
    const alone = await look(files);
    expect(report.neighbours.map(({ kind, path }) => `${kind} ${path}`)).toEqual(["dsse root.dsse.json", "multi-role-targets 3.targets.json", "map-file map.json", "rotate rotate/packages.rotate.2"]);
    expect({ ...report, neighbours: [], unreadable: [] }).toEqual(alone);
    expect(report.unreadable.map(({ path }) => path)).toEqual(["root.dsse.json", "3.targets.json", "map.json"]); // to a client they are
  });

  it("an envelope's signatures are judged by the newest root, and by the root within for itself", async () => {
    const glance = async (signedBy = signers): Promise<unknown> => {
      const { read } = only(await look([...files, { path: "root.dsse.json", bytes: inEnvelope(sim.root(1), signedBy) }])) as Extract<NeighbourSummary, { kind: "dsse" }>; // an envelope was put there
      return read.ok && read.value.content?.ok === true ? read.value.content.value.verdicts.map(({ by, report }) => `${by === undefined ? "its own" : `${by.role} ${by.version}`}: ${report.counted} of ${report.threshold}`) : read;
    };
    expect(await glance()).toEqual(["root 1: 1 of 1", "its own: 1 of 1"]);
    expect(await glance([simKey()])).toEqual(["root 1: 0 of 1", "its own: 0 of 1"]);
  });

  it("targets in an envelope are those of the role that their name speaks of", async () => {
    const key = simKey();
    const delegating = RepositorySimulator.published((s) => {
      s.top.delegations = [{ name: "team", keys: [key], threshold: 1, terminating: false, paths: ["team/*"] }];
      s.targetsOf("team", [key]);
    });
    const parsed = parseMetadata(delegating.served.get("1.team.json") ?? utf8(""));
    if (!parsed.ok) throw new Error("the team's targets were published");
    for (const [path, verdicts] of [["2.team.json", [{ by: { role: "targets", version: 1 }, report: { counted: 1, threshold: 1 } }]], ["2.targets.json", [{ by: { role: "root", version: 1 }, report: { counted: 0 } }]], ["2.else.json", []]] as const) {
      const found = only(await look([...delegating.publishedFiles(), { path, bytes: inEnvelope(parsed.value, [key]) }]));
      expect(found).toMatchObject({ kind: "dsse", read: { value: { content: { value: { type: "targets", version: 1, verdicts } } } } });
    }
  });

  it("multi-role targets are judged whole, by the keys of the role", async () => {
    const report = await look([...files, ...neighbourFiles(sim.root(1), signers, sim.roles.targets.keys)]);
    expect(report.neighbours.find(({ kind }) => kind === "multi-role-targets")).toMatchObject({
      read: { value: { version: 3, targetCount: 1, delegationCount: 1, verdicts: [{ by: { role: "root", version: 1 }, report: { counted: 1, threshold: 1 } }] } },
    });
  });

  it.skipIf(!hasCorpora)("python-tuf's test client keeps a map beside its repositories (skipped: no ../shared)", async () => {
    expect((await look(readFolder(`${CORPORA}/python-tuf-fixtures/client`))).neighbours).toMatchObject([
      { kind: "map-file", path: "map.json", read: { ok: true, value: { repositories: [{ name: "test_repository1" }, { name: "test_repository2" }], mappings: [{ paths: ["*1.txt"] }, { paths: ["*3.txt"], terminating: true }] } } },
    ]);
  });

  it("beside the metadata only so many are looked at, and none that is long", () => {
    const map = utf8(JSON.stringify(MAP_FILE));
    const beside = Array.from({ length: 300 }, (_, i) => ({ path: `x/${i}.json`, bytes: map }));
    expect(neighboursAmong([], beside)).toHaveLength(200);
    expect(neighboursAmong([], [{ path: "map.json", bytes: utf8(JSON.stringify({ ...MAP_FILE, pad: "x".repeat(1024 * 1024) })) }])).toEqual([]);
  });
});

describe("in words", () => {
  const broken: readonly NamedBytes[] = [
    { path: "a.json", bytes: utf8('{"payload":1,"payloadType":"x","signatures":[]}') },
    { path: "b.json", bytes: utf8('{"repositories":{},"mapping":1}') },
    { path: "c.json", bytes: signedFile({ _type: "rotate" }, []) },
    { path: "d.json", bytes: inEnvelope(sim.root(1), [], "text/plain") },
    { path: "e.json", bytes: utf8('{"payload":"e30=","payloadType":"application/vnd.tuf+json","signatures":[]}') },
    { path: "rotate/other.rotate.9", bytes: signedFile({ _type: "rotate", version: 2, role: "p\u202e", keys: {}, threshold: 1 }, []) },
  ];

  it("each says what it is, what clients make of it and what to do, readable or not", async () => {
    const { neighbours } = await look([...files, ...neighbourFiles(sim.root(1), signers, []), ...broken]);
    expect(neighbours).toHaveLength(10);
    const said = neighbours.map(describeNeighbour);
    for (const { happened, evidence, client, you } of said) {
      for (const sentence of [happened, evidence, client, you]) expect(sentence).toMatch(/[.]$/);
      expect(`${happened} ${evidence} ${client} ${you}`).not.toMatch(/undefined|NaN|\[object|\u202e/);
    }
    expect(said.map(({ happened }) => happened)).toEqual([
      "root 1 in a DSSE envelope.", "Targets 3 that delegate to several roles at once (TAP 3).", "A map of 3 repositories (TAP 4).",
      "A DSSE envelope that cannot be read.", "A map of several repositories (TAP 4) that cannot be read.", "A file that hands a role over to other keys (TAP 8) that cannot be read.",
      "A DSSE envelope around something else than TUF metadata.", "A DSSE envelope that cannot be read.",
      "A file that hands packages over to other keys (TAP 8).", "A file that hands “p\\u{202e}” over to other keys (TAP 8).",
    ]);
    expect(said.at(-1)?.evidence).toContain("no key at all");
    expect(said.at(-1)?.evidence).toContain("Its name speaks of other 9.");
  });

  it.each([
    [{ paths: ["*"], repositories: ["a"], threshold: 1, terminating: true }, "a must sign", "Where it does not, the search ends."],
    [{ paths: ["*"], repositories: ["a", "b"], threshold: 1, terminating: false }, "1 of a and b must sign", "Where they do not, the next mapping is asked."],
    [{ paths: ["*"], repositories: ["a", "b"], threshold: 2, terminating: false }, "2 of a and b must sign the same length and hashes for", "Where they do not, the next mapping is asked."],
    [{ paths: ["*"], repositories: ["a"], threshold: 2, terminating: false }, "a must sign", "Where it does not, the next mapping is asked. There are fewer than the 2 that must agree, so no target is ever taken."],
  ])("a mapping says who must agree: %j", (mapping, lead, end) => {
    expect(mappingWords(mapping)).toEqual({ lead, patterns: ["*"], end });
  });
});
