import { defineConfig } from "vitest/config";

/** The tests that hold the core; what stands above it only repeats them more slowly. `MUTATION_TESTS` names others. */
const tests = process.env["MUTATION_TESTS"] ?? "src/tuf/{json,model,verify,client,graph}/**/*.test.ts";

export default defineConfig({
  test: {
    environment: "node",
    include: tests.split(" "),
    exclude: ["src/tuf/verify/long-lists.test.ts"], // holds a time, which a core that counts its own steps does not keep
    testTimeout: 60_000,
    restoreMocks: true,
  },
});
