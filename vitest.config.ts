import { defineConfig } from "vitest/config";
import { buildIdentity } from "./scripts/build-identity.mjs";

export default defineConfig({
  define: { __BUILD__: JSON.stringify(buildIdentity(import.meta.dirname)) },
  test: {
    testTimeout: 60_000, // a loaded machine is slow; what hangs is found all the same
    expect: { poll: { timeout: 30_000 } },
    environment: "node", // a file that needs a DOM says `// @vitest-environment happy-dom`
    include: ["src/**/*.test.{ts,tsx}", "scripts/**/*.test.mjs"],
    passWithNoTests: false,
    allowOnly: false,
    restoreMocks: true,
    unstubGlobals: true,
  },
});
