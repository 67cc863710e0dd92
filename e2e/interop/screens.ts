// The screens of the journey as a key holder meets them. Every name that is looked for stands in this file alone.
import { readFile } from "node:fs/promises";
import { expect, type Locator, type Page } from "@playwright/test";

export class KeysScreen {
  private readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    await this.page.goto("/#/keys");
    await expect(this.page.getByRole("heading", { level: 1, name: "Keys" })).toBeVisible();
  }

  async importPem(name: string, file: string): Promise<void> {
    const dialog = await this.begin("A key file that you have", "Import a private key");
    await dialog.getByRole("textbox", { name: "Name" }).fill(name);
    await dialog.getByLabel("Private key file").setInputFiles(file);
    await dialog.getByRole("radio", { name: "As a device key" }).check();
    await dialog.getByRole("button", { name: "Import", exact: true }).click();
    await expect(this.entry(name)).toBeVisible();
  }

  async makeDeviceKey(name: string): Promise<void> {
    const dialog = await this.begin("A key for practice or low stakes", "Make a key in this browser");
    await dialog.getByRole("textbox", { name: "Name" }).fill(name);
    await dialog.getByRole("button", { name: "Make the key" }).click();
    await expect(this.entry(name)).toBeVisible();
  }

  private async begin(kind: string, title: string): Promise<Locator> {
    await this.page.getByRole("button", { name: "Make or bring a key" }).click();
    await this.page.getByRole("dialog", { name: "What kind of key?" }).getByRole("button", { name: kind }).click();
    return this.page.getByRole("dialog", { name: title });
  }

  /** The public key as PEM, through the file that the screen saves. */
  async savePem(name: string): Promise<string> {
    const saved = this.page.waitForEvent("download");
    await this.entry(name).getByRole("button", { name: "Save as PEM" }).click();
    return readFile(await (await saved).path(), "utf8");
  }

  private entry(name: string): Locator {
    return this.page.getByRole("listitem").filter({ has: this.page.getByRole("heading", { name, exact: true }) });
  }
}

export class RepositoryScreens {
  private readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async open(files: readonly string[]): Promise<void> {
    await this.page.goto("/#/");
    const choosing = this.page.waitForEvent("filechooser");
    await this.page.getByRole("button", { name: "Choose files" }).click();
    await (await choosing).setFiles([...files]);
    await expect(this.page.getByRole("link", { name: "Review root 2" })).toBeVisible();
  }

  /** The digest is what the person was given by another way than the files. */
  async confirmAnchor(digest: string): Promise<void> {
    const { page } = this;
    await page.getByRole("textbox", { name: "SHA-256 of root 1 that you were given" }).fill(digest);
    await page.getByRole("button", { name: "Confirm root 1 as anchor" }).click();
    await expect(page.getByRole("main")).toContainText("Root 1, confirmed by you");
  }

  async review(digest: string): Promise<void> {
    const { page } = this;
    await page.getByRole("link", { name: "Review root 2" }).click();
    await expect(page.getByRole("heading", { level: 1, name: /root 2/i })).toBeVisible();
    await this.step("Compare");
    // What the person compares is what python-tuf computed; groups of four and rows are a matter of spacing.
    const hex = page.getByRole("main").getByText(/^[0-9a-f]{4}$/);
    await expect.poll(async () => (await hex.allTextContents()).join("")).toContain(digest);
    await page.getByRole("radio", { name: "I compared all four rows with another signer, and they are the same" }).check();
    await page.getByRole("button", { name: "Go on to sign" }).click();
    await expect(page).toHaveURL(/\/sign$/);
  }

  async signWith(keyName: string): Promise<void> {
    const { page } = this;
    await this.step("Sign");
    const choice = page.getByRole("radio", { name: keyName });
    if (await choice.count() > 0) await choice.check();
    await page.getByRole("button", { name: `Sign root 2 with ${keyName}` }).click();
    await expect(page.getByText("Signed. A second implementation verified it.").first()).toBeVisible();
    await expect(page.getByRole("main").getByRole("listitem").filter({ hasText: keyName }).first()).toBeVisible();
  }

  async expectComplete(): Promise<void> {
    await this.step("Check");
    await expect(this.page.getByRole("heading", { level: 1, name: "Root 2 is complete" })).toBeVisible();
    await expect(this.page.getByRole("main")).toContainText("root 1 or later will accept");
  }

  /** The bytes of 2.root.json as the screen saves them. */
  async exportRoot(): Promise<Uint8Array> {
    await this.step("Export");
    const saved = this.page.waitForEvent("download");
    await this.page.getByRole("button", { name: "Download 2.root.json" }).click();
    return new Uint8Array(await readFile(await (await saved).path()));
  }

  /** Through the bar of steps, which stands on every screen of the ceremony. */
  private async step(name: string): Promise<void> {
    await this.page.getByRole("navigation", { name: /^Signing root 2/ }).or(this.page.getByRole("list", { name: /^Signing root 2/ })).getByRole("link", { name: new RegExp(name) }).click();
  }
}
