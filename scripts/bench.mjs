// `npm run bench [-- --repo DIR|FILE.tar] [--drop] [--again] [--stop] [--rounds N] [--json]`: how long a person waits for the verdict, in a real
// browser on the built app, from the folder or archive handed over to the answer on screen. Figures are of one run on
// one machine: compare them with each other, not with another machine's. `--drop`: handed over by a drop instead of a
// choice; `--again`: opened a second time in the same profile, and that one is measured; `--stop`: stopped while it is
// read, and while it is checked, and the stopping is measured. docs/performance.md says what is measured.
import "./require-node.mjs";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { benchRepository } from "./bench/bench-repository.mjs";
import { processesOf } from "./bench/peak-memory.mjs";
import { benchStop } from "./bench/stop-opening.mjs";
import { withApp } from "./bench/with-app.mjs";
import { ROOT } from "./process.mjs";

const args = process.argv.slice(2);
/** @param {string} name */
const option = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
const asked = option("--repo");
const shared = resolve(ROOT, "../shared/corpora/tuf-demo-repository");
const repo = asked === undefined ? (existsSync(shared) ? shared : undefined) : resolve(asked);
const rounds = Number(option("--rounds") ?? (asked === undefined ? 7 : 1));

process.exitCode = await withApp(async (browser, origin) => {
  if (args.includes("--stop")) return stopping(browser, origin);
  const sources = asked === undefined ? [undefined, repo].filter((one, i) => i === 0 || one !== undefined) : [repo];
  for (const source of sources) {
    const name = source ?? "practice";
    const figures = [];
    for (let round = 0; round < rounds; round++) {
      const one = await benchRepository(browser, origin, source, { drop: args.includes("--drop"), again: args.includes("--again") });
      figures.push(one);
      if (args.includes("--json")) console.log(JSON.stringify({ repo: name, ...one }));
    }
    if (!args.includes("--json")) console.log(inWords(name, figures));
  }
  if (repo === undefined) console.log("folder: skipped: no ../shared, and no --repo");
});

/**
 * @param {import("playwright-core").Browser} browser
 * @param {string} origin
 */
async function stopping(browser, origin) {
  if (repo === undefined) throw new Error("--stop needs a large repository: --repo DIR|FILE.tar");
  const { main } = await processesOf(browser);
  for (let round = 0; round < rounds; round++) {
    for (const phase of /** @type {const} */ (["Reading", "Checking"])) {
      const one = await benchStop(browser, main, origin, repo, args.includes("--drop"), phase);
      console.log(args.includes("--json") ? JSON.stringify({ repo, ...one }) : `${phase}: off the screen ${one.stopMs} ms after the click; in the second after that the tab computed for ${one.busyAfterMs} ms`);
    }
  }
}

/**
 * @param {string} name
 * @param {readonly import("./bench/bench-repository.mjs").Figures[]} figures
 */
function inWords(name, figures) {
  /** @param {(one: import("./bench/bench-repository.mjs").Figures) => number} pick */
  const range = (pick) => {
    const sorted = figures.map(pick).toSorted((a, b) => a - b);
    return [...new Set([sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)])].map((value) => Math.round(value ?? Number.NaN)).join(" / ");
  };
  const [first] = figures;
  return [
    `${name}: ${first?.rolesVerified} documents, ${first?.targets} targets, ${first?.bytes} bytes (min / median / max of ${figures.length})`,
    `  handed over to verdict ${range((one) => one.wallMs)} ms; of it after the bytes were read ${range((one) => one.verdictMs)} ms`,
    `  longest task of the page ${range((one) => one.longestMainTaskMs)} ms; peak memory of the tab ${range((one) => one.peakMemoryMB ?? Number.NaN)} MB, of which ${range((one) => one.heldMB ?? Number.NaN)} MB stay`,
    `  processor, ms: ${JSON.stringify(first?.cpuMs)}`,
    `  stages ${JSON.stringify(first?.stages)}`,
  ].join("\n");
}
