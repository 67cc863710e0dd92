import { CORPORA, CountersignApp, hasCorpora } from "./app.ts";
import { expect, test } from "../fixtures.ts";

// Real signing events, as they lay in a checkout, at the moment they happened.

const EVENTS = [
  { folder: "tuf-demo-event-root-v5/0-unsigned", at: "2025-12-07 18:00", waits: "Root 5 needs signatures", shows: [/0 of 1/] },
  { folder: "tuf-demo-event-root-v5/1-signed", at: "2025-12-07 18:00", waits: "Root 5 is complete", shows: [/publication cannot be seen from here/] },
  { folder: "tuf-demo-event-invite/0-invited", at: "2025-06-26 06:00", waits: "Targets 7 needs signatures", shows: [/cannot tell/i, /overwritten/i, /@-someone-else-/] },
  { folder: "tuf-demo-event-invite/2-signed", at: "2025-06-26 06:00", waits: "Targets 7 is complete", shows: [/overwritten/i] },
  { folder: "tuf-demo-event-keyids/0-changed", at: "2025-02-06 12:00", waits: "Root 4 needs signatures", shows: [/two/i, /root_history\/4\.root\.json/] },
  { folder: "tuf-demo-event-keyids/2-signed", at: "2025-02-06 12:00", waits: "Root 4 is complete", shows: [/cannot tell/i, /whether root 4 is published/] },
] as const;

for (const { folder, at, waits, shows } of EVENTS) {
  test(`${folder} shows what waited at ${at}`, async ({ page }) => {
    test.skip(!hasCorpora, "skipped: no ../shared");
    const app = new CountersignApp(page);
    await app.goto();
    await app.openFolder(`${CORPORA}/${folder}`);
    await app.setAsOf(at);
    await expect(app.main.getByRole("heading", { name: waits }).first()).toBeVisible();
    for (const text of shows) await expect(app.main).toContainText(text);
  });
}

test("an event on its base says that a client could update, and what is pending", async ({ page }) => {
  test.skip(!hasCorpora, "skipped: no ../shared");
  const app = new CountersignApp(page);
  await app.goto();
  await app.openFolder(`${CORPORA}/tuf-demo-event-invite/1-accepted`);
  await app.setAsOf("2025-06-26 06:00");
  await expect(app.main).toContainText(/cannot tell/i);
  await app.main.locator("input[type=file][webkitdirectory]").first().setInputFiles(`${CORPORA}/tuf-demo-event-invite/known-good`);
  await expect(app.main).toContainText(/could at 2025-06-26 06:00 UTC update/);
  await expect(app.main.getByRole("heading", { name: /1 more signature than the published file/ })).toBeVisible();
});

test("a view of another time cannot sign", async ({ page }) => {
  test.skip(!hasCorpora, "skipped: no ../shared");
  const app = new CountersignApp(page);
  await app.goto();
  await app.openFolder(`${CORPORA}/tuf-demo-event-root-v5/0-unsigned`);
  await app.setAsOf("2025-12-07 18:00");
  await app.main.getByRole("link", { name: "Review root 5" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /root 5/i })).toBeVisible();
  await page.goto(page.url().replace(/review$/, "sign"));
  await expect(app.main).toContainText(/now/);
  await expect(app.main.getByRole("button", { name: /^Sign root 5/ })).toHaveCount(0);
});
