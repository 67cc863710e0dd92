// The most memory that the process of a tab has held, its workers included: they live in the same process.
import { readFileSync } from "node:fs";

/**
 * @param {import("playwright-core").Browser} browser
 * @returns {Promise<ReadonlySet<number>>} processes that hold pages
 */
export async function tabProcesses(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  return new Set(processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id));
}

/**
 * Resident memory at its highest, shared code pages included. Linux says it; elsewhere there is no answer.
 * @param {Iterable<number>} processes
 * @returns {number | undefined} units: MB (10^6 bytes), of the largest of them
 */
export function peakMemoryMB(processes) {
  if (process.platform !== "linux") return undefined;
  const peaks = [...processes].flatMap((id) => {
    try {
      const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${id}/status`, "utf8"));
      return found === null ? [] : [(Number(found[1]) * 1024) / 1e6];
    } catch {
      return []; // it has ended
    }
  });
  return peaks.length === 0 ? undefined : Math.round(Math.max(...peaks));
}
