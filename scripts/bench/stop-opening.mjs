// How long a person waits who stops an opening: from the moment of the click, as the browser's input has it, to the frame
// in which what was stopped is off the screen.
import { hand } from "./bench-repository.mjs";
import { watchCpu } from "./cpu-times.mjs";

/** What the tab still does this long after it was told to stop is time of its processes in the second that follows. */
const LATER_MS = 100;

/**
 * @param {import("playwright-core").Browser} browser
 * @param {number} browserProcess
 * @param {string} origin
 * @param {string} path
 * @param {boolean} drop
 * @param {"Reading" | "Checking"} phase
 * @returns {Promise<{ phase: string, stopMs: number, busyAfterMs: number | undefined }>}
 */
export async function benchStop(browser, browserProcess, origin, path, drop, phase) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.addInitScript(watchStop);
    await page.goto(origin);
    await page.getByRole("button", { name: /practice repository/i }).waitFor();
    await hand(page, path, drop);
    await page.waitForFunction((words) => document.querySelector("progress") !== null && document.querySelector("main")?.textContent?.includes(words), phase);
    await page.getByRole("button", { name: "Stop" }).click();
    await page.waitForFunction(() => Reflect.get(globalThis, "stopped") !== undefined);
    await page.waitForTimeout(LATER_MS);
    const spent = watchCpu(browserProcess);
    await page.waitForTimeout(1000);
    const { workers = 0, platform = 0 } = spent() ?? {};
    const stopMs = await page.evaluate(() => Math.round(Reflect.get(globalThis, "stopped")));
    return { phase, stopMs, busyAfterMs: process.platform === "linux" ? workers + platform : undefined };
  } finally {
    await context.close();
  }
}

/** Runs in the page, before the app. */
function watchStop() {
  addEventListener("click", (event) => {
    const { target, timeStamp } = event;
    if (!(target instanceof Element) || target.closest("button")?.textContent !== "Stop") return;
    const look = () => {
      if (document.querySelector("progress") === null) Reflect.set(globalThis, "stopped", performance.now() - timeStamp);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, { capture: true });
}
