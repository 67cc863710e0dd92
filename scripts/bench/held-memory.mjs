// What a tab goes on holding once it has nothing more to do and its collectors have run.
const SETTLING_MS = 1500;

/**
 * Has the collectors of the page and of all its workers run.
 * @param {import("playwright-core").Page} page
 */
export async function collectGarbage(page) {
  const session = await page.context().newCDPSession(page);
  /** @type {string[]} */
  const workers = [];
  session.on("Target.attachedToTarget", ({ sessionId }) => void workers.push(sessionId));
  await session.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  await session.send("HeapProfiler.collectGarbage");
  for (const sessionId of workers) {
    await session.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id: 1, method: "HeapProfiler.collectGarbage" }) });
  }
  await page.waitForTimeout(SETTLING_MS);
  await session.detach();
}
