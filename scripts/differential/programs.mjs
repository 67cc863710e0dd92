// The clients that `npm run differential` asks, each as a program of our own around the client's own code. What has to be
// built lies in the user's cache, by the digest of its source: a fresh checkout does not build it anew.
import { createHash } from "node:crypto";
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { ROOT, capture, run, runNpm } from "../process.mjs";
import { ensurePython } from "../python.mjs";

/** @typedef {import("../../src/test/differential/judge-process.ts").Command} Command */
/** @typedef {Command | "absent" | "failed"} Prepared `absent`: what builds it is not on this machine, which is no fault */

const SOURCES = join(ROOT, "scripts", "differential");
const SUFFIX = process.platform === "win32" ? ".exe" : "";

/** @type {Readonly<Record<import("../../src/tuf/words/client-behaviour.ts").MeasuredClient, () => Promise<Prepared>>>} */
export const PROGRAMS = { "python-tuf": pythonTuf, "tuf-js": tufJs, "go-tuf": goTuf, tough };

/** @returns {Promise<Prepared>} */
async function pythonTuf() {
  const python = await ensurePython();
  return python === undefined ? "failed" : { client: "python-tuf", program: python, args: ["-I", join(SOURCES, "python-tuf.py")] };
}

/** @returns {Promise<Prepared>} */
async function tufJs() {
  const source = join(SOURCES, "tuf-js");
  const folder = join(ROOT, ".cache", "differential", `tuf-js-${digestOf(source)}`);
  if (!existsSync(join(folder, "node_modules", ".package-lock.json"))) { // npm writes it last
    mkdirSync(folder, { recursive: true });
    for (const name of ["package.json", "package-lock.json"]) copyFileSync(join(source, name), join(folder, name));
    if ((await runNpm(["ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])) !== 0) return "failed";
  }
  return { client: "tuf-js", program: process.execPath, args: [join(SOURCES, "tuf-js.mjs"), folder] };
}

/** @returns {Promise<Prepared>} */
function goTuf() {
  return built("go-tuf", "go", ["version"], async (source, output) => (await run("go", ["-C", source, "build", "-trimpath", "-o", output, "."])) === 0);
}

/** @returns {Promise<Prepared>} */
function tough() {
  return built("tough", "cargo", ["--version"], async (source, output) => {
    const target = join(source, "target");
    if (!(await writeCargoLock(source))) return false;
    const code = await run("cargo", ["build", "--quiet", "--release", "--locked", "--manifest-path", join(source, "Cargo.toml"), "--target-dir", target]);
    if (code !== 0) return false;
    copyFileSync(join(target, "release", `countersign-differential-tough${SUFFIX}`), output);
    return true;
  });
}

/**
 * Pins every package as `locked.toml` has it. Which index they come from is for Cargo to say: it writes a lock file of
 * its own first.
 *
 * @param {string} source
 * @returns {Promise<boolean>}
 */
async function writeCargoLock(source) {
  const lock = join(source, "Cargo.lock");
  if ((await run("cargo", ["generate-lockfile", "--quiet", "--manifest-path", join(source, "Cargo.toml")])) !== 0) return false;
  const index = /^source = .*$/m.exec(readFileSync(lock, "utf8"))?.[0];
  if (index === undefined) return false;
  writeFileSync(lock, readFileSync(join(source, "locked.toml"), "utf8").replace(/^checksum = /gm, `${index}\nchecksum = `));
  return true;
}

/**
 * @param {"go-tuf" | "tough"} client
 * @param {string} builder
 * @param {readonly string[]} asked a question that the builder answers when it is there
 * @param {(source: string, output: string) => Promise<boolean>} build
 * @returns {Promise<Prepared>}
 */
async function built(client, builder, asked, build) {
  const folder = join(userCache(), "countersign", "differential");
  const program = join(folder, `${client}-${digestOf(join(SOURCES, client))}${SUFFIX}`);
  if (existsSync(program)) return { client, program, args: [] };
  const found = await capture(builder, asked).catch(() => undefined); // rejects when there is no such program
  if (found?.code !== 0) return "absent";
  console.log(`Building the program that asks ${client}; it is kept in ${folder}.`);
  const workshop = join(folder, `${client}-${process.pid}.build`);
  try {
    mkdirSync(folder, { recursive: true });
    cpSync(join(SOURCES, client), workshop, { recursive: true });
    const made = join(workshop, `made${SUFFIX}`);
    if (!(await build(workshop, made))) return "failed";
    renameSync(made, program);
    return { client, program, args: [] };
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

function userCache() {
  const named = process.env["XDG_CACHE_HOME"];
  if (named !== undefined && named !== "") return named;
  if (process.platform === "win32") return process.env["LOCALAPPDATA"] ?? join(homedir(), "AppData", "Local");
  return process.platform === "darwin" ? join(homedir(), "Library", "Caches") : join(homedir(), ".cache");
}

/** @param {string} folder */
function digestOf(folder) {
  const hash = createHash("sha256");
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const name of names.toSorted()) hash.update(`${name.slice(folder.length)}\n`).update(readFileSync(name)).update("\n");
  return hash.digest("hex").slice(0, 16);
}
