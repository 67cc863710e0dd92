import { expect, test } from "./fixtures.ts";

// The watch of every other test, seen to notice: an announced complaint that does not come fails a test.

test("the watch notices errors and warnings on the console", async ({ page, watch }) => {
  watch.expectComplaint(/^console error: planted error$/);
  watch.expectComplaint(/^console warning: planted warning$/);
  await page.goto("/");
  await page.evaluate(() => {
    console.error("planted error");
    console.warn("planted warning");
    console.info("harmless");
  });
  expect(watch.complaints).toHaveLength(2);
});

test("the watch notices what nobody caught", async ({ page, watch }) => {
  watch.expectComplaint(/^uncaught: planted throw$/);
  await page.goto("/");
  await page.evaluate(() => void setTimeout(() => { throw new Error("planted throw"); }));
  await expect.poll(() => watch.complaints.length).toBe(1);
});

test("the watch notices a file that is not there", async ({ page, watch }) => {
  watch.expectComplaint(/^404: .*\/no-such-file$/);
  watch.expectComplaint(/^console error: Failed to load resource/);
  await page.goto("/");
  await page.evaluate(() => fetch("/no-such-file"));
});

test("the watch notices a style element, which the policy refuses", async ({ page, watch }) => {
  watch.expectComplaint(/^policy: style-src-elem blocked inline/);
  watch.expectComplaint(/^console error: .*style-src/);
  await page.goto("/");
  await page.evaluate(() => document.head.append(document.createElement("style").appendChild(new Text("b{}")).parentNode ?? ""));
});
