import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CASES, type Group } from "./cases.ts";

const suite = process.env["TUF_CONFORMANCE"] ?? "";
const groups = Object.keys(CASES) as readonly Group[]; // its own keys

describe("the list of cases", () => {
  it("has every group run by exactly one file", () => {
    const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".test.ts")).map((name) => readFileSync(join(import.meta.dirname, name), "utf8"));
    for (const group of groups) expect([group, files.filter((text) => text.includes(`conformance("${group}", `)).length]).toEqual([group, 1]);
  });

  it("has the 113 of the suite, each once", () => {
    const names = groups.filter((group) => group !== "beyond").flatMap((group) => CASES[group].map((name) => `${group}::${name}`));
    expect([names.length, new Set(names).size]).toEqual([113, 113]);
  });

  // Without a checkout there is nothing to compare with; the list says from which commit it is.
  if (suite !== "") it("is that of the checkout", () => {
    const own = join(suite, ".venv", "bin", "python");
    const python = process.env["TUF_CONFORMANCE_PYTHON"] ?? (existsSync(own) ? own : "python3");
    const out = execFileSync(python, ["-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", "tuf_conformance", "--entrypoint", "/bin/true"], { cwd: suite, encoding: "utf8" });
    const there = [...out.matchAll(/^tuf_conformance\/test_(\w+)\.py::(.+)$/gm)].map(([, group, name]) => `${group}::${name}`);
    const here = groups.filter((group) => group !== "beyond").flatMap((group) => CASES[group].map((name) => `${group}::${name}`));
    expect(there.toSorted()).toEqual(here.toSorted());
  });
});
