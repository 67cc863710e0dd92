// Who may import whom, the rule of docs/architecture.md as data. scripts/fences.mjs runs it, checks that no module was
// overlooked, and plants a violation of every rule to see it fail.
//
//   lib ← tuf ← {dialects, crypto};  {lib, tuf, dialects} ← {sources, exports};  crypto ← keyring
//   all of these ← workspace ← features ← app ← main;  lib ← ui ← features;  cli beside main
//   platform imports lib, and is for workspace, sources, keyring and app

/** For every layer: the layers that it may import, beside itself. */
const MAY_IMPORT = {
  lib: [],
  platform: ["lib"],
  tuf: ["lib"],
  dialects: ["lib", "tuf"],
  crypto: ["lib", "tuf"],
  keyring: ["lib", "tuf", "crypto", "platform"],
  sources: ["lib", "tuf", "dialects", "platform"],
  exports: ["lib", "tuf", "dialects"],
  workspace: ["lib", "platform", "tuf", "dialects", "crypto", "keyring", "sources", "exports"],
  ui: ["lib"],
  features: ["lib", "tuf", "dialects", "workspace", "ui"],
  app: ["lib", "platform", "tuf", "dialects", "workspace", "ui", "features"],
  cli: ["lib", "tuf", "dialects", "crypto", "sources", "exports", "workspace"],
};

const TESTS = "\\.test\\.tsx?$";
const folder = (name) => `^src/${name}/`;
const anyOf = (names) => `^src/(${names.join("|")})/`;

const layers = Object.entries(MAY_IMPORT).map(([layer, allowed]) => ({
  name: `layer-${layer}`,
  comment: `${layer} may import ${allowed.length === 0 ? "nothing of the other layers" : allowed.join(", ")}`,
  severity: "error",
  from: { path: folder(layer), pathNot: TESTS },
  to: {
    path: "^src/",
    pathNot: anyOf([layer, ...allowed]),
    // `ui` may name types of tuf, and nothing of it that runs.
    ...(layer === "ui" ? { dependencyTypesNot: ["type-only"] } : {}),
  },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...layers,
    {
      name: "ui-types-of-tuf-only",
      comment: "what ui may name without running it are types of tuf, and of no other layer",
      severity: "error",
      from: { path: folder("ui"), pathNot: TESTS },
      to: { path: "^src/", pathNot: anyOf(["ui", "lib", "tuf"]) },
    },
    {
      name: "tests-stay-in-their-layer",
      comment: "a test may use what its layer may import, and src/test; keys never appear in tests of sources and exports either",
      severity: "error",
      from: { path: anyOf(["lib", "tuf", "dialects", "sources", "exports"]) },
      to: { path: anyOf(["keyring", "workspace", "features", "app"]) },
    },
    {
      name: "keyring-is-private",
      comment: "a private key exists in keyring alone; only workspace speaks to it, and main puts the two together",
      severity: "error",
      from: { pathNot: `${anyOf(["keyring", "workspace", "test"])}|^src/main\\.tsx$` },
      to: { path: folder("keyring") },
    },
    {
      name: "features-do-not-meet",
      comment: "a feature never imports another; what they share is workspace or ui",
      severity: "error",
      from: { path: "^src/features/([^/]+)/" },
      to: { path: "^src/features/", pathNot: "^src/features/$1/" },
    },
    {
      name: "features-by-their-entry",
      comment: "app reaches a feature through its index alone",
      severity: "error",
      from: { pathNot: "^src/features/" },
      to: { path: "^src/features/[^/]+/(?!index\\.tsx?$)", pathNot: TESTS },
    },
    {
      name: "test-tools-stay-in-tests",
      comment: "the product never imports the simulator, arbitraries or vectors, nor a test",
      severity: "error",
      from: { path: "^src/", pathNot: `${TESTS}|^src/test/` },
      to: { path: `^src/test/|${TESTS}` },
    },
    {
      name: "main-alone-composes",
      comment: "nothing imports a composition root",
      severity: "error",
      from: {},
      to: { path: "^src/(main\\.tsx$|cli/)", pathNot: "^src/cli/.+/" },
    },
    {
      name: "signing-libraries",
      comment:
        "what can sign is for crypto (which verifies with it) and keyring; one file of the core uses it to refuse Ed25519 points of small order",
      severity: "error",
      from: { path: "^src/", pathNot: `${anyOf(["crypto", "keyring", "test"])}|^src/tuf/model/ed25519-point\\.ts$|${TESTS}` },
      to: { path: "node_modules/@noble/(curves|ed25519)/" },
    },
    {
      name: "core-packages",
      comment: "the core depends on the language, and on hashes and Ed25519 points that are as pure as it is",
      severity: "error",
      from: { path: anyOf(["lib", "tuf", "dialects"]), pathNot: TESTS },
      to: { dependencyTypes: ["npm", "npm-dev", "npm-peer", "npm-optional", "npm-no-pkg", "core"], pathNot: "node_modules/@noble/(hashes|ed25519)/" },
    },
    {
      name: "react-above-workspace",
      comment: "React is for ui, features, app and main; workspace has one file that knows it",
      severity: "error",
      from: { path: "^src/", pathNot: `${anyOf(["ui", "features", "app"])}|^src/main\\.tsx$|^src/workspace/react\\.tsx?$|${TESTS}` },
      to: { path: "node_modules/(react|react-dom|wouter)/" },
    },
    {
      name: "no-node-in-the-product",
      comment: "browsers have no Node modules",
      severity: "error",
      from: { path: "^src/", pathNot: `^src/(cli|test)/|${TESTS}` },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "declared-dependencies-only",
      comment: "what the product needs stands in package.json under dependencies",
      severity: "error",
      from: { path: "^src/", pathNot: `^src/(cli|test)/|\\.d\\.ts$|${TESTS}` },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg"] },
    },
    {
      name: "no-cycles",
      comment: "types may name each other in a circle; code may not",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "resolvable",
      comment: "an import that is not understood would slip past every rule above",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true, // type-only imports count as well
    combinedDependencies: false,
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".d.ts", ".css", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "browser", "default", "types"],
    },
  },
};
