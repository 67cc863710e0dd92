// `npm run bench:peers -- --repo DIR [--tar FILE.tar] [--peers python-tuf,tuf-js,go-tuf] [--rounds N] [--json]`: every role of
// the same folder verified by other implementations and by this app, one after the other in one run, and the ratios.
// What is and what is not compared stands in docs/performance.md.
import "./require-node.mjs";
import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { benchRepository } from "./bench/bench-repository.mjs";
import { ensurePackage } from "./bench/pinned-package.mjs";
import { withApp } from "./bench/with-app.mjs";
import { capture, ROOT, run } from "./process.mjs";
import { ensurePython } from "./python.mjs";

/** @typedef {{ readonly peer: string, readonly wallMs: number, readonly roles: number, readonly targets: number }} PeerFigures */

const TUF_JS = "6.0.2";
const CACHE = join(ROOT, ".cache", "peers");

const args = process.argv.slice(2);
/** @param {string} name @param {string | undefined} fallback */
const option = (name, fallback) => (args.includes(name) ? args[args.indexOf(name) + 1] : fallback);
const repo = option("--repo", undefined);
if (repo === undefined) {
  console.error("npm run bench:peers -- --repo DIR [--tar FILE.tar]: make one with npm run make-repo");
  process.exit(2);
}
const folder = resolve(repo);
const tar = option("--tar", undefined);
const rounds = Number(option("--rounds", "1"));
const wanted = (option("--peers", "python-tuf,tuf-js,go-tuf") ?? "").split(",");

/** @type {Readonly<Record<string, () => Promise<readonly [program: string, ...args: string[]] | undefined>>>} */
const PEERS = {
  "python-tuf": async () => {
    const python = await ensurePython();
    return python === undefined ? undefined : [python, "scripts/peers/verify_all.py"];
  },
  "tuf-js": async () => {
    const modules = join(CACHE, "tuf-js");
    return (await ensurePackage(modules, "tuf-js", TUF_JS)) ? [process.execPath, "scripts/peers/verify-all.mjs", modules] : undefined;
  },
  "go-tuf": async () => {
    const program = join(CACHE, "go-tuf");
    mkdirSync(CACHE, { recursive: true });
    const built = existsSync(program) || (await run("go", ["build", "-C", "scripts/peers/go-tuf", "-o", program, "."]).catch(() => 1)) === 0;
    return built ? [program] : undefined;
  },
};

/** @type {PeerFigures[]} */
const peers = [];
/** @type {{ readonly way: string, readonly wallMs: number, readonly peakMemoryMB: number | undefined, readonly longestMainTaskMs: number, readonly roles: number, readonly targets: number }[]} */
const own = [];
process.exitCode = await withApp(async (browser, origin) => {
  for (let round = 0; round < rounds; round++) {
    for (const [name, ready] of Object.entries(PEERS).filter(([peer]) => wanted.includes(peer))) {
      const command = await ready();
      if (command === undefined) {
        console.error(`${name}: not here, left out`);
        continue;
      }
      const [program, ...before] = command;
      const { code, stdout, stderr } = await capture(program, [...before, join(folder, "metadata")]);
      if (code !== 0) throw new Error(`${name} failed: ${stderr}`);
      peers.push(JSON.parse(stdout));
    }
    for (const [way, path, drop] of /** @type {const} */ ([["one tar", tar, false], ["folder, chosen", folder, false], ["folder, dropped", folder, true]])) {
      if (path === undefined) continue;
      const { wallMs, peakMemoryMB, longestMainTaskMs, rolesVerified, targets } = await benchRepository(browser, origin, resolve(path), { drop });
      own.push({ way, wallMs, peakMemoryMB, longestMainTaskMs, roles: rolesVerified, targets });
    }
  }
});
if (args.includes("--json")) console.log(JSON.stringify({ folder, peers, own }));
else for (const one of own) {
  console.log(`Countersign, ${one.way}: ${one.wallMs} ms, ${one.roles} roles, ${one.targets} targets; peak ${one.peakMemoryMB} MB; longest task ${one.longestMainTaskMs} ms`);
  for (const { peer, wallMs, roles, targets } of peers) {
    const same = roles === one.roles && targets === one.targets ? "" : ` (it counted ${roles} roles and ${targets} targets)`;
    console.log(`  ${(one.wallMs / wallMs).toFixed(3)} × ${peer} (${wallMs} ms)${same}`);
  }
}
