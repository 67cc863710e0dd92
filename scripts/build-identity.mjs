// What a build says about itself. It is computed from the inputs alone, so that two people who build the same sources,
// from a clone or from an unpacked archive, get the same identity and can compare it.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const INPUTS = [
  "index.html",
  "package.json",
  "package-lock.json",
  "public",
  "scripts/build-identity.mjs",
  "scripts/headers.mjs",
  "src",
  "tsconfig.base.json",
  "tsconfig.json",
  "vite.config.ts",
];
const NOT_INPUTS = /\.test\.tsx?$|^src\/(test|cli)\//;

/**
 * @param {string} root the project's folder
 * @returns {{ readonly version: string, readonly digest: string }} `digest` is SHA-256 over names and contents of all inputs, in hex
 */
export function buildIdentity(root) {
  const hash = createHash("sha256");
  for (const path of INPUTS.flatMap((input) => filesUnder(root, input)).sort()) {
    if (NOT_INPUTS.test(path)) continue;
    const bytes = readFileSync(join(root, path));
    hash.update(`${path}\n${bytes.length}\n`).update(bytes);
  }
  /** @type {{ version: string }} */
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return { version, digest: hash.digest("hex") };
}

/**
 * @param {string} root
 * @param {string} path
 * @returns {string[]} paths with `/`, relative to the root, on every system
 */
export function filesUnder(root, path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isDirectory()) return [path];
  return readdirSync(join(root, path)).flatMap((name) => filesUnder(root, `${path}/${name}`));
}
