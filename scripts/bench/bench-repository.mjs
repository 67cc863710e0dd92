// One opening of one repository in a fresh profile, measured from outside the app: the page is handed what a person
// would hand it, by the input that every browser has or by a drop, and an observer waits for the verdict.
import { statSync } from "node:fs";
import { watchCpu } from "./cpu-times.mjs";
import { collectGarbage } from "./held-memory.mjs";
import { memoryOf, processesOf, watchMemory } from "./peak-memory.mjs";

/** What the Overview says beside its headline, and no other screen does: the first screen tells headlines of its own. */
const VERDICT = /checked in (under )?[\d,]+ ms/;
const PATIENCE_MS = 600_000;

/**
 * @typedef {object} Figures
 * @property {number} wallMs from folder or archive handed over to the verdict on screen
 * @property {number} verdictMs of it, after the last byte was read
 * @property {number} rolesVerified documents that were judged
 * @property {number} targets
 * @property {number} bytes of metadata
 * @property {number} longestMainTaskMs
 * @property {number | undefined} peakMemoryMB of the tab, with its workers: what no other process shares
 * @property {number | undefined} heldMB of it, what is left once the collectors have run
 * @property {Readonly<Record<string, number>>} stages units: milliseconds
 * @property {import("./cpu-times.mjs").CpuTimes | undefined} cpuMs of all processes of the browser
 */

/**
 * @param {import("playwright-core").Browser} browser
 * @param {string} origin
 * @param {string | undefined} path a folder or an archive; undefined for the practice repository
 * @param {{ readonly drop?: boolean, readonly again?: boolean }} [how] `again`: opens it a second time, in the same profile
 * @returns {Promise<Figures>}
 */
export async function benchRepository(browser, origin, path, { drop = false, again = false } = {}) {
  const context = await browser.newContext();
  try {
    const first = await openOnce(browser, context, origin, path, drop);
    if (!again) return first.figures;
    await first.page.close();
    return (await openOnce(browser, context, origin, path, drop)).figures;
  } finally {
    await context.close();
  }
}

/**
 * @param {import("playwright-core").Browser} browser
 * @param {import("playwright-core").BrowserContext} context
 * @param {string} origin
 * @param {string | undefined} path
 * @param {boolean} drop
 */
async function openOnce(browser, context, origin, path, drop) {
  const page = await context.newPage();
  await page.addInitScript(watch, VERDICT.source);
  await page.goto(origin);
  await page.getByRole("button", { name: /practice repository/i }).waitFor();
  const { tabs, main } = await processesOf(browser);
  const peak = watchMemory(tabs); // no other page is open: the largest is ours
  const spent = watchCpu(main);
  await hand(page, path, drop);
  await page.waitForFunction(() => Reflect.get(globalThis, "bench").at !== undefined, undefined, { timeout: PATIENCE_MS });
  const cpuMs = spent();
  const figures = await page.evaluate(() => {
    /** @type {{ at: number, handed: number, tasks: { startTime: number, duration: number }[] }} */
    const { at, handed, tasks } = Reflect.get(globalThis, "bench");
    const read = performance.getEntriesByName("countersign:bytes-read").at(-1)?.startTime ?? handed;
    const answer = performance.getEntriesByName("countersign:answer").at(-1);
    const { documents = 0, targets = 0, bytes = 0, stages = {} } = answer instanceof PerformanceMark ? (answer.detail ?? {}) : {};
    return {
      wallMs: Math.round(at - handed),
      verdictMs: Math.round(at - read),
      rolesVerified: documents,
      targets,
      bytes,
      longestMainTaskMs: Math.round(Math.max(0, ...tasks.filter(({ startTime }) => startTime >= handed).map(({ duration }) => duration))),
      stages: { readMs: Math.round(read - handed), ...stages },
    };
  });
  const peakMemoryMB = peak();
  await collectGarbage(page);
  return { page, figures: { ...figures, peakMemoryMB, heldMB: memoryOf(tabs), cpuMs } };
}

/**
 * Runs in the page, before the app.
 * @param {string} pattern
 */
function watch(pattern) {
  /** @type {{ at: number | undefined, handed: number, tasks: { startTime: number, duration: number }[] }} */
  const seen = { at: undefined, handed: 0, tasks: [] };
  Reflect.set(globalThis, "bench", seen);
  new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map(({ startTime, duration }) => ({ startTime, duration })))).observe({ type: "longtask", buffered: true });
  const handed = () => { seen.handed = performance.now(); };
  for (const event of ["change", "drop", "click"]) addEventListener(event, handed, { capture: true });
  const look = () => {
    const main = document.querySelector("main");
    if (seen.at === undefined && location.hash.startsWith("#/r/") && main !== null && new RegExp(pattern).test(main.textContent ?? "")) seen.at = performance.now();
  };
  document.addEventListener("DOMContentLoaded", () => new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true, characterData: true }));
}

/**
 * @param {import("playwright-core").Page} page
 * @param {string | undefined} path
 * @param {boolean} drop
 */
export async function hand(page, path, drop) {
  if (path === undefined) return page.getByRole("button", { name: /practice repository/i }).click();
  if (drop) return dropPath(page, path);
  const input = statSync(path).isDirectory() ? "input[type=file][webkitdirectory]" : "input[type=file]:not([webkitdirectory])";
  return page.locator(input).first().setInputFiles(path);
}

/**
 * As if it had been dragged here from the desktop: Chromium then gives the page a handle of the folder.
 * @param {import("playwright-core").Page} page
 * @param {string} path
 */
async function dropPath(page, path) {
  const box = await page.getByRole("main").boundingBox();
  if (box === null) throw new Error("the first screen has no place to drop on");
  const [x, y] = [box.x + box.width / 2, box.y + 200];
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of /** @type {const} */ (["dragEnter", "dragOver", "drop"])) {
    await session.send("Input.dispatchDragEvent", { type, x, y, data });
    await page.waitForTimeout(100);
  }
}
