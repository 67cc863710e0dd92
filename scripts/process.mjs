// Running other programs, the same way on every system.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");

/** The compiler that this project is written for; `node_modules/.bin/tsc` may be either of the two that are installed. */
export const TSC = "node_modules/@typescript/native/bin/tsc";

/**
 * Runs a program with the terminal of this one.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} [env] added to the environment
 * @param {NodeJS.WriteStream} [out] where what it prints goes
 * @returns {Promise<number>} its exit code
 */
export function run(program, args, env = {}, out = process.stdout) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: ROOT, stdio: ["ignore", out === process.stdout ? "inherit" : out, "inherit"], env: { ...process.env, ...env } });
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}

/**
 * Runs a script of this project, or of a package in it, under this very Node.
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} [env]
 * @param {NodeJS.WriteStream} [out]
 */
export function runNode(args, env, out) {
  return run(process.execPath, args, env, out);
}

/**
 * @param {readonly string[]} args
 * @param {NodeJS.WriteStream} [out]
 */
export function runNpm(args, out) {
  const npm = process.env["npm_execpath"];
  if (npm !== undefined && /npm-cli\.c?js$/.test(npm)) return runNode([npm, ...args], {}, out);
  if (process.platform !== "win32") return run("npm", args, {}, out);
  return run(process.env["ComSpec"] ?? "cmd.exe", ["/d", "/s", "/c", "npm", ...args], {}, out); // npm is a .cmd file there
}

/**
 * Runs a program and gives what it printed.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ readonly cwd?: string }} [options]
 * @returns {Promise<{ readonly code: number, readonly stdout: string, readonly stderr: string }>}
 */
export function capture(program, args, { cwd = ROOT } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, stdout, stderr }));
  });
}
