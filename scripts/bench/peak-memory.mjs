// The most memory that the process of a tab holds, its workers included: they live in the same process.
import { readFileSync } from "node:fs";

const EVERY_MS = 25;

/**
 * @param {import("playwright-core").Browser} browser
 * @returns {Promise<{ readonly tabs: ReadonlySet<number>, readonly main: number }>} processes that hold pages, and the browser's own
 */
export async function processesOf(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const tabs = new Set(processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id));
  return { tabs, main: processInfo.find(({ type }) => type === "browser")?.id ?? 0 };
}

/**
 * @param {ReadonlySet<number>} processes the largest of them counts
 * @returns {number | undefined} units: MB (10^6 bytes); undefined where the system does not say
 */
export function memoryOf(processes) {
  return process.platform === "linux" ? Math.round(Math.max(...[...processes].map(privateMB))) : undefined;
}

/**
 * Looks again and again at what only this process holds: what the browser's own task manager calls the memory of a tab.
 * Linux says it (`RssAnon`); elsewhere there is no answer.
 * @param {ReadonlySet<number>} processes the largest of them counts
 * @returns {() => number | undefined} stops looking, and says the peak. Units: MB (10^6 bytes)
 */
export function watchMemory(processes) {
  if (process.platform !== "linux") return () => undefined;
  let peak = 0;
  const look = () => { peak = Math.max(peak, memoryOf(processes) ?? 0); };
  const timer = setInterval(look, EVERY_MS);
  return () => {
    look();
    clearInterval(timer);
    return peak;
  };
}

/** @param {number} id */
function privateMB(id) {
  try {
    return (Number(/^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${id}/status`, "utf8"))?.[1] ?? 0) * 1024) / 1e6;
  } catch {
    return 0; // it has ended
  }
}
