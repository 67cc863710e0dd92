// Builds the app into dist/, unless dist/ was built from these very sources already.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildIdentity } from "./build-identity.mjs";
import { ROOT, runNode } from "./process.mjs";

const DIST = join(ROOT, "dist");

/** @returns {Promise<boolean>} false when the build failed; it has then said why */
export async function buildIfStale() {
  if (builtDigest() === buildIdentity(ROOT).digest) return true;
  console.log("Building.");
  return (await runNode(["node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"])) === 0;
}

/** @returns {string | undefined} what the build in dist/ says it was built from */
function builtDigest() {
  const file = join(DIST, "build.json");
  return existsSync(join(DIST, "index.html")) && existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).digest : undefined;
}
