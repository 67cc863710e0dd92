// The built app, served with its real headers, and a browser to look at it.
import { resolve } from "node:path";
import { chromium } from "playwright-core";
import { ensureBrowser } from "../browser.mjs";
import { ROOT } from "../process.mjs";
import { serve } from "../serve.mjs";
import { test } from "../test-stages.mjs";

/**
 * @param {(browser: import("playwright-core").Browser, origin: string) => Promise<void>} work
 * @returns {Promise<number>} the exit code
 */
export async function withApp(work) {
  const { log } = console;
  console.log = console.error; // what building says is not part of the figures
  const built = await test(["build"]).finally(() => { console.log = log; });
  const executablePath = await ensureBrowser();
  if (built !== 0 || executablePath === undefined) return 1;
  const server = await serve({ folder: resolve(ROOT, "dist"), port: 0 });
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--no-first-run"] });
  try {
    await work(browser, server.origin);
    return 0;
  } finally {
    await browser.close();
    await server.close();
  }
}
