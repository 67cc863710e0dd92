import { deflateRawSync } from "node:zlib";
import { makeZip } from "../support/zip.ts";
import { published, RepositorySimulator } from "../support/repositories.ts";
import { CountersignApp, json } from "./app.ts";
import { expect, test } from "../fixtures.ts";

// Whatever a person or a repository feeds the app gets a precise message, and what was open stays open.

test.beforeEach(async ({ page }) => {
  await new CountersignApp(page).goto();
});

test("a truncated file is told apart from a wrong one, with the line where it ends", async ({ page }) => {
  const app = new CountersignApp(page);
  await app.openFiles(json("root.json", '{"signatures": [],\n "signed": {"_type": "root"'));
  await expect(app.fault()).toContainText("No root could be read.");
  await expect(app.fault()).toContainText(/root\.json.*(ends|cut|truncated|stops)/i);
  await expect(app.fault()).toContainText("line 2");
});

test("a key that stands twice in one object is refused by name and place", async ({ page }) => {
  const app = new CountersignApp(page);
  await app.openFiles(json("1.root.json", '{"signatures": [],\n"signed": {"_type": "root", "version": 7,\n"version": 1}}'));
  await expect(app.fault()).toContainText(/version.*twice|twice.*version/i);
  await expect(app.fault()).toContainText("line 3");
});

test("a JSON file of 200 MB is not read, and the message says how large a file may be", async ({ page }) => {
  const app = new CountersignApp(page);
  // 200 MB cannot be handed over by the test's protocol: the file is made in the page, as a person's drop would be.
  await page.evaluate(() => {
    const input = document.querySelector<HTMLInputElement>("input[type=file]:not([webkitdirectory])");
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(200 * 1024 * 1024).fill(0x20)], "root.json", { type: "application/json" }));
    if (input === null) throw new Error("no input");
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await expect(app.fault()).toContainText("root.json");
  await expect(app.fault()).toContainText(/larger than 64/);
});

test("a zip bomb is refused before it unfolds", async ({ page }) => {
  const app = new CountersignApp(page);
  const zeros = deflateRawSync(Buffer.alloc(80 * 1024 * 1024));
  await app.openFiles({ name: "repository.zip", mimeType: "application/zip", buffer: makeZip([{ name: "metadata/root.json", deflated: zeros, size: 80 * 1024 * 1024 }]) });
  await expect(app.fault()).toContainText(/unpack|larger|compress/i);
});

test("a path that leaves the archive is refused by name", async ({ page }) => {
  const app = new CountersignApp(page);
  const body = Buffer.from("{}");
  await app.openFiles({ name: "repository.zip", mimeType: "application/zip", buffer: makeZip([{ name: "../root.json", deflated: deflateRawSync(body), size: body.length, crcOf: body }]) });
  await expect(app.fault()).toContainText("../root.json");
});

test("a good zip opens, and says what it holds", async ({ page }) => {
  const app = new CountersignApp(page);
  const entries = published(RepositorySimulator.published()).map(({ name, buffer }) => ({ name: `site/metadata/${name}`, deflated: deflateRawSync(buffer), size: buffer.length, crcOf: buffer }));
  await app.openFiles({ name: "site.zip", mimeType: "application/zip", buffer: makeZip(entries) });
  await expect(app.main).toContainText("Consistent with its own root 1");
});

test("a folder without a root says what is there and what to open", async ({ page }) => {
  const app = new CountersignApp(page);
  const files = published(RepositorySimulator.published());
  await app.openFiles(...files.filter(({ name }) => !name.includes("root")));
  await expect(app.fault()).toContainText("There is no root metadata in it.");
  await expect(app.fault()).toContainText("timestamp");
});

test("files that are no metadata are named", async ({ page }) => {
  const app = new CountersignApp(page);
  await app.openFiles({ name: "photo.png", mimeType: "image/png", buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47]) });
  await expect(app.fault()).toBeVisible();
  await expect(app.fault()).toContainText(/photo\.png|metadata/);
});

test("an expired chain is told with its date and section, and everything else is still shown", async ({ page }) => {
  const app = new CountersignApp(page);
  const files = published(RepositorySimulator.published());
  await app.openFiles(...files);
  await app.setAsOf("2099-01-01 00:00");
  await expect(app.main).toContainText(/could not update/);
  await expect(app.main).toContainText(/expired/);
  await expect(app.main.getByText("5.3.10").first()).toBeVisible();
  await expect(app.main.getByRole("heading", { name: "Who can change what" })).toBeVisible();
});
