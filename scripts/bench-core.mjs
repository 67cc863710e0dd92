// `npm run bench:core [-- --only TEXT] [--size BYTES] [--json]`: what documents that were made to be slow cost the core, in
// multiples of parsing plain valid metadata of the same size in the same run. Milliseconds are of this machine alone.
import "./require-node.mjs";
import { createServer } from "vite";
import { ROOT, runNode } from "./process.mjs";

const args = process.argv.slice(2);
/** @param {string} name @param {string} fallback */
const option = (name, fallback) => (args.includes(name) ? (args[args.indexOf(name) + 1] ?? fallback) : fallback);

if (globalThis.gc === undefined) process.exitCode = await runNode(["--expose-gc", "scripts/bench-core.mjs", ...args]);
else await measure(globalThis.gc);

/** @param {() => unknown} collect */
async function measure(collect) {
  // Not `runnerImport`: it is closed by the time that code is loaded when a key asks for it.
  const server = await createServer({ root: ROOT, configFile: false, logLevel: "error", appType: "custom", server: { middlewareMode: true, hmr: false, watch: null, ws: false } });
  const { measureCore } = /** @type {typeof import("../src/test/core-bench.ts")} */ (await server.ssrLoadModule("/src/test/core-bench.ts"));
  const figures = await measureCore(Number(option("--size", "1000000")), option("--only", ""), () => void collect());
  await server.close();
  if (args.includes("--json")) console.log(JSON.stringify(figures));
  else table(figures);
}

/** @param {readonly import("../src/test/core-bench.ts").CoreFigures[]} figures */
function table(figures) {
  const unit = figures[0]?.parseMs ?? Number.NaN;
  console.log(`1 = ${unit.toFixed(0)} ms, the time to parse ${figures[0]?.bytes} bytes of plain valid metadata. Held: bytes in memory for each byte of the file.\n`);
  console.log(row("", "parse", "verify", "update ×3", "assess", "held"));
  for (const { name, parseMs, verifyMs, updateMs, assessMs, heldPerByte } of figures) {
    console.log(row(name, ...[parseMs, verifyMs, updateMs, assessMs].map((ms) => (ms / unit).toFixed(1)), heldPerByte === undefined || Number.isNaN(heldPerByte) ? "" : heldPerByte.toFixed(1)));
  }
}

/** @param {string} name @param {readonly string[]} cells */
function row(name, ...cells) {
  return name.padEnd(68) + cells.map((cell) => cell.padStart(10)).join("");
}
