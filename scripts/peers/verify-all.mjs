// Verifies every role of a published folder with the store that tuf-js's own client uses. One JSON line on stdout.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [modules = "", folder = ""] = process.argv.slice(2);
const require = createRequire(join(modules, "package.json"));
const { TrustedMetadataStore } = require(join(modules, "node_modules/tuf-js/dist/store.js"));
const { version } = JSON.parse(readFileSync(join(modules, "node_modules/tuf-js/package.json"), "utf8"));

/** @param {string} name */
const read = (name) => readFileSync(join(folder, name));
const started = performance.now();
const store = new TrustedMetadataStore(read("1.root.json"));
store.updateTimestamp(read("timestamp.json"));
store.updateSnapshot(read("1.snapshot.json"));
store.updateDelegatedTargets(read("1.targets.json"), "targets", "root");
let [roles, targets] = [4, 0];
const waiting = ["targets"];
for (let delegator = waiting.pop(); delegator !== undefined; delegator = waiting.pop()) {
  const { delegations } = store.getRole(delegator).signed;
  const names = delegations.roles === undefined ? [...delegations.succinctRoles.getRoles()] : Object.keys(delegations.roles);
  for (const name of names) {
    store.updateDelegatedTargets(read(`1.${name}.json`), name, delegator);
    const { signed } = store.getRole(name);
    roles++;
    targets += Object.keys(signed.targets).length;
    if (signed.delegations !== undefined) waiting.push(name);
  }
}
console.log(JSON.stringify({ peer: `tuf-js ${version}`, wallMs: Math.round(performance.now() - started), roles, targets }));
