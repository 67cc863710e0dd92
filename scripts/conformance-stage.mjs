import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { installMissing } from "./install.mjs";
import { ROOT, run, runNode } from "./process.mjs";
import { forgetReport, judged, readCounts, reportPath, writeReport } from "./reports.mjs";

const OWN = "conformance";
const PUBLIC = "conformance-suite";

/**
 * @param {readonly string[]} args handed on to Vitest, such as the name of one file
 * @returns {Promise<number>} the exit code
 */
export async function conformance(args) {
  if (!(await installMissing())) return 1;
  const { bundled } = await import("./node-bundle.mjs"); // needs what may just have been installed
  const client = await bundled("tuf-client");
  await bundled("verify");
  forgetReport(OWN);
  forgetReport(PUBLIC);
  const vitest = ["node_modules/vitest/vitest.mjs", "run", "--config", "e2e/conformance/vitest.config.ts", "--reporter=default", "--reporter=json", `--outputFile.json=${reportPath(OWN)}`];
  const exitCode = await runNode([...vitest, ...args]);
  const own = judged(readCounts(OWN), { exitCode, skippedFails: true });
  console.log(`\nour own cases: ${own.passed} passed, ${own.failed} failed`);
  const folder = process.env["TUF_CONFORMANCE"];
  const failed = own.failed + (folder === undefined || folder === "" ? 0 : await publicSuite(resolve(folder), client));
  return failed === 0 ? 0 : 1;
}

/**
 * A test that is expected to fail counts as failed here: there is no `.xfails` file, and there will be none.
 * @param {string} folder a checkout, in whose `.venv` or in the Python of TUF_CONFORMANCE_PYTHON its dependencies are
 * @param {string} client
 * @returns {Promise<number>} how many failed
 */
async function publicSuite(folder, client) {
  const own = join(folder, ".venv", "bin", "python");
  const python = process.env["TUF_CONFORMANCE_PYTHON"] ?? (existsSync(own) ? own : "python3");
  const report = join(ROOT, ".cache", "reports", "pytest.json");
  rmSync(report, { force: true });
  const pytest = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", folder, join(folder, "tuf_conformance"), "--entrypoint", client, "--json-report", `--json-report-file=${report}`];
  const exitCode = await run(python, pytest, { PYTHONPATH: folder });
  const summary = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")).summary : undefined;
  const passed = summary?.passed ?? 0;
  const failed = Math.max((summary?.total ?? 0) - passed, exitCode === 0 && passed > 0 ? 0 : 1);
  writeReport(PUBLIC, { passed, failed });
  console.log(`\nthe public suite: ${passed} passed, ${failed} failed`);
  return failed;
}
