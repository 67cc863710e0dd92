// Every gate that counts leaves a report here, in the form its tool writes; this reads the numbers out of them.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "./process.mjs";

const FOLDER = join(ROOT, ".cache", "reports");

/** @typedef {{ readonly passed: number, readonly failed: number, readonly skipped: number }} Counts */

/** @param {string} gate */
export function reportPath(gate) {
  return join(FOLDER, `${gate}.json`);
}

/** @param {string} gate */
export function forgetReport(gate) {
  rmSync(reportPath(gate), { force: true });
}

/**
 * @param {string} gate
 * @param {{ readonly passed: number, readonly failed: number, readonly skipped?: number }} report
 */
export function writeReport(gate, report) {
  mkdirSync(dirname(reportPath(gate)), { recursive: true });
  writeFileSync(reportPath(gate), `${JSON.stringify(report, undefined, 2)}\n`);
}

/**
 * @param {string} gate
 * @returns {Counts | undefined} undefined when the gate left no report that can be read: it then has not run
 */
export function readCounts(gate) {
  if (!existsSync(reportPath(gate))) return undefined;
  try {
    return countsOf(JSON.parse(readFileSync(reportPath(gate), "utf8")));
  } catch {
    return undefined; // cut short while it was written
  }
}

/**
 * Knows three forms: Vitest's JSON reporter, Playwright's JSON reporter, and our own `{ passed, failed, skipped? }`.
 * @param {any} report parsed JSON from another program
 * @returns {Counts | undefined}
 */
export function countsOf(report) {
  if (typeof report?.numTotalTests === "number") {
    // A file that could not even be loaded has no tests to fail; Vitest counts it as a failed suite.
    const unloaded = report.testResults.filter(
      (/** @type {any} */ file) => file.status === "failed" && file.assertionResults.every((/** @type {any} */ test) => test.status !== "failed"),
    ).length;
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + unloaded,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  }
  if (typeof report?.stats?.expected === "number") {
    const { expected, unexpected, flaky, skipped } = report.stats;
    return { passed: expected, failed: unexpected + flaky + report.errors.length, skipped };
  }
  if (typeof report?.passed === "number" && typeof report.failed === "number") {
    return { passed: report.passed, failed: report.failed, skipped: report.skipped ?? 0 };
  }
  return undefined;
}

/**
 * A gate that fails without a failed test still failed once, one that left no counts did not run, and a test that was
 * left out proves nothing: where `skippedFails` (in CI), it counts as failed.
 * @param {Counts | undefined} counts
 * @param {{ readonly exitCode: number, readonly skippedFails: boolean }} run
 * @returns {Counts}
 */
export function judged(counts, { exitCode, skippedFails }) {
  const { passed, failed, skipped } = counts ?? { passed: 0, failed: 1, skipped: 0 };
  const all = skippedFails ? failed + skipped : failed;
  const ran = passed + failed > 0;
  return { passed, failed: all === 0 && (exitCode !== 0 || !ran) ? 1 : all, skipped: skippedFails ? 0 : skipped };
}
