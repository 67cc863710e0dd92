import { defineConfig } from "vitest/config";

/** The built conformance client as a program, against hosts of our own. Run by `npm run conformance`, which builds it. */
export default defineConfig({
  test: {
    environment: "node",
    include: ["e2e/conformance/**/*.test.ts"],
    allowOnly: false,
    testTimeout: 120_000,
    maxConcurrency: 3, // every case starts processes
    maxWorkers: 2,
  },
});
