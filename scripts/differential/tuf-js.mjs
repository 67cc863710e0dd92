// Lets tuf-js judge repositories; python-tuf.py has the protocol. Argument: the folder that tuf-js is installed in.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const MEMORY = "/dev/shm";
// tuf-js puts every file that it downloads into a temporary folder first; `tmpdir` reads this each time.
if (existsSync(MEMORY)) process.env["TMPDIR"] = mkdtempSync(join(MEMORY, "countersign-"));
const TEMPORARY = tmpdir();

const load = createRequire(join(process.argv[2] ?? ".", "package.json"));
const { BaseFetcher, Updater } = load("tuf-js");
const { DownloadHTTPError } = load(join(process.argv[2] ?? ".", "node_modules", "tuf-js", "dist", "error.js"));

/** @typedef {{ readonly root: string, readonly files: Readonly<Record<string, string>>, readonly now: string, readonly targets: readonly string[] }} Case */

class MemoryFetcher extends BaseFetcher {
  /** @param {Readonly<Record<string, string>>} files */
  constructor(files) {
    super();
    this.files = files;
    /** @type {string[]} */
    this.asked = [];
  }

  /** @param {string} url */
  async fetch(url) {
    const name = new URL(url).pathname.split("/").at(-1) ?? "";
    this.asked.push(name);
    if (!Object.hasOwn(this.files, name)) throw new DownloadHTTPError(`no ${name}`, 404);
    return new Blob([Buffer.from(this.files[name] ?? "", "base64")]).stream();
  }
}

/** @param {Case} asked */
async function judge({ root, files, now, targets }) {
  const folder = mkdtempSync(join(TEMPORARY, "case-"));
  const fetcher = new MemoryFetcher(files);
  /** @type {Record<string, any>} */
  const said = { asked: fetcher.asked, trusted: {}, error: null, targets: [] };
  let updater;
  try {
    mkdirSync(join(folder, "targets"));
    writeFileSync(join(folder, "root.json"), Buffer.from(root, "base64"));
    updater = new Updater({ metadataDir: folder, metadataBaseUrl: "http://repository.test", targetDir: join(folder, "targets"), fetcher });
    updater.trustedSet.referenceTime = new Date(now);
    await updater.refresh();
  } catch (error) {
    said["error"] = String(error);
  }
  for (const role of updater === undefined ? [] : ["root", "timestamp", "snapshot", "targets"]) {
    const known = updater.trustedSet.getRole(role);
    if (known !== undefined) said["trusted"][role] = known.signed.version;
  }
  if (said["error"] === null) for (const path of targets) said["targets"].push(await search(updater, fetcher, path));
  rmSync(folder, { recursive: true, force: true });
  return said;
}

/** @param {any} updater @param {MemoryFetcher} fetcher @param {string} path */
async function search(updater, fetcher, path) {
  const before = fetcher.asked.length;
  try {
    const found = await updater.getTargetInfo(path);
    return { found: found === undefined ? null : (found.hashes.sha256 ?? "") };
  } catch (error) {
    return { error: String(error), asked: fetcher.asked.slice(before) };
  }
}

/** @param {unknown} value */
const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
say({ version: load("tuf-js/package.json").version });
for await (const line of createInterface({ input: process.stdin })) say(await judge(JSON.parse(line)));
if (TEMPORARY.startsWith(MEMORY)) rmSync(TEMPORARY, { recursive: true, force: true });
