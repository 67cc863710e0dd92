import { expect, test } from "../fixtures.ts";
import { CountersignApp } from "./app.ts";

const PASSPHRASE = "vorpal sundial mango crate 88";

/** Units: milliseconds. */
interface Watched {
  readonly tookMs: number;
  /** Of the tasks of the page's own thread that took more than 50 ms. */
  readonly longestMs: number;
}

test("the derivation at full cost runs beside the page, tells how far it is, and stops when asked", async ({ page }) => {
  test.setTimeout(180_000);
  const app = new CountersignApp(page);
  await page.goto("/#/keys");
  const dialog = page.getByRole("dialog");
  const begin = async (name: string): Promise<void> => {
    await app.main.getByRole("button", { name: "Make or bring a key" }).click();
    await dialog.getByRole("button", { name: /under a passphrase/ }).click();
    await dialog.getByLabel("Name").fill(name);
    await dialog.getByLabel("Passphrase", { exact: true }).fill(PASSPHRASE);
    await dialog.getByLabel("The same again").fill(PASSPHRASE);
  };

  await begin("Given up");
  await dialog.getByRole("button", { name: "Make the key" }).click();
  await expect(dialog.getByRole("progressbar")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(app.main).toContainText("No keys of yours are here");

  await begin("Root key");
  await page.evaluate(() => {
    const seen: number[] = [];
    const fractions: number[] = [];
    const observer = new PerformanceObserver((list) => list.getEntries().forEach((entry) => seen.push(entry.duration)));
    observer.observe({ type: "longtask" });
    const look = setInterval(() => {
      const bar = document.querySelector("dialog[open] progress");
      if (bar instanceof HTMLProgressElement) fractions.push(bar.value / bar.max);
    }, 20);
    Object.assign(globalThis, { watched: { seen, fractions, stop: () => { seen.push(...observer.takeRecords().map((entry) => entry.duration)); clearInterval(look); } } });
  });
  const start = Date.now();
  await dialog.getByRole("button", { name: "Make the key" }).click();
  await dialog.getByRole("button", { name: /^Save / }).waitFor({ timeout: 120_000 });
  const tookMs = Date.now() - start;
  const { seen, fractions } = await page.evaluate(() => {
    const { watched } = globalThis as unknown as { readonly watched: { readonly seen: readonly number[]; readonly fractions: readonly number[]; readonly stop: () => void } }; // as set above
    watched.stop();
    return { seen: [...watched.seen], fractions: [...watched.fractions] };
  });
  const watched: Watched = { tookMs, longestMs: Math.max(0, ...seen) };
  test.info().annotations.push({ type: "key derivation", description: `${watched.tookMs} ms for a key and its backup; longest task of the page ${watched.longestMs} ms, ${seen.length} above 50 ms` });
  expect(fractions.toSorted((a, b) => a - b)).toEqual(fractions);
  expect(new Set(fractions).size).toBeGreaterThan(5);
  // A busy machine makes any task long now and then; what would run on the page's own thread would be nearly all of the time.
  expect(watched.longestMs).toBeLessThan(Math.max(50, watched.tookMs / 5));
});

test("a tab that is closed while a key is made leaves the whole key or none", async ({ context }) => {
  test.setTimeout(180_000);
  for (const fraction of [0.1, 0.6, 0.95]) {
    const page = await context.newPage();
    await page.goto("/#/keys");
    const dialog = page.getByRole("dialog");
    await page.getByRole("button", { name: "Make or bring a key" }).click();
    await dialog.getByRole("button", { name: /under a passphrase/ }).click();
    await dialog.getByLabel("Name").fill(`Closed at ${fraction}`);
    await dialog.getByLabel("Passphrase", { exact: true }).fill(PASSPHRASE);
    await dialog.getByLabel("The same again").fill(PASSPHRASE);
    await dialog.getByRole("button", { name: "Make the key" }).click();
    await page.waitForFunction((wanted) => {
      const bar = document.querySelector("dialog[open] progress");
      return bar === null || (bar instanceof HTMLProgressElement && bar.value / bar.max >= wanted); // it may be done by then
    }, fraction, { polling: 20, timeout: 120_000 });
    await page.close();
  }
  const page = await context.newPage();
  await page.goto("/#/keys");
  const cards = page.getByRole("main").getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3 }) });
  await expect(page.getByRole("heading", { level: 1, name: "Keys" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(/No keys of yours are here|Restore its backup/);
  await expect(page.getByRole("main")).not.toContainText(/damaged|later release/);
  // A key that came to be is whole: its backup can be written again.
  for (const card of await cards.all()) await expect(card).toContainText("Restore its backup");
});
