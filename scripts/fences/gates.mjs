// The three gates, each run on a folder and each giving what it refuses, so that the same code judges the project and
// the planted violations.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { capture, ROOT, TSC } from "../process.mjs";

/** @typedef {{ readonly file: string, readonly rule: string }} Refusal */

/**
 * Layers. dependency-cruiser leaves out what it cannot read and is content; so every source on disk that it did not
 * see is refused here as "overlooked".
 * @param {string} folder
 * @param {string} [program] the dependency-cruiser to run
 * @param {readonly string[]} [nodeArgs]
 * @returns {Promise<{ readonly modules: number, readonly refusals: readonly Refusal[] }>}
 */
export async function checkLayers(folder, program = join(ROOT, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs"), nodeArgs = []) {
  const sources = sourcesUnder(folder);
  if (sources.length === 0) return { modules: 0, refusals: [{ file: "src", rule: "nothing-to-check" }] };
  const args = [...nodeArgs, program, "src", "--config", ".dependency-cruiser.cjs", "--output-type", "json"];
  const { stdout, stderr } = await capture(process.execPath, args, { cwd: folder });
  if (!stdout.startsWith("{")) throw new Error(`dependency-cruiser gave no result: ${stderr}${stdout}`);
  /** @type {{ modules: { source: string }[], summary: { violations: { from: string, rule: { name: string } }[] } }} */
  const { modules, summary } = JSON.parse(stdout);
  const seen = new Set(modules.map(({ source }) => source));
  return {
    modules: sources.filter((file) => seen.has(file)).length,
    refusals: [
      ...sources.filter((file) => !seen.has(file)).map((file) => ({ file, rule: "overlooked" })),
      ...summary.violations.map(({ from, rule }) => ({ file: from, rule: rule.name })),
    ],
  };
}

/**
 * @param {string} folder
 * @param {string} project
 * @returns {Promise<readonly Refusal[]>}
 */
export async function checkTypes(folder, project) {
  const { code, stdout, stderr } = await capture(process.execPath, [join(ROOT, TSC), "-p", project, "--pretty", "false"], { cwd: folder });
  const refusals = [...stdout.matchAll(/^([^\s(]+)\(\d+,\d+\): error (TS\d+)/gm)].map(([, file = "", rule = ""]) => ({ file, rule }));
  if (code !== 0 && refusals.length === 0) throw new Error(`the compiler failed in a way that names no file: ${stderr}${stdout}`);
  return refusals;
}

/**
 * @param {string} folder
 * @returns {Promise<readonly Refusal[]>}
 */
export async function checkLint(folder) {
  const args = [join(ROOT, "node_modules/oxlint/bin/oxlint"), "--type-aware", "--deny-warnings", "--format", "json", "src"];
  const { stdout, stderr } = await capture(process.execPath, args, { cwd: folder });
  if (!stdout.trimStart().startsWith("{")) throw new Error(`oxlint gave no result: ${stderr}${stdout}`);
  /** @type {{ number_of_files: number, diagnostics: { filename: string, code: string }[] }} */
  const { number_of_files: files, diagnostics } = JSON.parse(stdout);
  if (files < sourcesUnder(folder).length) return [{ file: "src", rule: "overlooked" }];
  return diagnostics.map(({ filename, code }) => ({ file: filename.replaceAll("\\", "/"), rule: code }));
}

/**
 * @param {string} folder
 * @returns {readonly string[]} every TypeScript file under src, found without the help of any tool that is judged here
 */
function sourcesUnder(folder) {
  return readdirSync(join(folder, "src"), { recursive: true, encoding: "utf8" })
    .map((file) => `src/${file.replaceAll("\\", "/")}`)
    .filter((file) => /(?<!\.d)\.tsx?$/.test(file));
}
