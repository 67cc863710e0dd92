import { buildIfStale } from "./build.mjs";
import { ensureBrowser } from "./browser.mjs";
import { installMissing } from "./install.mjs";
import { capture, runNode } from "./process.mjs";
import { ensurePython } from "./python.mjs";
import { forgetReport, judged, readCounts } from "./reports.mjs";

const GATE = "interop";

/**
 * @param {readonly string[]} args handed on to Playwright, such as the name of one journey
 * @returns {Promise<number>} the exit code
 */
export async function interop(args) {
  if (!(await installMissing())) return 1;
  if (!(await hasTools())) return 1;
  const python = await ensurePython();
  if (python === undefined) return 1;
  const browser = await ensureBrowser();
  if (browser === undefined) return 1;
  if (!(await buildIfStale())) return 1;
  forgetReport(GATE);
  const playwright = ["node_modules/@playwright/test/cli.js", "test", "--config", "e2e/interop/playwright.config.ts"];
  const exitCode = await runNode([...playwright, ...args], { CHROME_PATH: browser, INTEROP_PYTHON: python });
  const { passed, failed } = judged(readCounts(GATE), { exitCode, skippedFails: true });
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/**
 * What makes the keys of these journeys, with the argument that shows that it is there, and the package of Debian that has it.
 * @type {readonly (readonly [string, string, string])[]}
 */
const TOOLS = [
  ["openssl", "version", "openssl"],
  ["ssh-keygen", "-?", "openssh-client"],
];

async function hasTools() {
  let all = true;
  for (const [tool, argument, debian] of TOOLS) {
    const there = await capture(tool, [argument]).catch(() => undefined); // rejects when there is no such program
    if (there !== undefined) continue;
    all = false;
    console.error(`${tool} was not found; it makes the keys of these journeys. On Debian: sudo apt-get install ${debian}`);
  }
  return all;
}
