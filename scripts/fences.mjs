// `npm run fences`: judges the layers of this project, then plants one violation per fence in a small tree of its own
// and expects every gate to refuse it.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { checkLayers, checkLint, checkTypes } from "./fences/gates.mjs";
import { CLEAN_TREE, PLANTS } from "./fences/plants.mjs";
import { ROOT } from "./process.mjs";
import { writeReport } from "./reports.mjs";

const CONFIGURATION = [
  "package.json", ".oxlintrc.json", ".dependency-cruiser.cjs", "tsconfig.base.json", "tsconfig.json", "tsconfig.app.json",
  "tsconfig.core.json", "src/core-globals.d.ts", "src/platform/vite-env.d.ts",
];

/** @type {{ readonly claim: string, readonly problem: string | undefined }[]} */
const results = [];

const project = await checkLayers(ROOT);
record(`this project keeps its layers (${project.modules} modules, none overlooked)`, listed(project.refusals));

await inScratch(CLEAN_TREE, async (folder) => {
  record("a clean tree passes every gate", listed((await refusalsOf(folder)).flatMap(([, refusals]) => refusals)));
});

await inScratch({ ...CLEAN_TREE, ...Object.fromEntries(PLANTS.map(({ file, text }) => [file, text])) }, async (folder) => {
  const refusals = new Map(await refusalsOf(folder));
  for (const { claim, gate, file, rule } of PLANTS) {
    const refused = refusals.get(gate)?.filter((refusal) => refusal.file === file) ?? [];
    const problem = refused.some((refusal) => refusal.rule === rule)
      ? undefined
      : `${file} was planted; ${gate} should refuse it as ${rule}, and refused ${listed(refused) ?? "nothing"}`;
    record(`${gate}: ${claim}`, problem);
  }
});

const { forbidden } = createRequire(import.meta.url)("../.dependency-cruiser.cjs");
const planted = new Set(PLANTS.map(({ rule }) => rule));
const untested = forbidden.map((/** @type {{ name: string }} */ { name }) => name).filter((/** @type {string} */ name) => !planted.has(name));
record("every rule between layers has a planted violation", untested.length === 0 ? undefined : `no plant for ${untested.join(", ")}`);

await inScratch(CLEAN_TREE, async (folder) => {
  const file = join(folder, ".dependency-cruiser.cjs");
  writeFileSync(file, readFileSync(file, "utf8").replace("options: {", 'options: {\n    exclude: "^src/tuf",'));
  expectOverlooked("a folder that the layer gate leaves out is noticed", await checkLayers(folder), "src/tuf/base.ts");
});

await inScratch(CLEAN_TREE, async (folder) => {
  // dependency-cruiser without a compiler that it can use sees no TypeScript at all, and says that all is well.
  const modules = join(folder, "node_modules");
  rmSync(modules);
  mkdirSync(modules);
  for (const name of readdirSync(join(ROOT, "node_modules"))) {
    if (name !== "typescript") link(join(ROOT, "node_modules", name), join(modules, name));
  }
  const program = join(modules, "dependency-cruiser/bin/dependency-cruise.mjs");
  const blind = await checkLayers(folder, program, ["--preserve-symlinks", "--preserve-symlinks-main"]);
  expectOverlooked("a layer gate that has gone blind is noticed", blind, "src/tuf/base.ts");
});

await inScratch({ "src/readme.txt": "" }, async (folder) => {
  for (const file of ["src/core-globals.d.ts", "src/platform/vite-env.d.ts"]) rmSync(join(folder, file));
  const { refusals } = await checkLayers(folder);
  record("an empty tree does not pass", refusals[0]?.rule === "nothing-to-check" ? undefined : "it passed");
});

const failed = results.filter(({ problem }) => problem !== undefined);
for (const { claim, problem } of failed) console.error(`  FAILED  ${claim}\n          ${problem}`);
console.log(`  ${results.length - failed.length} fences hold${failed.length > 0 ? `, ${failed.length} do not` : ""}; ${project.modules} modules judged`);
writeReport("fences", { passed: results.length - failed.length, failed: failed.length });
process.exitCode = failed.length === 0 ? 0 : 1;

/**
 * @param {string} claim
 * @param {string | undefined} problem
 */
function record(claim, problem) {
  results.push({ claim, problem });
}

/** @param {readonly import("./fences/gates.mjs").Refusal[]} refusals */
function listed(refusals) {
  return refusals.length === 0 ? undefined : refusals.map(({ file, rule }) => `${file} (${rule})`).join(", ");
}

/**
 * @param {string} claim
 * @param {{ readonly refusals: readonly import("./fences/gates.mjs").Refusal[] }} result
 * @param {string} file
 */
function expectOverlooked(claim, { refusals }, file) {
  const noticed = refusals.some((refusal) => refusal.file === file && refusal.rule === "overlooked");
  record(claim, noticed ? undefined : `${file} was not reported as overlooked; refused: ${listed(refusals) ?? "nothing"}`);
}

/**
 * @param {string} folder
 * @returns {Promise<readonly (readonly [string, readonly import("./fences/gates.mjs").Refusal[]])[]>}
 */
async function refusalsOf(folder) {
  return [
    ["layers", (await checkLayers(folder)).refusals],
    ["core", await checkTypes(folder, "tsconfig.core.json")],
    ["product", await checkTypes(folder, "tsconfig.app.json")],
    ["lint", await checkLint(folder)],
  ];
}

/**
 * @param {Readonly<Record<string, string>>} files
 * @param {(folder: string) => Promise<void>} work
 */
async function inScratch(files, work) {
  const folder = mkdtempSync(join(tmpdir(), "countersign-fences-"));
  try {
    for (const file of CONFIGURATION) cpSync(join(ROOT, file), join(folder, file));
    link(join(ROOT, "node_modules"), join(folder, "node_modules"));
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} target
 * @param {string} path
 */
function link(target, path) {
  symlinkSync(target, path, "junction"); // what Windows allows without special rights; ignored elsewhere
}
