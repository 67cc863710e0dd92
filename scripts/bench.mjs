// `npm run bench [-- --repo FOLDER] [--json]`: how long a person waits for the verdict, in a real browser on the built
// app. Figures are of one run on one machine: compare them with each other, not with another machine's.
import "./require-node.mjs";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { chromium } from "playwright-core";
import { ensureBrowser } from "./browser.mjs";
import { ROOT } from "./process.mjs";
import { serve } from "./serve.mjs";
import { test } from "./test-stages.mjs";

const ROUNDS = 7;
const VERDICT = /A client can|A client could|Cannot tell|Consistent with its own root|A client cannot|A client could not/;

const args = process.argv.slice(2);
const asked = args.includes("--repo") ? resolve(args[args.indexOf("--repo") + 1] ?? "") : undefined;
const shared = resolve(ROOT, "../shared/corpora/tuf-demo-repository");
const folder = asked ?? (existsSync(shared) ? shared : undefined);

const built = await test(["build"]);
const executablePath = await ensureBrowser();
if (built !== 0 || executablePath === undefined) process.exit(1);
const server = await serve({ folder: resolve(ROOT, "dist"), port: 0 });
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--no-first-run"] });
try {
  const figures = { practice: await measure(openPractice), ...(folder === undefined ? {} : { folder: await measure((/** @type {import("playwright-core").Page} */ page) => openFolder(page, folder)) }) };
  if (args.includes("--json")) console.log(JSON.stringify(figures));
  else for (const [name, { verdictMs, longestTaskMs }] of Object.entries(figures)) {
    console.log(`${name}: verdict ${range(verdictMs)} ms after the bytes were read; longest task of the page in that time ${range(longestTaskMs)} ms (min / median / max of ${ROUNDS})`);
  }
  if (folder === undefined) console.log("folder: skipped: no ../shared, and no --repo FOLDER");
} finally {
  await browser.close();
  await server.close();
}

/**
 * A fresh profile for each round. The page marks when it has the bytes; an observer sees the verdict.
 * @param {(page: import("playwright-core").Page) => Promise<void>} open
 * @returns {Promise<{ verdictMs: number[], longestTaskMs: number[] }>} units: milliseconds
 */
async function measure(open) {
  /** @type {number[]} */
  const verdictMs = [];
  /** @type {number[]} */
  const longestTaskMs = [];
  for (let round = 0; round < ROUNDS; round++) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.addInitScript((pattern) => {
      /** @type {{ at: number | undefined, tasks: { startTime: number, duration: number }[] }} */
      const seen = { at: undefined, tasks: [] };
      Reflect.set(globalThis, "bench", seen);
      new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map(({ startTime, duration }) => ({ startTime, duration })))).observe({ type: "longtask", buffered: true });
      const look = () => {
        const main = document.querySelector("main");
        if (seen.at === undefined && location.hash.startsWith("#/r/") && main !== null && new RegExp(pattern).test(main.textContent ?? "")) seen.at = performance.now();
      };
      document.addEventListener("DOMContentLoaded", () => new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true, characterData: true }));
    }, VERDICT.source);
    await page.goto(server.origin);
    await open(page);
    await page.waitForFunction(() => Reflect.get(globalThis, "bench").at !== undefined, undefined, { timeout: 30_000 });
    const { verdict, longest } = await page.evaluate(() => {
      /** @type {{ at: number, tasks: { startTime: number, duration: number }[] }} */
      const { at, tasks } = Reflect.get(globalThis, "bench");
      const read = performance.getEntriesByName("countersign:bytes-read").at(-1)?.startTime ?? 0;
      return { verdict: at - read, longest: Math.max(0, ...tasks.filter(({ startTime }) => startTime >= read).map(({ duration }) => duration)) };
    });
    verdictMs.push(verdict);
    longestTaskMs.push(longest);
    await context.close();
  }
  return { verdictMs, longestTaskMs };
}

/** @param {import("playwright-core").Page} page */
async function openPractice(page) {
  await page.getByRole("button", { name: /practice repository/i }).click();
}

/**
 * @param {import("playwright-core").Page} page
 * @param {string} path
 */
async function openFolder(page, path) {
  await page.locator("input[type=file][webkitdirectory]").first().setInputFiles(path);
}

/**
 * @param {readonly number[]} values
 * @returns {string}
 */
function range(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)].map((value) => Math.round(value ?? Number.NaN)).join(" / ");
}
