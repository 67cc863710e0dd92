import { buildIfStale } from "./build.mjs";
import { ensureBrowser } from "./browser.mjs";
import { installMissing } from "./install.mjs";
import { runNode, TSC } from "./process.mjs";
import { forgetReport, judged, readCounts, reportPath } from "./reports.mjs";

/** @typedef {{ readonly name: string, readonly title: string, readonly counts: boolean, readonly run: () => Promise<boolean> }} Stage */

/** @type {readonly Stage[]} */
const STAGES = [
  { name: "types", title: "Types", counts: false, run: types },
  { name: "lint", title: "Lint", counts: false, run: () => node(["node_modules/oxlint/bin/oxlint", "--type-aware", "--deny-warnings"]) },
  { name: "fences", title: "Fences between the layers, each seen to fail on a planted violation", counts: true, run: () => node(["scripts/fences.mjs"]) },
  { name: "unit", title: "Unit and property tests", counts: true, run: unit },
  { name: "build", title: "Build", counts: false, run: buildIfStale },
  { name: "e2e", title: "Journeys in a real browser, on the built app", counts: true, run: e2e },
];

const PROJECTS = ["tsconfig.json", "tsconfig.app.json", "tsconfig.core.json", "tsconfig.node.json"];
const inCi = process.env["CI"] !== undefined && process.env["CI"] !== "" && process.env["CI"] !== "false";

/**
 * @param {readonly string[]} names of stages; none means all
 * @returns {Promise<number>} the exit code
 */
export async function test(names) {
  const unknown = names.filter((name) => !STAGES.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    console.error(`There is no stage ${unknown.join(", ")}. The stages are ${STAGES.map(({ name }) => name).join(", ")}.`);
    return 2;
  }
  if (!(await installMissing())) return 1;
  /** @type {string[]} */
  const summary = [];
  for (const stage of STAGES.filter(({ name }) => names.length === 0 || names.includes(name))) {
    heading(stage.title);
    if (stage.counts) forgetReport(stage.name);
    const started = performance.now();
    const ok = await stage.run();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const counts = stage.counts ? judged(readCounts(stage.name), { exitCode: ok ? 0 : 1, skippedFails: inCi }) : undefined;
    const passed = ok && (counts?.failed ?? 0) === 0;
    summary.push(`  ${passed ? "passed" : "FAILED"}  ${stage.name.padEnd(7)} ${seconds.padStart(6)} s${inWords(counts)}`);
    if (!passed) {
      heading("Summary");
      console.log(summary.join("\n"));
      console.error(`\nStopped at the first stage that failed: ${stage.name}. To run it alone: node scripts/test.mjs ${stage.name}`);
      return 1;
    }
  }
  heading("Summary");
  console.log(summary.join("\n"));
  return 0;
}

async function types() {
  let ok = true;
  for (const project of PROJECTS) {
    console.log(project);
    ok = (await node([TSC, "-p", project])) && ok;
  }
  return ok;
}

function unit() {
  return node(["node_modules/vitest/vitest.mjs", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${reportPath("unit")}`]);
}

async function e2e() {
  const browser = await ensureBrowser();
  if (browser === undefined) return false;
  console.log(`With ${browser}`);
  return node(["node_modules/@playwright/test/cli.js", "test"], { CHROME_PATH: browser });
}

/**
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} [env]
 */
async function node(args, env) {
  return (await runNode(args, env)) === 0;
}

/** @param {string} title */
function heading(title) {
  console.log(`\n── ${title} ──`);
}

/** @param {import("./reports.mjs").Counts | undefined} counts */
function inWords(counts) {
  if (counts === undefined) return "";
  const { passed, failed, skipped } = counts;
  return `  ${passed} passed${failed > 0 ? `, ${failed} failed` : ""}${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
