// `npm run bench:lighthouse [-- --json]`: what Lighthouse says of the built app, on a simulated phone and on a desk. It
// is installed, pinned, below .cache when first asked for. docs/performance.md has the scores.
import "./require-node.mjs";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ensureBrowser } from "./browser.mjs";
import { ensurePackage } from "./bench/pinned-package.mjs";
import { withApp } from "./bench/with-app.mjs";
import { ROOT, run } from "./process.mjs";

/** The last version for Node 20. */
const LIGHTHOUSE = "12.8.2";
const HOME = join(ROOT, ".cache", "lighthouse");
const PROGRAM = join(HOME, "node_modules", "lighthouse", "cli", "index.js");
const FLAGS = "--headless --no-sandbox --disable-gpu --no-first-run";

if (!(await ensurePackage(HOME, "lighthouse", LIGHTHOUSE))) process.exit(1);
process.exitCode = await withApp(async (_, origin) => {
  for (const device of ["phone", "desk"]) {
    const out = join(HOME, `${device}.json`);
    const asked = ["--output=json", `--output-path=${out}`, "--quiet", `--chrome-flags=${FLAGS}`, ...(device === "desk" ? ["--preset=desktop"] : [])];
    const code = await run(process.execPath, [PROGRAM, origin, ...asked], { CHROME_PATH: (await ensureBrowser()) ?? "" });
    if (code !== 0) throw new Error("lighthouse failed");
    /** @type {{ categories: Record<string, { score: number }>, audits: Record<string, { score: number | null, title: string, displayValue?: string, scoreDisplayMode: string }> }} */
    const { categories, audits } = JSON.parse(readFileSync(out, "utf8"));
    const scores = Object.fromEntries(Object.entries(categories).map(([name, { score }]) => [name, Math.round(score * 100)]));
    const short = Object.entries(audits).filter(([, { score, scoreDisplayMode }]) => score !== null && score < 0.9 && scoreDisplayMode !== "informative");
    console.log(process.argv.includes("--json") ? JSON.stringify({ device, ...scores }) : `${device}: ${JSON.stringify(scores)}`);
    for (const [name, { title, displayValue }] of short) console.error(`  below 90: ${name} (${title}) ${displayValue ?? ""}`);
  }
});
