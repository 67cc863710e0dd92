import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { pathToFileURL } from "node:url";
import { build } from "vite";
import { PROGRAMS } from "./differential/programs.mjs";
import { installMissing } from "./install.mjs";
import { ROOT } from "./process.mjs";
import { forgetReport, writeReport } from "./reports.mjs";

const GATE = "differential";
const FAILED = join(ROOT, ".cache", "differential", "failed");
/** Changed by hand from time to time: every seed meets other mutations. */
const SEED = 20261126;
const CASES = 3000;

/**
 * The judging itself, which is TypeScript, in one file for Node.
 * @returns {Promise<typeof import("../src/test/differential/main.ts")>}
 */
async function load() {
  const outDir = join(ROOT, ".cache", "differential", "bundle");
  const entry = join(ROOT, "src", "test", "differential", "main.ts");
  await build({
    root: ROOT,
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    build: { outDir, emptyOutDir: true, ssr: entry, target: "node20", minify: false, rolldownOptions: { output: { entryFileNames: "main.mjs", codeSplitting: false } } },
  });
  return import(pathToFileURL(join(outDir, "main.mjs")).href);
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function differential(args) {
  const { values } = parseArgs({ args: [...args], options: { seed: { type: "string" }, cases: { type: "string" }, without: { type: "string", multiple: true }, replay: { type: "string" }, "write-table": { type: "boolean" } } });
  const seed = Number(values.seed ?? SEED);
  const cases = Number(values.cases ?? CASES);
  if (!Number.isInteger(seed) || !Number.isInteger(cases) || cases < 0) {
    console.error("Usage: npm run differential [-- --seed N] [--cases N] [--without CLIENT] [--replay FILE] [--write-table]");
    return 2;
  }
  if (!(await installMissing())) return 1;
  if (values["write-table"] === true) return writeTable();
  forgetReport(GATE);
  const { commands, broken } = await prepare(values.without ?? []);
  const started = performance.now();
  const { differential: judgeAll, readCase, caseText } = await load();
  const replay = values.replay === undefined ? undefined : readCase(readFileSync(values.replay, "utf8"));
  console.log(replay === undefined ? `Seed ${seed}, ${cases} mutations.` : `Replaying ${replay.name}`);
  const { passed, failures } = await judgeAll({ commands, seed, cases, replay }, console.log);
  rmSync(FAILED, { recursive: true, force: true });
  for (const [i, { about, words, of }] of failures.entries()) {
    console.log(`\nFAILED ${about}\n    ${words}`);
    if (of === undefined) continue;
    const file = join(FAILED, `${i + 1}.json`);
    mkdirSync(FAILED, { recursive: true });
    writeFileSync(file, caseText(of));
    console.log(`    seed ${seed}; again: npm run differential -- --replay ${file}`);
  }
  const failed = failures.length + broken;
  writeReport(GATE, { passed, failed });
  console.log(`\nIn ${((performance.now() - started) / 1000).toFixed(0)} s.\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** @param {readonly string[]} without */
async function prepare(without) {
  /** @type {import("./differential/programs.mjs").Command[]} */
  const commands = [];
  let broken = 0;
  const names = /** @type {(keyof typeof PROGRAMS)[]} */ (Object.keys(PROGRAMS)).filter((name) => !without.includes(name));
  for (const { name, prepared } of await Promise.all(names.map(async (client) => ({ name: client, prepared: await PROGRAMS[client]() })))) {
    if (prepared === "absent") console.log(`${name} is not asked: what builds its program is not on this machine.`);
    else if (prepared === "failed") {
      console.error(`${name} could not be made ready. To go on without it: npm run differential -- --without ${name}`);
      broken++;
    } else commands.push(prepared);
  }
  return { commands, broken };
}

async function writeTable() {
  const { differencesPage, DIFFERENCES_PAGE } = await load();
  writeFileSync(join(ROOT, DIFFERENCES_PAGE), differencesPage());
  console.log(`Wrote ${DIFFERENCES_PAGE}`);
  return 0;
}
