import { defineConfig } from "vitest/config";

/** The tests that hold the core; what stands above it only repeats them more slowly. */
export default defineConfig({
  test: { environment: "node", include: ["src/tuf/{json,model,verify,client,graph}/**/*.test.ts"], restoreMocks: true },
});
