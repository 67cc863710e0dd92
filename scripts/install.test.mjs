import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { firstDifference } from "./install.mjs";

/** @type {{ packages: Readonly<Record<string, { version?: string, resolved?: string, integrity?: string, link?: boolean, optionalDependencies?: Readonly<Record<string, string>> }>> }} */
const { packages } = JSON.parse(readFileSync(new URL("../package-lock.json", import.meta.url), "utf8"));

describe("package-lock.json", () => {
  it("names the builds of every tool for every system, or `npm ci` would refuse it there", () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => packages[`${path}/node_modules/${name}`] === undefined && packages[`node_modules/${name}`] === undefined),
    );
    expect(missing).toEqual([]);
  });

  it("names no registry, and a digest for every package", () => {
    const others = Object.entries(packages).filter(([path]) => path !== "");
    expect(others.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
    expect(others.filter(([, { integrity }]) => integrity?.startsWith("sha512-") !== true).map(([path]) => path)).toEqual([]);
  });

  it("pins exactly what package.json names", () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
    for (const [name, wanted] of Object.entries({ ...dependencies, ...devDependencies })) {
      expect(wanted, name).toMatch(/^(npm:@?[\w/-]+@)?\d+\.\d+\.\d+$/);
      expect(wanted.endsWith(packages[`node_modules/${name}`]?.version ?? "?"), name).toBe(true);
    }
  });
});

describe("firstDifference", () => {
  /** @type {string} */
  let root;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "countersign-install-"));
    mkdirSync(join(root, "node_modules"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  /** @param {string} file @param {object} contents */
  const write = (file, contents) => writeFileSync(join(root, file), JSON.stringify({ packages: contents }));
  const locked = { "": { version: "0.1.0" }, "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "2.0.0", optional: true } };

  it("finds nothing when all is installed, but for what is meant for other systems", () => {
    write("package-lock.json", locked);
    write("node_modules/.package-lock.json", { "node_modules/a": { version: "1.0.0" } });
    expect(firstDifference(root)).toBeUndefined();
  });

  it("says what is missing or of another version", () => {
    write("package-lock.json", locked);
    expect(firstDifference(root)).toBe("nothing is installed yet");
    write("node_modules/.package-lock.json", {});
    expect(firstDifference(root)).toBe("a is missing, not 1.0.0");
    write("node_modules/.package-lock.json", { "node_modules/a": { version: "0.9.0" } });
    expect(firstDifference(root)).toBe("a is 0.9.0, not 1.0.0");
  });
});
