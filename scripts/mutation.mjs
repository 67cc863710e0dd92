// `npm run mutation [-- --mutate FILES]`: changes the core in hundreds of small ways and counts how many of them a test
// notices. By hand, not in CI: it takes the better part of an hour. Stryker is installed into .cache, outside the lock.
import "./require-node.mjs";
import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, runNode, runNpm } from "./process.mjs";

const FOLDER = join(ROOT, ".cache", "mutation");
const ASKED = join(ROOT, "scripts", "mutation", "package.json");
const STRYKER = join(FOLDER, "node_modules", "@stryker-mutator", "core", "bin", "stryker.js");

if (!(await installed())) process.exit(1);
process.exitCode = await runNode([STRYKER, "run", join("scripts", "mutation", "stryker.config.mjs"), ...process.argv.slice(2)]);

async function installed() {
  const note = join(FOLDER, "package.json");
  if (existsSync(STRYKER) && existsSync(note) && readFileSync(note, "utf8") === readFileSync(ASKED, "utf8")) return true;
  mkdirSync(FOLDER, { recursive: true });
  cpSync(ASKED, note);
  // Without its peer, so that Stryker runs the vitest of this project.
  return (await runNpm(["install", "--prefix", FOLDER, "--legacy-peer-deps", "--no-audit", "--no-fund", "--no-package-lock"])) === 0;
}
