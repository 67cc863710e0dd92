// Where the processor's time went, by the threads of the browser that did the work.
import { readdirSync, readFileSync } from "node:fs";

/** Linux counts in hundredths of a second. */
const TICK_MS = 10;

/**
 * Units: milliseconds of one core. `browser`: its own process, which lists, opens and reads files. `workers`: parsing,
 * judging. `platform`: the threads on which the tab's digests and signatures are computed. `page`: the page's own thread.
 * @typedef {{ browser: number, workers: number, platform: number, page: number, rest: number }} CpuTimes
 */

/**
 * @param {number} browserProcess
 * @returns {() => CpuTimes | undefined} what was used since; undefined where the system does not say
 */
export function watchCpu(browserProcess) {
  if (process.platform !== "linux") return () => undefined;
  const before = look(browserProcess);
  return () => {
    const after = look(browserProcess);
    /** @type {CpuTimes} */
    const spent = { browser: 0, workers: 0, platform: 0, page: 0, rest: 0 };
    for (const [thread, { kind, ms }] of after) spent[kind] += ms - (before.get(thread)?.ms ?? 0);
    return spent;
  };
}

/** @param {number} browserProcess */
function look(browserProcess) {
  /** @type {Map<string, { kind: keyof CpuTimes, ms: number }>} */
  const threads = new Map();
  for (const id of descendants(browserProcess)) {
    try {
      const isTab = readFileSync(`/proc/${id}/cmdline`, "utf8").includes("--type=renderer");
      for (const thread of readdirSync(`/proc/${id}/task`)) {
        const stat = readFileSync(`/proc/${id}/task/${thread}/stat`, "utf8");
        const name = stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")"));
        const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        const ms = (Number(fields[11]) + Number(fields[12])) * TICK_MS;
        threads.set(`${id} ${thread}`, { kind: kindOf(id === browserProcess, isTab, name, String(id) === thread), ms });
      }
    } catch {
      // it has ended
    }
  }
  return threads;
}

/**
 * @param {boolean} isBrowser
 * @param {boolean} isTab
 * @param {string} name
 * @param {boolean} isMain
 * @returns {keyof CpuTimes}
 */
function kindOf(isBrowser, isTab, name, isMain) {
  if (isBrowser) return "browser";
  if (!isTab) return "rest";
  if (name.startsWith("DedicatedWorker")) return "workers";
  if (name.startsWith("ThreadPool")) return "platform";
  return isMain ? "page" : "rest";
}

/** @param {number} root */
function descendants(root) {
  /** @type {Map<number, number[]>} */
  const children = new Map();
  for (const name of readdirSync("/proc").filter((one) => /^\d+$/.test(one))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch {
      // it has ended
    }
  }
  const found = [root];
  for (const id of found) found.push(...(children.get(id) ?? []));
  return found;
}
