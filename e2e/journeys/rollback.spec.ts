import { published, RepositorySimulator } from "../support/repositories.ts";
import { CountersignApp } from "./app.ts";
import { expect, test } from "../fixtures.ts";

test("what was seen published once is missed when an older copy is opened, and a view of another time says nothing of it", async ({ page }) => {
  const sim = RepositorySimulator.published();
  const older = published(sim);
  sim.update();
  const newer = published(sim);
  const app = new CountersignApp(page);

  await app.goto();
  await app.openFiles(...newer);
  await app.confirmAnchor();
  await app.goto();
  await app.openFiles(...older);
  await expect(app.main).toContainText("A client cannot update.");
  await expect(app.main).toContainText(/timestamp 2|version 2/i);
  await expect(app.main).toContainText(/older|goes back|lower/i);

  await app.setAsOf("2026-06-01 00:00");
  await expect(app.main).toContainText("a client could update");
  await page.getByRole("button", { name: "Back to now" }).first().click();
  await expect(app.main).toContainText("A client cannot update.");

  await app.goto();
  await app.openFiles(...newer);
  await expect(app.main).toContainText("A client can update.");
});
