import { atEachViewport, axe, expect, test } from "./fixtures.ts";

test("the app opens from its own origin and names itself", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveTitle(/Countersign/);
  await expect(page.getByText("Countersign").first()).toBeVisible();
});

test("axe finds nothing on the first screen, at any size, light or dark", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByText("Countersign").first()).toBeAttached();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await atEachViewport(page, async () => expect(await axe(page)).toEqual([]));
  }
});

test("no screen is wider than its window", async ({ page }) => {
  await page.goto("/");
  await atEachViewport(page, async () => {
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });
});

test("a screenshot can be taken without disturbing the policy", async ({ page }) => {
  await page.goto("/");
  expect((await page.screenshot({ fullPage: true })).length).toBeGreaterThan(1000);
});
