import { readFile } from "node:fs/promises";
import { simKey, underAnotherId, type SimKey } from "../../src/test/repository-simulator.ts";
import { published, RepositorySimulator } from "../support/repositories.ts";
import { atEachViewport, axe, expect, test } from "../fixtures.ts";
import { CountersignApp, json } from "./app.ts";

const labelled = (label: string): SimKey => underAnotherId(simKey(), { "x-tuf-on-ci-keyowner": label });

test("a key is named, known by that name on every screen, goes out and comes in, and a new key under its label is an alarm", async ({ page }) => {
  test.setTimeout(120_000);
  const [ada, bao] = [labelled("@ada"), labelled("@bao")];
  const sim = RepositorySimulator.published((s) => (s.roles.root = { keys: [ada, bao], threshold: 2 }));
  const app = new CountersignApp(page);
  await app.goto();
  await app.openFiles(...published(sim));
  await expect(app.main).toContainText("keys labelled @ada and @bao");

  await page.goto("/#/people");
  const claim = app.main.getByRole("listitem").filter({ hasText: "a key labelled @ada" });
  await expect(claim).toContainText("In root 1");
  await claim.getByRole("button", { name: "Name this key" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Anyone who proposes metadata can write that.");
  expect(await axe(page)).toEqual([]);
  await dialog.getByLabel("Your name for it").fill("Ada Lovelace");
  await dialog.getByLabel("How do you know?").fill("read to me over the phone");
  await dialog.getByRole("button", { name: "Put into the address book" }).click();
  await expect(app.main.getByRole("heading", { level: 3, name: "Ada Lovelace" })).toBeVisible();
  await atEachViewport(page, async () => expect(await axe(page)).toEqual([]));

  const saved = page.waitForEvent("download");
  await app.main.getByRole("button", { name: "Export" }).click();
  const book = await readFile(await (await saved).path(), "utf8");
  expect(JSON.parse(book)).toMatchObject({ format: "countersign-address-book/1", keys: [{ name: "Ada Lovelace", note: "read to me over the phone", seen: [{ by: "root", label: "@ada" }] }] });

  await page.reload();
  await expect(app.main.getByRole("heading", { level: 3, name: "Ada Lovelace" })).toBeVisible();
  await page.goBack();
  await expect(app.main).toContainText("Ada Lovelace; a key labelled @bao");
  await app.main.getByRole("link", { name: "root", exact: true }).click();
  await expect(app.main).toContainText("labelled @ada here");

  // Somebody else calls the same key otherwise: nothing changes before a choice is made.
  await page.goto("/#/people");
  await page.getByLabel("Address book file").setInputFiles(json("theirs.json", book.replace("Ada Lovelace", "A. L.")));
  await expect(app.main.getByText("One key, two names")).toBeVisible();
  await expect(app.main.getByRole("button", { name: /^Put both together/ })).toHaveAttribute("aria-disabled", "true");
  expect(await axe(page)).toEqual([]);
  await app.main.getByRole("radio", { name: /Keep yours/ }).check();
  await app.main.getByRole("button", { name: "Put both together" }).click();
  await expect(app.main.getByRole("heading", { level: 3, name: "Ada Lovelace" })).toBeVisible();
  await page.getByLabel("Address book file").setInputFiles(json("broken.json", book.replace('"note":', '"trusted":')));
  await expect(app.fault()).toContainText("keys[0].trusted");

  sim.roles.root = { keys: [labelled("@ada"), bao], threshold: 2 };
  sim.publishRoot();
  await app.goto();
  await app.openFiles(...published(sim));
  await expect(app.main.getByRole("region", { name: "Labels at other keys" })).toContainText("You know another key with this label as Ada Lovelace.");
  await atEachViewport(page, async () => expect(await axe(page)).toEqual([]));
  await app.main.getByRole("link", { name: "root", exact: true }).click();
  await expect(app.main.getByText("Another key had this label").first()).toBeVisible();
});
