// `npm run bench:growth [-- --rounds N]`: how time and memory grow with the number of hash bins, from 64 to 16,384, beside
// python-tuf on the same files in the same run. Writes docs/growth.json and, from it, docs/growth.svg.
import "./require-node.mjs";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { benchRepository } from "./bench/bench-repository.mjs";
import { growthPlot } from "./bench/growth-plot.mjs";
import { withApp } from "./bench/with-app.mjs";
import { capture, ROOT, runNode } from "./process.mjs";
import { ensurePython } from "./python.mjs";

const SIZES = [64, 256, 1024, 4096, 16_384];
const args = process.argv.slice(2);
const rounds = Number(args.includes("--rounds") ? args[args.indexOf("--rounds") + 1] : 3);

const python = await ensurePython();
const folder = mkdtempSync(join(tmpdir(), "countersign-growth-"));
/** @type {import("./bench/growth-plot.mjs").Growth[]} */
const growth = [];
process.exitCode = await withApp(async (browser, origin) => {
  for (const bins of SIZES) {
    const [tar, files] = [join(folder, `${bins}.tar`), join(folder, String(bins))];
    for (const out of [tar, files]) await runNode(["scripts/make-repo.mjs", "--bins", String(bins), "--out", out]);
    const runs = [];
    /** @type {number[]} */
    const peer = [];
    for (let round = 0; round < rounds; round++) {
      runs.push(await benchRepository(browser, origin, tar));
      const { stdout } = await capture(python ?? "", ["scripts/peers/verify_all.py", join(files, "metadata")]);
      peer.push(JSON.parse(stdout).wallMs);
    }
    const fastest = runs.toSorted((a, b) => a.wallMs - b.wallMs)[0];
    if (fastest === undefined) throw new Error("at least one round");
    growth.push({ bins, targets: fastest.targets, bytes: fastest.bytes, wallMs: fastest.wallMs, peakMemoryMB: fastest.peakMemoryMB ?? Number.NaN, heldMB: Math.min(...runs.map((run) => run.heldMB ?? Number.NaN)), pythonMs: Math.min(...peer) });
    console.log(JSON.stringify(growth.at(-1)));
    rmSync(files, { recursive: true, force: true });
    rmSync(tar, { force: true });
  }
});
if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
if (process.exitCode === 0) {
  writeFileSync(join(ROOT, "docs", "growth.json"), `${JSON.stringify(growth, undefined, 1)}\n`);
  writeFileSync(join(ROOT, "docs", "growth.svg"), growthPlot(growth));
}
