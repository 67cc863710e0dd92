import { defineConfig } from "@playwright/test";
import { findBrowser } from "./scripts/browser.mjs";

const executablePath = findBrowser();
if (executablePath === undefined) throw new Error("No Chrome, Edge or Chromium was found; `npm test` says how to get one.");

/** A quiet browser that asks nobody anything: what it does by itself must not look like what the app does. */
const args = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
  // Chromium's sandbox refuses to run as root, which is what containers are.
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

const inCi = process.env["CI"] !== undefined;

export default defineConfig({
  testDir: "e2e",
  testIgnore: ["interop/**", "conformance/**"], // have configurations and commands of their own
  outputDir: "test-results",
  fullyParallel: true,
  forbidOnly: inCi,
  retries: 0, // a journey that passes at the second attempt has failed
  workers: 2,
  timeout: 120_000, // what hangs is found all the same; a loaded machine is slow
  expect: { timeout: 20_000 },
  reporter: [["list"], ["json", { outputFile: ".cache/reports/e2e.json" }]],
  use: {
    timezoneId: "America/St_Johns", // half an hour off: a local time that slips into a screen shows
    locale: "en-GB",
    trace: "retain-on-failure",
    launchOptions: { executablePath, args },
  },
  projects: [{ name: "chromium", use: { browserName: "chromium" } }],
});
