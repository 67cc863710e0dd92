// Says in words that Node is too old, before anything else can fail in ways that do not. Keep the syntax here plain and
// import it alone: the modules that a script imports are read before its first line runs.
import { readFileSync } from "fs";

/** What package.json states: alternatives of `^a.b.c` (same major) and `>=a.b.c`. */
const stated = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).engines.node;

/**
 * @param {string} range
 * @param {string} version
 */
export function satisfies(range, version) {
  return range.split("||").some((alternative) => {
    const match = /^\s*(\^|>=)(\d+)\.(\d+)\.(\d+)\s*$/.exec(alternative);
    if (match === null) throw new Error(`package.json states engines.node in a form that is not understood: ${alternative}`);
    const least = match.slice(2).map(Number);
    const have = version.replace(/^v/, "").split(/[.+-]/).slice(0, 3).map(Number);
    return compare(have, least) >= 0 && (match[1] === ">=" || have[0] === least[0]);
  });
}

/**
 * @param {string} version
 * @returns {string | undefined} what to tell the person, when this Node is too old
 */
export function refusal(version) {
  if (satisfies(stated, version)) return undefined;
  return [
    `Countersign needs another Node: this one is ${version}, and it needs ${words(stated)}.`,
    "Install a current one from https://nodejs.org, or with the version manager you use (.nvmrc names the oldest that is tested).",
  ].join("\n");
}

/** @param {string} range */
function words(range) {
  const named = range.split("||").map((alternative) => {
    const version = alternative.trim().replace(/^(\^|>=)/, "");
    return alternative.trim().startsWith("^") ? `${version} or later in its line` : `${version} or newer`;
  });
  return named.join(", or ");
}

/**
 * @param {readonly number[]} a
 * @param {readonly number[]} b
 */
function compare(a, b) {
  const at = a.findIndex((part, i) => part !== b[i]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

const tooOld = refusal(process.version);
if (tooOld !== undefined) {
  console.error(tooOld);
  process.exit(1);
}
