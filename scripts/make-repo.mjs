// `npm run make-repo -- --out DIR|FILE.tar`: a repository in the shape that PEP 458 gives PyPI, for benches and tests.
// The same options always give the same bytes. Its keys follow from the seed, so anybody has them.
import "./require-node.mjs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { runnerImport } from "vite";
import { ROOT } from "./process.mjs";

const USAGE = `npm run make-repo -- --out DIR|FILE.tar [options]

  --bins N             hash bins, a power of two (16384)
  --targets-per-bin N  targets in each, on average (60)
  --succinct           delegate to the bins as TAP 15 does, instead of role by role
  --key KIND           ed25519 or p256 (ed25519)
  --chain N            roles between targets and bins, one below the other (0)
  --indented           written as python-tuf writes it, instead of compact
  --seed TEXT          another seed gives other paths, hashes and keys (1)
  --expires INSTANT    of every document (2036-01-01T00:00:00Z)
`;

const { values } = parseArgs({
  options: {
    out: { type: "string" }, bins: { type: "string" }, "targets-per-bin": { type: "string" }, succinct: { type: "boolean" }, key: { type: "string" },
    chain: { type: "string" }, indented: { type: "boolean" }, seed: { type: "string" }, expires: { type: "string" }, help: { type: "boolean" },
  },
});
const { out } = values;
if (out === undefined || values.help === true) {
  console.log(USAGE);
  process.exit(values.help === true ? 0 : 2);
}

/**
 * @template T
 * @param {string} file
 * @returns {Promise<T>}
 */
async function load(file) {
  return /** @type {{ module: T }} */ (await runnerImport(file, { root: ROOT, configFile: false, logLevel: "error" })).module;
}
const { generateRepository, DEFAULT_PLAN } = /** @type {typeof import("../src/test/generated/generate-repository.ts")} */ (await load("/src/test/generated/generate-repository.ts"));
const { writeRepository } = /** @type {typeof import("../src/test/generated/write-repository.ts")} */ (await load("/src/test/generated/write-repository.ts"));

/** @type {import("../src/test/generated/generate-repository.ts").RepositoryPlan} */
const plan = {
  ...DEFAULT_PLAN,
  ...(values.bins === undefined ? {} : { bins: Number(values.bins) }),
  ...(values["targets-per-bin"] === undefined ? {} : { targetsPerBin: Number(values["targets-per-bin"]) }),
  ...(values.chain === undefined ? {} : { chain: Number(values.chain) }),
  ...(values.seed === undefined ? {} : { seed: values.seed }),
  ...(values.expires === undefined ? {} : { expires: values.expires }),
  succinct: values.succinct === true,
  algorithm: values.key === "p256" ? "p256" : "ed25519",
  style: values.indented === true ? "indented" : "compact",
};
const started = performance.now();
const { files, bytes } = writeRepository(generateRepository(plan), resolve(out));
console.log(`${out}: ${files} files, ${bytes} bytes, ${plan.bins * plan.targetsPerBin} targets, in ${((performance.now() - started) / 1000).toFixed(1)} s`);
