import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RepositorySimulator, SIM_NOW } from "../../src/test/repository-simulator.ts";
import { formatInstant } from "../../src/lib/utc-instant.ts";

const ROOT = join(import.meta.dirname, "..", "..");
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "countersign-programs-"));
  mkdirSync(join(folder, "metadata"));
  for (const { path, bytes } of RepositorySimulator.published().publishedFiles()) writeFileSync(join(folder, "metadata", path), bytes);
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: "utf8", env: { ...process.env, ...env } });
  return { status, stdout, stderr };
}

/** As a person would copy it into another project. */
function copied(name: "verify" | "tuf-client", type: "none" | "commonjs" | "module"): string {
  const place = join(folder, `${name}-${type}`);
  mkdirSync(place);
  copyFileSync(join(ROOT, "dist-node", name), join(place, name));
  if (type !== "none") writeFileSync(join(place, "package.json"), JSON.stringify({ type }));
  return join(place, name);
}

describe("the programs in dist-node", () => {
  it.each(["none", "commonjs", "module"] as const)("run wherever they are copied to, beside a package of type %s", (type) => {
    const judged = run(copied("verify", type), ["metadata", "--as-of", formatInstant(SIM_NOW), "--json"]);
    expect([judged.status, judged.stderr]).toEqual([0, ""]);
    expect(JSON.parse(judged.stdout)).toMatchObject({ verdict: { kind: "can-update" }, source: { path: "metadata" } });
    expect(run(copied("tuf-client", type), [])).toMatchObject({ status: 1, stderr: expect.stringContaining("--metadata-dir is missing") });
  });

  it("verify through npm: paths are seen from where it was called, and nothing but the result is on its output", () => {
    const script = join(ROOT, "scripts", "verify.mjs");
    const judged = run(script, ["metadata", "--as-of", "2031-06-01", "--json"], { INIT_CWD: folder });
    expect(judged.status).toBe(1);
    expect(JSON.parse(judged.stdout)).toMatchObject({ verdict: { kind: "cannot-update", refusal: { kind: "expired", role: "root" } } });
    expect(run(script, ["nowhere"], { INIT_CWD: folder })).toMatchObject({ status: 2, stdout: "" });
  });
});
