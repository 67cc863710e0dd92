// One forbidden thing per fence, as data. scripts/fences.mjs puts them into a small clean tree and expects each to be
// refused, by name and in its file: a guard that nobody has seen fail is no guard.

/**
 * @typedef {object} Plant
 * @property {string} claim what the fence promises
 * @property {"layers" | "core" | "product" | "lint"} gate which must refuse it
 * @property {string} file where it is planted
 * @property {string} text
 * @property {string} rule the name under which it must be refused
 */

const LAYERS = ["lib", "platform", "tuf", "dialects", "crypto", "keyring", "sources", "exports", "workspace", "ui", "features/one", "app", "cli", "test"];

/** A tree that breaks no rule: every layer, each used where it may be used. */
export const CLEAN_TREE = {
  ...Object.fromEntries(LAYERS.map((layer) => [`src/${layer}/base.ts`, `export const name: string = ${JSON.stringify(layer)};\n`])),
  "src/lib/text.ts": "export const bytes: Uint8Array = new TextEncoder().encode(new TextDecoder().decode(new Uint8Array()));\n",
  "src/features/one/index.tsx": 'export { name } from "./base.ts";\nexport { name as store } from "../../workspace/base.ts";\n',
  "src/features/two/index.tsx": 'export { name } from "../../ui/base.ts";\n',
  "src/tuf/type.ts": "export type Quorum = { readonly threshold: number };\n",
  "src/ui/quorum.ts": 'import type { Quorum } from "../tuf/type.ts";\nexport const quorum: Quorum = { threshold: 1 };\n',
  "src/workspace/keys.ts": 'export { name } from "../keyring/base.ts";\nexport { name as spawn } from "../platform/base.ts";\n',
  "src/keyring/signer.ts": 'export { name } from "../crypto/base.ts";\n',
  "src/keyring/vault.worker.ts": "export {};\n",
  "src/workspace/spawn.ts": 'import url from "../keyring/vault.worker.ts?worker&url";\nexport const workerUrl: string = url;\n',
  "src/tuf/quorum.test.ts": 'import { name } from "../test/base.ts";\nimport { readFileSync } from "node:fs";\nexport const use: string = readFileSync(name, "utf8");\n',
  "src/main.tsx": 'import { name } from "./app/base.ts";\nimport { name as feature } from "./features/one/index.tsx";\nexport const use: string = name + feature;\n',
};

/** @type {(from: string, to: string, rule: string, claim: string, how?: string) => Plant} */
const imports = (from, to, rule, claim, how = "export { name as planted }") => ({
  claim,
  gate: "layers",
  file: `src/${from}/planted-${to.replaceAll(/\W+/g, "-")}.ts`,
  text: `${how} from "${to.startsWith("src/") ? "../".repeat(from.split("/").length) + to.slice(4) : to}";\n`,
  rule,
});

/** @type {readonly Plant[]} */
const layers = [
  imports("lib", "src/tuf/base.ts", "layer-lib", "lib knows nothing"),
  imports("platform", "src/tuf/base.ts", "layer-platform", "platform knows lib alone"),
  imports("tuf", "src/crypto/base.ts", "layer-tuf", "the core does not know who verifies for it"),
  imports("dialects", "src/crypto/base.ts", "layer-dialects", "dialects are pure"),
  imports("crypto", "src/dialects/base.ts", "layer-crypto", "crypto knows keys, not file formats"),
  imports("keyring", "src/sources/base.ts", "layer-keyring", "the keyring reads no repositories"),
  imports("sources", "src/crypto/base.ts", "layer-sources", "sources read, and verify nothing"),
  imports("sources", "src/keyring/base.ts", "keyring-is-private", "sources cannot name a private key"),
  imports("sources", "src/keyring/vault.worker.ts?worker&url", "keyring-is-private", "sources cannot start the keyring's worker", 'import url from "../keyring/vault.worker.ts?worker&url";\nexport const planted: string = url;\nexport { name }'),
  imports("exports", "src/keyring/base.ts", "keyring-is-private", "exports cannot name a private key"),
  imports("exports", "src/sources/base.ts", "layer-exports", "exports do not read"),
  imports("features/one", "src/keyring/base.ts", "keyring-is-private", "features reach keys through workspace alone"),
  imports("app", "src/keyring/base.ts", "keyring-is-private", "the shell reaches keys through workspace alone"),
  imports("cli", "src/keyring/base.ts", "keyring-is-private", "the command line has no keys"),
  imports("workspace", "src/ui/base.ts", "layer-workspace", "workspace is the application without pixels"),
  imports("ui", "src/tuf/base.ts", "layer-ui", "ui runs nothing of the core"),
  imports("ui", "src/workspace/base.ts", "ui-types-of-tuf-only", "ui names no types but those of tuf", "export type { name }"),
  imports("features/one", "src/sources/base.ts", "layer-features", "features reach files through workspace alone"),
  imports("features/one", "src/features/two/index.tsx", "features-do-not-meet", "features never import each other", 'import "../two/index.tsx";\nexport { name }'),
  imports("app", "src/features/one/base.ts", "features-by-their-entry", "a feature is entered through its index"),
  imports("app", "src/sources/base.ts", "layer-app", "the shell reads no files"),
  imports("cli", "src/app/base.ts", "layer-cli", "the command line has no screens"),
  imports("workspace", "src/cli/base.ts", "main-alone-composes", "nothing imports a composition root"),
  imports("workspace", "src/test/base.ts", "test-tools-stay-in-tests", "the product never runs test tools"),
  { ...imports("sources", "src/workspace/base.ts", "tests-stay-in-their-layer", "a test does not reach up either"), file: "src/sources/planted.test.ts" },
  imports("workspace", "@noble/ed25519", "signing-libraries", "what can sign is for crypto and keyring", "export { sign }"),
  imports("exports", "@noble/curves/nist.js", "signing-libraries", "what can sign is for crypto and keyring", "export { p256 }"),
  imports("tuf", "idb", "core-packages", "the core uses no storage library", "export { openDB }"),
  imports("tuf", "node:fs", "core-packages", "the core uses no module of Node", "export { readFileSync }"),
  imports("workspace", "react", "react-above-workspace", "workspace has one file that knows React", "export { useState }"),
  imports("sources", "node:fs", "no-node-in-the-product", "browsers have no Node modules", "export { readFileSync }"),
  imports("workspace", "fast-check", "declared-dependencies-only", "the product uses no development dependency", "export { assert }"),
  imports("app", "./nowhere.ts", "resolvable", "an import that is not understood is refused", "export { nothing }"),
  { claim: "code does not import itself in a circle", gate: "layers", file: "src/app/planted-cycle.ts", text: 'export { planted } from "./planted-cycle.ts";\n', rule: "no-cycles" },
];

/** Written out here and not read from the linter's configuration, so that a name that goes missing there is noticed. */
const BANNED_IN_CORE = [
  "Date", "Intl", "performance", "crypto", "fetch", "XMLHttpRequest", "WebSocket", "window", "self", "document", "navigator",
  "location", "globalThis", "localStorage", "sessionStorage", "indexedDB", "caches", "setTimeout", "setInterval",
  "setImmediate", "queueMicrotask", "requestAnimationFrame", "console", "process", "Buffer",
];

/** @type {(name: string, text: string, rule: string, claim: string, layer?: string) => Plant} */
const lints = (name, text, rule, claim, layer = "tuf") => ({ claim, gate: "lint", file: `src/${layer}/planted-lint-${name}.ts`, text: `${text}\n`, rule });

/** @type {readonly Plant[]} */
const lint = [
  ...BANNED_IN_CORE.map((name) =>
    lints(name, `export const planted = (): unknown => ${name};`, "eslint(no-restricted-globals)", `the core does not use ${name}`),
  ),
  lints("date-lib", "export const planted = (): unknown => Date;", "eslint(no-restricted-globals)", "lib is part of the core", "lib"),
  lints("date-dialects", "export const planted = (): unknown => Date;", "eslint(no-restricted-globals)", "dialects are part of the core", "dialects"),
  lints("random", "export const planted = (): number => Math.random();", "eslint(no-restricted-properties)", "the core makes no randomness"),
  lints("locale", 'export const planted = (a: string): number => a.localeCompare("b");', "eslint(no-restricted-properties)", "the core sorts alike on every machine"),
  lints("default", "const planted = 1;\nexport default planted;", "import(no-default-export)", "exports have names", "workspace"),
  lints("any", "export const planted = (a: any): string => String(a);", "typescript(no-explicit-any)", "any is not used", "workspace"),
  lints("floating", "export function planted(): void {\n  Promise.resolve(1);\n}", "typescript(no-floating-promises)", "a promise is waited for, or its failure is lost", "workspace"),
  lints("assertion", "export const planted = (a: string | undefined): string => a!;", "typescript(no-non-null-assertion)", "absence is handled", "workspace"),
  lints("console", 'export const planted = (): void => console.log("x");', "eslint(no-console)", "the product does not talk to the console", "workspace"),
  lints("cycle", 'import { planted as other } from "./planted-lint-cycle-2.ts";\nexport const planted = (): unknown => other;', "import(no-cycle)", "the editor shows circles too", "workspace"),
  lints("cycle-2", 'import { planted as other } from "./planted-lint-cycle.ts";\nexport const planted = (): unknown => other;', "import(no-cycle)", "the editor shows circles too, from either side", "workspace"),
  lints("switch", "export function planted(a: 1 | 2): string {\n  switch (a) {\n    case 1:\n      return String(a);\n  }\n  return String();\n}", "typescript(switch-exhaustiveness-check)", "a switch over a union names every case", "workspace"),
];

/** @type {(name: string, text: string, rule: string, claim: string) => Plant} */
const core = (name, text, rule, claim) => ({ claim, gate: "core", file: `src/tuf/planted-type-${name}.ts`, text: `${text}\n`, rule });

/** @type {readonly Plant[]} */
const types = [
  ...["fetch", "window", "crypto", "localStorage", "setTimeout", "performance"].map((name) =>
    core(name, `export const planted: unknown = ${name};`, "TS2304", `${name} does not compile in the core`),
  ),
  ...["document", "console"].map((name) =>
    core(name, `export const planted: unknown = ${name};`, "TS2584", `${name} does not compile in the core`), // "try adding dom to lib"
  ),
  core("node", 'export { readFileSync } from "node:fs";', "TS2591", "Node's modules do not compile in the core"),
  core("element", "export type Planted = HTMLElement;", "TS2304", "DOM types do not compile in the core"),
  core("index", "export const planted = (a: readonly string[]): string => a[0];", "TS2322", "an index may find nothing"),
  core("optional", "export const planted: { readonly a?: string } = { a: undefined };", "TS2375", "absent is not undefined"),
  core("enum", "export enum Planted { A }", "TS1294", "types vanish: no enums"),
  core("declared", "export const planted = [1].map(String);", "TS9010", "what is exported says its type"),
  core("returns", "export function planted(a: boolean): string | undefined {\n  if (a) return \"a\";\n}", "TS7030", "every path returns"),
  core("verbatim", 'import { Quorum } from "./type.ts";\nexport type Planted = Quorum;', "TS1484", "what is only a type is imported as one"),
  { claim: "Node's globals do not compile in the product", gate: "product", file: "src/workspace/planted-type-process.ts", text: "export const planted: unknown = process;\n", rule: "TS2591" },
];

export const PLANTS = [...layers, ...types, ...lint];
