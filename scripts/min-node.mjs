// `npm run test:min-node`: the unit tests again, under the oldest Node that package.json promises.
import "./require-node.mjs";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, runNpm } from "./process.mjs";
import { reportPath } from "./reports.mjs";

const oldest = readFileSync(join(ROOT, ".nvmrc"), "utf8").trim();
console.log(`Unit tests under Node ${oldest}`);
process.exitCode = await runNpm([
  "exec", "--yes", `--package=node@${oldest}`, "--",
  "node", "node_modules/vitest/vitest.mjs", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${reportPath("min-node")}`,
]);
