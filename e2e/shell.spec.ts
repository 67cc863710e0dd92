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

test("the name that stands before the app does stands where the app will have it", async ({ page }) => {
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => { letGo = resolve; });
  await page.route(/\/assets\/.*\.js$/, async (route) => {
    await held;
    await route.continue();
  });
  const places = async (root: string): Promise<readonly (readonly number[])[]> => {
    const found: (readonly number[])[] = [];
    for (const width of [1440, 1024, 821, 820, 390, 360]) {
      await page.setViewportSize({ width, height: 800 });
      found.push(await page.locator(root).evaluateAll((nodes) => nodes
        .flatMap((node) => [...node.querySelectorAll(":scope > svg, :scope > span")])
        .map((part) => part.getBoundingClientRect())
        .filter((box) => box.width > 1) // the name is for screen readers alone where there is no room for it
        .flatMap((box) => [box.x, box.y + box.height / 2, box.width].map(Math.round))));
    }
    return found;
  };
  await page.goto("/", { waitUntil: "commit" });
  await expect(page.locator(".before-app")).toBeVisible();
  await page.evaluate(() => document.fonts.load("700 17px 'Atkinson Hyperlegible Next Variable'"));
  const before = await places(".before-app");
  expect(before.map(({ length }) => length)).toEqual([6, 6, 6, 6, 6, 3]); // the mark and the name; at last the mark alone
  letGo();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect(await places("a[href='#/']:has(svg)")).toEqual(before);
});

test("nothing is in transition for people who ask for less motion, so that a change of colours comes at once", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const durations = await page.locator("*").evaluateAll((nodes) => [...new Set(nodes.map((node) => getComputedStyle(node).transitionDuration))]);
  expect(durations).toEqual(["0s"]);
});
