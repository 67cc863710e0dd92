// Installs what the lock file names, when it is not there already.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, runNpm } from "./process.mjs";

/** @typedef {{ readonly version?: string, readonly optional?: boolean }} LockedPackage */

/**
 * @param {NodeJS.WriteStream} [out] where it is told
 * @returns {Promise<boolean>} false when npm failed; it has then said why
 */
export async function installMissing(out = process.stdout) {
  const stale = firstDifference(ROOT);
  if (stale === undefined) return true;
  out.write(`Installing what package-lock.json names (${stale}).\n`);
  return (await runNpm(["ci", "--no-audit", "--no-fund"], out)) === 0;
}

/**
 * Compares what npm noted when it installed with what the lock file asks for. Contents, not dates: a checkout gives
 * files whatever date it likes.
 * @param {string} root
 * @returns {string | undefined} why an install is needed
 */
export function firstDifference(root) {
  const note = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(note)) return "nothing is installed yet";
  const installed = packagesOf(note);
  for (const [path, { version, optional }] of Object.entries(packagesOf(join(root, "package-lock.json")))) {
    if (path === "") continue;
    const have = installed[path];
    if (have === undefined && optional === true) continue; // meant for another system
    if (have?.version !== version) return `${path.replace(/^.*node_modules\//, "")} is ${have?.version ?? "missing"}, not ${version}`;
  }
  return undefined;
}

/**
 * @param {string} file
 * @returns {Readonly<Record<string, LockedPackage>>}
 */
function packagesOf(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}
