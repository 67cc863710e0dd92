import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { roleName } from "../model/ids.ts";
import type { Delegations } from "../model/metadata.ts";
import { rolesReaching, scopeReaches } from "./delegation-match.ts";
import { isUsablePrefix, matchesHashPrefix, pathDigest } from "./hash-prefix.ts";
import { isReadDifferently, matchesPattern, patternCovers } from "./path-pattern.ts";
import { binFor, binName, isBinName } from "./succinct.ts";

const shared = "../shared/vectors";
const present = existsSync(shared);
const read = <T>(name: string): T => JSON.parse(readFileSync(`${shared}/${name}`, "utf8")) as T; // fixtures of known shape

describe("path patterns", () => {
  it.skipIf(!present)("match exactly what python-tuf matches, on every vector (skipped: no ../shared)", () => {
    const vectors = read<readonly { readonly pattern: string; readonly target: string; readonly python_tuf: boolean }[]>("pathpattern-vectors.json");
    expect(vectors.length).toBeGreaterThanOrEqual(55);
    for (const { pattern, target, python_tuf } of vectors) expect([pattern, target, matchesPattern(pattern, target)]).toEqual([pattern, target, python_tuf]);
  });

  // Read off CPython: fnmatch.fnmatchcase(target, pattern).
  it.each([
    ["[a-c-e]", "-", true], ["[a-c-e]", "d", false], ["[a-]", "-", true], ["[-a]", "-", true], ["[b-a]", "a", false], ["[b-a]", "", false],
    ["[!b-a]", "x", true], ["[b-a!x]", "y", true], ["[b-a!x]", "x", false], ["[!]]", "]", false], ["[!]]", "a", true], ["[[]", "[", true],
    ["[!", "[!", true], ["[]", "[]", true], ["[a-cd-b]", "d", false], ["[a-cd-b]", "b", true], ["[^a]", "^", true], ["a[\\]b", "a\\b", true], ["[!-]", "-", false],
  ])("follow fnmatch into its corners: %s against %j is %s", (pattern, target, expected) => expect(matchesPattern(pattern, target)).toBe(expected));

  it("do not take exponential time", () => expect(matchesPattern("*a".repeat(200), "a".repeat(400) + "b")).toBe(false));

  it("that are said to cover another match all that the other matches", () => {
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "?", "/"), maxLength: 6 });
    const target = fc.string({ unit: fc.constantFrom("a", "b", "/"), maxLength: 6 });
    fc.assert(fc.property(pattern, pattern, target, (wide, narrow, path) => {
      if (patternCovers(wide, narrow) && matchesPattern(narrow, path)) expect(matchesPattern(wide, path)).toBe(true);
    }), { numRuns: 3000 });
    expect(patternCovers("a/*", "a/b?.txt")).toBe(true);
    expect(patternCovers("a/*.txt", "a/*")).toBe(false);
    expect(patternCovers("*", "a/b")).toBe(false);
  });

  it("that clients read differently are known", () => {
    expect(["a/*", "foo-?.tgz"].some(isReadDifferently)).toBe(false);
    expect(["**", "{a,b}", "[!a]", "!foo", "#foo", "foo\\*", "+(a)", "@(a)"].every(isReadDifferently)).toBe(true);
  });
});

describe("hash bins", () => {
  it.skipIf(!present)("name the bin that python-tuf names, on every vector (skipped: no ../shared)", () => {
    const vectors = read<readonly { readonly bit_length: number; readonly path: string; readonly role: string }[]>("tap15-vectors.json");
    expect(vectors.length).toBeGreaterThan(30);
    for (const { bit_length, path, role } of vectors) {
      const bins = { bitLength: bit_length, namePrefix: "bin" };
      expect([bit_length, path, binFor(bins, path)]).toEqual([bit_length, path, role]);
      expect(isBinName(bins, role)).toBe(true);
    }
  });

  it("know their own names and no others", () => {
    const bins = { bitLength: 5, namePrefix: "b-in" };
    expect(binName(bins, 31)).toBe("b-in-1f");
    expect(["b-in-20", "b-in-1F", "b-in-001", "b-in-+1", "b-in", "x-01", "b-in-1_"].filter((name) => isBinName(bins, name))).toEqual([]);
  });
});

describe("hash prefixes", () => {
  it("match lower-case prefixes of the path's SHA-256 and nothing else", () => {
    expect(pathDigest("foo.txt").slice(0, 8)).toBe("ddab29ff");
    expect([["d"], ["ddab"], ["0", "dd"], [""]].every((prefixes) => matchesHashPrefix(prefixes, "foo.txt"))).toBe(true);
    expect([["DD"], ["da"], []].some((prefixes) => matchesHashPrefix(prefixes, "foo.txt"))).toBe(false);
    expect([isUsablePrefix("0a"), isUsablePrefix("0A"), isUsablePrefix("xyz")]).toEqual([true, false, false]);
  });
});

describe("a delegation", () => {
  const role = { keyIds: [], threshold: 1, terminating: false };
  const delegations: Delegations = {
    keys: new Map(),
    succinct: undefined,
    roles: [
      { ...role, name: roleName("2"), scope: { kind: "paths", patterns: ["a/*"] } },
      { ...role, name: roleName("1"), scope: { kind: "path-hash-prefixes", prefixes: ["dd"] }, terminating: true },
      { ...role, name: roleName("0"), scope: { kind: "none" } },
    ],
  };

  it("is asked in the order of the document, and only where its scope reaches", () => {
    expect(rolesReaching(delegations, "a/x")).toEqual([{ name: "2", terminating: false }]);
    expect(rolesReaching(delegations, "foo.txt")).toEqual([{ name: "1", terminating: true }]);
    expect(scopeReaches({ kind: "none" }, "foo.txt")).toBe(false);
  });

  it("to hash bins reaches exactly one bin, which ends the search", () => {
    const succinct = { keyIds: [], threshold: 1, bitLength: 8, namePrefix: "bin" };
    expect(rolesReaching({ keys: new Map(), roles: [], succinct }, "foo.txt")).toEqual([{ name: "bin-dd", terminating: true }]);
  });
});
