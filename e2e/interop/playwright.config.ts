import { defineConfig } from "@playwright/test";
import base from "../../playwright.config.ts";

/** The journeys of e2e/ and their browser, with python-tuf as the judge. Run by `npm run interop`. */
export default defineConfig({
  ...base,
  testDir: ".",
  testIgnore: [],
  outputDir: "../../test-results/interop",
  timeout: 60_000,
  reporter: [["list"], ["json", { outputFile: "../../.cache/reports/interop.json" }]],
});
