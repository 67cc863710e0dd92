import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { utf8 } from "../../lib/bytes.ts";
import { fail, ok, type Result } from "../../lib/result.ts";
import { CORPORA, hasCorpora } from "../../test/corpora.ts";
import type { DocumentFault } from "../model/parse-metadata.ts";
import { neighbourOf } from "../neighbours/recognise.ts";
import { agreeOnTarget, repositoriesFor, type RepositoryAnswer } from "./agree-on-target.ts";
import type { MapFile } from "./map-file.ts";

function read(value: unknown): Result<MapFile, DocumentFault> {
  const neighbour = neighbourOf("map.json", utf8(JSON.stringify(value)));
  return neighbour?.kind === "map-file" ? neighbour.read : fail({ kind: "not-metadata", looksLike: undefined });
}

function map(mapping: readonly object[], names = ["a", "b", "c"]): MapFile {
  const parsed = read({ repositories: Object.fromEntries(names.map((name) => [name, [`https://${name}.example/`]])), mapping });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.fault));
  return parsed.value;
}

type Answer = RepositoryAnswer<string>;
const signs = (hash: string, lengthBytes = 1): Answer => ({ kind: "signs", file: { lengthBytes, hashes: new Map([["sha256", hash]]) } });
const nothing: Answer = { kind: "signs-nothing" };
const bad: Answer = { kind: "cannot-be-trusted", fault: "expired" };
const answers = (given: Readonly<Record<string, Answer>>): ReadonlyMap<string, Answer> => new Map(Object.entries(given));
const all = (threshold: number, about: object = {}): object => ({ paths: ["*"], repositories: ["a", "b", "c"], threshold, terminating: false, ...about });

describe("a map file (TAP 4)", () => {
  it.skipIf(!hasCorpora)("of python-tuf's test client is read (skipped: no ../shared)", () => {
    const neighbour = neighbourOf("client/map.json", new Uint8Array(readFileSync(`${CORPORA}/python-tuf-fixtures/client/map.json`)));
    expect(neighbour).toEqual({
      kind: "map-file",
      read: ok({
        repositories: new Map([["test_repository1", { urls: ["http://localhost:30001"] }], ["test_repository2", { urls: ["http://localhost:30002"] }]]),
        mappings: [
          { paths: ["*1.txt"], repositories: ["test_repository1", "test_repository2"], terminating: false, threshold: 1 },
          { paths: ["*3.txt"], repositories: ["test_repository2"], terminating: true, threshold: 1 },
        ],
      }),
    });
  });

  it("passes over members that it does not know", () => {
    expect(read({ repositories: { a: ["u"] }, mapping: [{ paths: [], repositories: ["a"], threshold: 1, terminating: true, "x-note": 1 }], "x-note": 2 }).ok).toBe(true);
  });

  it.each<readonly [string, object, string]>([
    ["a repository that is not defined", { mapping: [all(1, { repositories: ["z"] })] }, "mapping[0].repositories"],
    ["a repository twice", { mapping: [all(1, { repositories: ["a", "a"] })] }, "mapping[0].repositories"],
    ["no repository", { mapping: [all(1, { repositories: [] })] }, "mapping[0].repositories"],
    ["a threshold of none", { mapping: [all(0)] }, "mapping[0].threshold"],
    ["no word on terminating", { mapping: [all(1, { terminating: undefined })] }, "mapping[0].terminating"],
    ["paths that are no list", { mapping: [all(1, { paths: "*" })] }, "mapping[0].paths"],
    ["a name that leads out of its folder", { repositories: { "..": ["u"] } }, 'repositories[".."]'],
    ["a name with a slash", { repositories: { "a/b": ["u"] } }, 'repositories["a/b"]'],
    ["no address", { repositories: { a: [] } }, "repositories.a"],
    ["an empty address", { repositories: { a: [""] } }, "repositories.a"],
  ])("is refused for %s", (_, part, path) => {
    const parsed = read({ repositories: { a: ["u"], b: ["u"], c: ["u"] }, mapping: [], ...part });
    expect(parsed).toMatchObject({ ok: false, fault: { kind: "field", path, spec: "TAP 4" } });
  });
});

describe("agreeing on a target", () => {
  it("takes the statement of a threshold of repositories, the first to reach it", () => {
    const two = map([all(2)]);
    const found = agreeOnTarget(two, "x", answers({ a: signs("11"), b: signs("22"), c: signs("22") }));
    expect(found).toMatchObject({ kind: "agreed", group: { repositories: ["b", "c"], file: { lengthBytes: 1 } }, rivals: [], consulted: [{ index: 0, threshold: 2, groups: [{ repositories: ["a"] }, { repositories: ["b", "c"] }] }] });
    const rivals = agreeOnTarget(map([all(1)]), "x", answers({ a: nothing, b: signs("22"), c: signs("11") }));
    expect(rivals).toMatchObject({ kind: "agreed", group: { repositories: ["b"] }, rivals: [{ repositories: ["c"] }] });
  });

  it("who reaches the threshold first in the order of asking comes first, not who began first", () => {
    const four = map([{ paths: ["*"], repositories: ["a", "b", "c", "d"], threshold: 2, terminating: false }], ["a", "b", "c", "d"]);
    expect(agreeOnTarget(four, "x", answers({ a: signs("11"), b: signs("22"), c: signs("22"), d: signs("11") }))).toMatchObject({ kind: "agreed", group: { repositories: ["b", "c"] }, rivals: [{ repositories: ["a", "d"] }] });
  });

  it("asks for the same length and the same hashes by the same algorithms; hex in either case, custom data free", () => {
    const two = map([all(2, { repositories: ["a", "b"] })]);
    const both = (a: Answer, b: Answer): string => agreeOnTarget(two, "x", answers({ a, b })).kind;
    expect(both(signs("ab"), signs("AB"))).toBe("agreed");
    expect(both(signs("ab", 1), signs("ab", 2))).toBe("no-mapping-left");
    const more: Answer = { kind: "signs", file: { lengthBytes: 1, hashes: new Map([["sha512", "cd"], ["sha256", "ab"]]) } };
    const same: Answer = { kind: "signs", file: { lengthBytes: 1, hashes: new Map([["sha256", "ab"], ["sha512", "cd"]]) } };
    expect(both(signs("ab"), more)).toBe("no-mapping-left");
    expect(both(same, more)).toBe("agreed");
  });

  it("goes on to the next mapping that reaches the target, unless one ends the search", () => {
    const mappings = (terminating: boolean): MapFile => map([{ paths: ["other/*"], repositories: ["a"], threshold: 1, terminating: true }, all(3, { terminating }), all(1, { repositories: ["c"] })]);
    const given = answers({ a: signs("11"), b: bad, c: signs("33") });
    expect(agreeOnTarget(mappings(false), "x", given)).toMatchObject({ kind: "agreed", group: { repositories: ["c"] }, consulted: [{ index: 1 }, { index: 2 }] });
    expect(agreeOnTarget(mappings(true), "x", given)).toMatchObject({ kind: "ended", consulted: [{ index: 1, groups: [{ repositories: ["a"] }, { repositories: ["c"] }] }] });
    expect(agreeOnTarget(mappings(false), "y/z", given)).toEqual({ kind: "no-mapping-left", consulted: [] }); // * does not cross a slash
  });

  it("a repository that was not asked, signs nothing or cannot be trusted agrees with nobody", () => {
    const two = map([all(2)]);
    expect(agreeOnTarget(two, "x", answers({ a: signs("11"), b: nothing, c: bad })).kind).toBe("no-mapping-left");
    expect(agreeOnTarget(two, "x", answers({ a: signs("11") })).kind).toBe("no-mapping-left");
    expect(agreeOnTarget(map([all(4)]), "x", answers({ a: signs("11"), b: signs("11"), c: signs("11") })).kind).toBe("no-mapping-left"); // never to be met
  });

  it("knows whom a client has to ask in the worst case", () => {
    const three = map([{ paths: ["x"], repositories: ["b"], threshold: 1, terminating: false }, { paths: ["y"], repositories: ["a"], threshold: 1, terminating: true }, { paths: ["*"], repositories: ["b", "c"], threshold: 1, terminating: true }, all(1)]);
    expect(repositoriesFor(three, "x")).toEqual(["b", "c"]);
    expect(repositoriesFor(three, "y")).toEqual(["a"]);
    expect(repositoriesFor(three, "no/such")).toEqual([]);
  });
});
