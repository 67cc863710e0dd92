// A Python environment for `npm run interop` alone, in .cache, with the packages that e2e/interop/requirements.txt pins.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { capture, ROOT, run } from "./process.mjs";

const FOLDER = join(ROOT, ".cache", "interop", "venv");
const REQUIREMENTS = join(ROOT, "e2e", "interop", "requirements.txt");
/** Holds the requirements that were installed; written last, so an environment that was cut short is made anew. */
const NOTE = join(FOLDER, "installed.txt");
const ON_WINDOWS = process.platform === "win32";
const PYTHON = ON_WINDOWS ? join(FOLDER, "Scripts", "python.exe") : join(FOLDER, "bin", "python");

/** @returns {Promise<string | undefined>} the program, or undefined after saying what is missing */
export async function ensurePython() {
  if (await isReady()) return PYTHON;
  const system = await findPython();
  if (system === undefined) {
    console.error("Python 3 was not found; python-tuf, the judge of these journeys, needs it. On Debian: sudo apt-get install python3-venv");
    return undefined;
  }
  rmSync(FOLDER, { recursive: true, force: true });
  if (!(await makeEnvironment(system))) return undefined;
  console.log("Installing python-tuf.");
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:", "-r", REQUIREMENTS];
  if ((await run(PYTHON, pip)) !== 0) return undefined; // pip has said why
  writeFileSync(NOTE, readFileSync(REQUIREMENTS));
  return PYTHON;
}

/** The note alone is not enough: a folder that was moved, or a Python that was upgraded, leaves a broken environment. */
async function isReady() {
  if (!existsSync(NOTE) || readFileSync(NOTE, "utf8") !== readFileSync(REQUIREMENTS, "utf8")) return false;
  return runs(PYTHON, ["-c", "import tuf, cryptography"]);
}

async function findPython() {
  for (const name of ON_WINDOWS ? ["python", "py"] : ["python3", "python"]) {
    if (await runs(name, ["-c", "import sys; sys.exit(sys.version_info < (3, 10))"])) return name;
  }
  return isRootOnDebian() && (await aptInstall("python3", "python3-venv")) ? "python3" : undefined;
}

/** @param {string} system */
async function makeEnvironment(system) {
  const hasPip = await runs(system, ["-c", "import venv, ensurepip"]);
  if (!hasPip && isRootOnDebian()) await aptInstall("python3-venv");
  if (!hasPip && !isRootOnDebian()) {
    console.error("Python cannot make an environment here. Install what it lacks, then run this again:\n\n  sudo apt-get install python3-venv\n");
    return false;
  }
  return (await run(system, ["-m", "venv", FOLDER])) === 0;
}

function isRootOnDebian() {
  return process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
}

/** @param {readonly string[]} packages */
async function aptInstall(...packages) {
  console.log(`Installing Debian's ${packages.join(" and ")}.`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-qq"], env);
  return (await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], env)) === 0;
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 */
async function runs(program, args) {
  const answer = await capture(program, args).catch(() => undefined); // rejects when there is no such program
  return answer?.code === 0;
}
