import { readFile } from "node:fs/promises";
import { CountersignApp } from "./app.ts";
import { atEachViewport, axe, expect, test } from "../fixtures.ts";

test("the practice repository is reviewed, signed, checked, exported and kept", async ({ page }) => {
  test.setTimeout(90_000);
  const app = new CountersignApp(page);
  await app.goto();
  await app.openPractice();
  await expect(app.main).toContainText("Consistent with its own root 1, which you have not confirmed.");
  await app.confirmAnchor();
  await expect(app.main.getByRole("heading", { name: "Root 3 needs your signature" })).toBeVisible();

  await app.main.getByRole("link", { name: "Review root 3" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /root 3/i })).toBeVisible();
  await expect(app.main).toContainText(/@elif leaves/);
  await expect(app.main).toContainText(/@farid joins/);

  await app.main.getByRole("link", { name: /compare/i }).first().click();
  await app.main.getByRole("radio", { name: /compared all four rows/i }).check();
  await app.main.getByRole("button", { name: /sign|continue|next/i }).first().click();

  await app.main.getByRole("button", { name: "Sign root 3 with Practice: ada" }).click();
  await expect(page.locator("body")).toContainText(/second implementation/i);

  await page.goto(page.url().replace(/\/(sign|check)$/, "/export"));
  const saved = page.waitForEvent("download");
  await app.main.getByRole("button", { name: /3\.root\.json/ }).first().click();
  const bytes = await readFile(await (await saved).path());
  const exported = JSON.parse(bytes.toString("utf8")) as { readonly signatures: readonly { readonly sig: string }[] }; // the app's own export
  expect(exported.signatures.filter(({ sig }) => sig !== "").length).toBe(3);

  await page.reload();
  await page.goto("/");
  await app.main.getByRole("link", { name: "Practice" }).click();
  await expect(app.main.getByRole("heading", { name: "Root 3 is complete" })).toBeVisible();
});

test("no private key stands where a script of the page can read it", async ({ page }) => {
  const app = new CountersignApp(page);
  await app.goto();
  await app.openPractice();
  const found = await page.evaluate(async () => {
    const open = (name: string): Promise<IDBDatabase> => new Promise((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error(name));
    });
    const all = (db: IDBDatabase, store: string): Promise<readonly unknown[]> => new Promise((resolve, reject) => {
      const request = db.transaction(store).objectStore(store).getAll();
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error(store));
    });
    const keys: { readonly extractable: boolean; readonly type: string }[] = [];
    const texts: string[] = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
    let exported = 0;
    for (const { name = "" } of await indexedDB.databases()) {
      const db = await open(name);
      for (const store of db.objectStoreNames) {
        for (const record of await all(db, store)) {
          const visit = async (value: unknown): Promise<void> => {
            if (value instanceof CryptoKey) {
              keys.push({ extractable: value.extractable, type: value.type });
              await crypto.subtle.exportKey("pkcs8", value).then(() => exported++, () => undefined);
            } else if (value instanceof Uint8Array) texts.push(new TextDecoder().decode(value));
            else if (typeof value === "object" && value !== null) for (const part of Object.values(value)) await visit(part);
            else texts.push(String(value));
          };
          await visit(record);
        }
      }
      db.close();
    }
    return { keys, exported, private: texts.filter((text) => /PRIVATE KEY|"d":|"private"/.test(text)).length };
  });
  expect(found.keys.filter(({ type }) => type === "private").length).toBe(7);
  expect(found.keys.filter(({ extractable }) => extractable)).toEqual([]);
  expect(found.exported).toBe(0);
  expect(found.private).toBe(0);
});

test("axe finds nothing on any screen, at any size, light or dark", async ({ page }) => {
  test.setTimeout(600_000); // some eighty looks, each a second or two on a quiet machine
  const app = new CountersignApp(page);
  await app.goto();
  await app.openPractice();
  const overview = page.url();
  const review = await app.main.getByRole("link", { name: "Review root 3" }).getAttribute("href");
  const screens = [overview, `${overview}/roles/root`, `${overview}/roles/targets`, ...["review", "compare", "sign", "check", "export"].map((step) => (review ?? "").replace(/review$/, step)), "/#/keys", "/#/people", "/#/about", "/#/nowhere"];
  for (const screen of screens) {
    await page.evaluate((hash) => { location.hash = hash; }, screen.slice(screen.indexOf("#")));
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("progressbar")).toHaveCount(0);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await atEachViewport(page, async (size) => {
        await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth), `${screen} ${size} fits its window`).toBeLessThanOrEqual(0);
        // The dark scheme changes colours, not the layout: one size of it is enough.
        if (colorScheme === "light" || size === "phone") expect(await axe(page), `${screen} ${colorScheme} ${size}`).toEqual([]);
      });
    }
  }
});

test("an overview on which everything has expired fits its window", async ({ page }) => {
  const app = new CountersignApp(page);
  await app.goto();
  await app.openPractice();
  await app.setAsOf("2030-01-01 00:00");
  await expect(app.main).toContainText("could not update");
  await expect(app.main).toContainText(/the first expired 20/);
  await atEachViewport(page, async (size) => {
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth), size).toBeLessThanOrEqual(0);
  });
});
