// Builds the programs for Node, each into one file in dist-node/ that needs nothing beside it. Stale ones are built anew.
import { createHash } from "node:crypto";
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { build } from "vite";
import { filesUnder } from "./build-identity.mjs";
import { ROOT } from "./process.mjs";

const FOLDER = join(ROOT, "dist-node");
/** What a program is made from; tests change nothing in it. */
const INPUTS = ["package.json", "package-lock.json", "scripts/node-bundle.mjs", "src/cli", "src/crypto", "src/dialects", "src/exports", "src/lib", "src/sources", "src/tuf", "src/workspace"];

/** @typedef {"tuf-client" | "verify"} Program of src/cli */

/**
 * @param {Program} program
 * @returns {Promise<string>} the file, which is executable
 */
export async function bundled(program) {
  const file = join(FOLDER, program);
  const note = `// countersign ${digestOfInputs()}`;
  if (existsSync(file) && readFileSync(file, "utf8").includes(note)) return file;
  await build({
    root: ROOT,
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    build: {
      outDir: FOLDER,
      emptyOutDir: false,
      ssr: join(ROOT, "src", "cli", `${program}.ts`),
      target: "node20",
      minify: false,
      rolldownOptions: {
        output: {
          // No `import` and no `require`: it runs wherever it is copied to, whatever kind of module Node takes it for.
          format: "iife",
          globals: (/** @type {string} */ id) => `process.getBuiltinModule(${JSON.stringify(id)})`,
          entryFileNames: program,
          codeSplitting: false,
          banner: `#!/usr/bin/env node\n${note}`,
        },
      },
    },
    ssr: { noExternal: true, external: builtinModules.flatMap((name) => [name, `node:${name}`]) },
  });
  chmodSync(file, 0o755);
  return file;
}

function digestOfInputs() {
  const hash = createHash("sha256");
  for (const path of INPUTS.flatMap((input) => filesUnder(ROOT, input)).filter((path) => !/\.test\.tsx?$/.test(path)).sort()) {
    const bytes = readFileSync(join(ROOT, path));
    hash.update(`${path}\n${bytes.length}\n`).update(bytes);
  }
  return hash.digest("hex");
}
