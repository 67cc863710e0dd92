// Packages that benchmarks measure with or against: installed below .cache when first asked for, outside the lock.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runNpm } from "../process.mjs";

/**
 * @param {string} folder
 * @param {string} name
 * @param {string} version
 * @returns {Promise<boolean>} whether it is there
 */
export async function ensurePackage(folder, name, version) {
  if (existsSync(join(folder, "node_modules", name))) return true;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies: { [name]: version } }));
  return (await runNpm(["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--silent"])) === 0;
}
