import { gzipSync } from "node:zlib";
import { expect, test } from "./fixtures.ts";

const LIMIT_BYTES = 170_000;

test("the first screen needs at most 170 kB of JavaScript, gzipped, workers included", async ({ page }) => {
  const scripts = new Map<string, Promise<Buffer>>();
  page.context().on("response", (response) => {
    if (new URL(response.url()).pathname.endsWith(".js")) scripts.set(response.url(), response.body());
  });
  await page.goto("/");
  await page.waitForLoadState("networkidle");
  const sizes = await Promise.all([...scripts.values()].map(async (body) => gzipSync(await body).length));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  test.info().annotations.push({ type: "first load", description: `${total} bytes of JavaScript, gzipped, in ${sizes.length} files` });
  expect(total).toBeGreaterThan(10_000); // or nothing was measured
  expect(total).toBeLessThanOrEqual(LIMIT_BYTES);
});
