import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { buildIdentity } from "./scripts/build-identity.mjs";
import { CLOSED_FOLDER, headersFile, metaPolicy, READER_FOLDER } from "./scripts/headers.mjs";

const build = buildIdentity(import.meta.dirname);

export default defineConfig({
  base: "./", // any static host, in any folder; routes live behind the hash
  plugins: [react(), policies()],
  define: { __BUILD__: JSON.stringify(build) },
  build: {
    target: "es2024",
    assetsInlineLimit: 0, // `font-src 'self'` refuses data: addresses
    modulePreload: { polyfill: false }, // the polyfill would be an inline script
    sourcemap: true,
    reportCompressedSize: false,
    rolldownOptions: {
      // What the first screen shares with others, in one file instead of one for each set of screens that share it.
      output: { advancedChunks: { groups: [{ name: "shared", test: /\/src\/(lib|ui\/(atoms|layout|icons))\// }] } },
    },
  },
  worker: {
    format: "es",
    rolldownOptions: {
      output: {
        // The folder decides the policy that a worker is served with: see scripts/headers.mjs.
        entryFileNames: ({ name }) => `${name === "reader.worker" ? READER_FOLDER : CLOSED_FOLDER}/[name]-[hash].js`,
        chunkFileNames: `${CLOSED_FOLDER}/[name]-[hash].js`,
      },
    },
  },
});

/** Writes the policy into the built document, and the headers and the build's identity beside it. */
function policies(): Plugin {
  return {
    name: "countersign-policies",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: () => [
        { tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content: metaPolicy }, injectTo: "head-prepend" },
      ],
    },
    generateBundle() {
      this.emitFile({ type: "asset", fileName: "build.json", source: `${JSON.stringify(build)}\n` });
    },
    writeBundle({ dir }) {
      if (dir === undefined) throw new Error("the build has no output folder to describe");
      const files = readdirSync(dir, { recursive: true, encoding: "utf8" })
        .filter((file) => statSync(join(dir, file)).isFile())
        .map((file) => file.replaceAll("\\", "/"));
      writeFileSync(join(dir, "_headers"), headersFile(files.sort()));
    },
  };
}
