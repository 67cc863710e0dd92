import { describe, expect, it } from "vitest";
import { countsOf, judged } from "./reports.mjs";

describe("countsOf", () => {
  it("reads Vitest's report, and counts a file that did not load as failed", () => {
    const report = {
      numTotalTests: 5, numPassedTests: 3, numFailedTests: 1, numPendingTests: 1, numTodoTests: 0,
      testResults: [
        { status: "failed", assertionResults: [{ status: "failed" }, { status: "passed" }] },
        { status: "failed", assertionResults: [] },
      ],
    };
    expect(countsOf(report)).toEqual({ passed: 3, failed: 2, skipped: 1 });
  });

  it("reads Playwright's report, and counts a second attempt and an error outside tests as failed", () => {
    const report = { stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] };
    expect(countsOf(report)).toEqual({ passed: 4, failed: 3, skipped: 2 });
  });

  it("reads our own form", () => {
    expect(countsOf({ passed: 2, failed: 0 })).toEqual({ passed: 2, failed: 0, skipped: 0 });
  });

  it.each([[undefined], [null], [{}], [[]], [{ passed: "2", failed: 0 }]])("does not read numbers into %j", (report) => {
    expect(countsOf(report)).toBeUndefined();
  });
});

describe("judged", () => {
  const run = { exitCode: 0, skippedFails: false };

  it("takes a clean run as it is", () => {
    expect(judged({ passed: 3, failed: 0, skipped: 1 }, run)).toEqual({ passed: 3, failed: 0, skipped: 1 });
  });

  it("counts what was left out as failed where nothing may be left out", () => {
    expect(judged({ passed: 3, failed: 0, skipped: 1 }, { ...run, skippedFails: true })).toEqual({ passed: 3, failed: 1, skipped: 0 });
  });

  it("does not believe a report that says all is well when the gate failed", () => {
    expect(judged({ passed: 3, failed: 0, skipped: 0 }, { ...run, exitCode: 1 }).failed).toBe(1);
  });

  it("fails a gate that ran nothing or left no report", () => {
    expect(judged({ passed: 0, failed: 0, skipped: 4 }, run).failed).toBe(1);
    expect(judged(undefined, run)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});
