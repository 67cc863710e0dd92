import { neighbourFiles } from "../../src/test/neighbour-files.ts";
import { rootSignedAsText } from "../../src/test/misread-signature.ts";
import type { NamedBytes } from "../../src/lib/named-bytes.ts";
import { atEachViewport, axe, expect, test } from "../fixtures.ts";
import { RepositorySimulator, type FileToChoose } from "../support/repositories.ts";
import { CountersignApp } from "./app.ts";

function chosen(files: readonly NamedBytes[]): readonly FileToChoose[] {
  return files.map(({ path, bytes }) => ({ name: path, mimeType: "application/json", buffer: Buffer.from(bytes) }));
}

test("a signature that fails is explained by keyboard, on the role and in the ceremony, and counts no more", async ({ page }) => {
  test.setTimeout(120_000);
  const app = new CountersignApp(page);
  await app.goto();
  await app.openFiles(...chosen(rootSignedAsText()));
  await expect(app.main).toContainText("cannot update");
  await expect(app.main).toContainText("Goes on past the refusal: 3 steps of 5 were looked at though no client gets there");

  await page.goto(`${page.url()}/roles/root`);
  await page.getByRole("combobox").selectOption({ label: "2, pending" });
  await expect(app.main).toContainText("1 of 2 signed, 1 missing");
  await app.main.getByText("Signatures one by one").first().click();
  const why = app.main.locator("summary").filter({ hasText: "Why?" }).first();
  await why.focus();
  await page.keyboard.press("Enter");
  const answer = app.main.getByRole("status").filter({ hasText: "It would verify over “signed” indented by 2 spaces, names in the order of the file. It is not counted." });
  await expect(answer).toBeVisible();
  await expect(answer).toContainText("Every client counts it as no signature.");
  await expect(app.main.getByText("1 of 2 signed, 1 missing")).toHaveCount(2);
  await atEachViewport(page, async () => expect(await axe(page)).toEqual([]));

  await app.main.getByRole("link", { name: "Review root 2" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Root 2 waits for signatures" })).toBeVisible();
  const signatures = page.getByRole("complementary", { name: "Signatures" });
  await signatures.locator("summary").filter({ hasText: "Why?" }).click();
  await expect(signatures.getByRole("status").filter({ hasText: "It is not counted." })).toBeVisible();
  await atEachViewport(page, async () => expect(await axe(page)).toEqual([]));
});

test("files of formats beside TUF 1.x are shown as they read, and a map file is asked", async ({ page }) => {
  test.setTimeout(120_000);
  const sim = RepositorySimulator.published((s) => (s.top.targets["x.txt"] = { length: 3, hashes: { sha256: "aa" } }));
  const app = new CountersignApp(page);
  await app.goto();
  await app.openFiles(...chosen([...sim.publishedFiles(), ...neighbourFiles(sim.root(1), sim.roles.root.keys, sim.roles.targets.keys).filter(({ path }) => !path.includes("/"))]));
  await app.confirmAnchor();
  const beside = page.getByRole("region", { name: "Beside TUF 1.x" });
  await expect(beside.getByRole("heading", { level: 3 })).toHaveText(["Targets 3 that delegate to several roles at once (TAP 3).", "A map of 3 repositories (TAP 4).", "Root 1 in a DSSE envelope."]);
  await expect(app.main.getByText("could not be read as metadata")).toHaveCount(0);

  await app.main.getByRole("button", { name: "Rename" }).click();
  await page.getByRole("dialog").getByRole("textbox").fill("here");
  await page.keyboard.press("Enter");
  await beside.getByLabel("Do they agree on a target?").fill("x.txt");
  await beside.getByRole("button", { name: "Ask them" }).click();
  await expect(beside).toContainText("In no mapping do enough of them agree on it.");
  await expect(beside).toContainText("here signs 3 bytes with sha256 aa.");
  await atEachViewport(page, async () => expect(await axe(page)).toEqual([]));
});
