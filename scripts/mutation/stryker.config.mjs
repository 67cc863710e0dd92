// Read by Stryker, which scripts/mutation.mjs starts.

/** @type {Readonly<Record<string, unknown>>} */
export default {
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner"],
  vitest: { configFile: "scripts/mutation/vitest.config.ts", related: false },
  mutate: ["src/tuf/{json,verify,client}/**/*.ts", "!src/**/*.test.ts"],
  coverageAnalysis: "perTest",
  ignoreStatic: true, // tables of constants would have to be run against every test, and words are no logic
  concurrency: 2,
  timeoutMS: 60_000, // a machine that does something else as well is no infinite loop
  reporters: ["clear-text", "json"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: ".cache/mutation/report.json" },
  tempDirName: ".cache/mutation/sandbox",
  ignorePatterns: ["dist", "dist-node", ".cache", "test-results"],
};
