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
    await this.page.getByRole("button", { name: "Import a private key" }).click();
    const dialog = this.page.getByRole("dialog", { name: "Import a private key" });
    await dialog.getByRole("textbox", { name: "Name" }).fill(name);
    await dialog.getByLabel("Private key file").setInputFiles(file);
    await dialog.getByRole("button", { name: "Import" }).click();
    await expect(this.entry(name)).toBeVisible();
  }

  async makeDeviceKey(name: string): Promise<void> {
    await this.page.getByRole("button", { name: "Make a key on this device" }).click();
    const dialog = this.page.getByRole("dialog", { name: "Make a key on this device" });
    await dialog.getByRole("textbox", { name: "Name" }).fill(name);
    await dialog.getByRole("button", { name: "Make the key" }).click();
    await expect(this.entry(name)).toBeVisible();
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
    const anchor = this.page.getByRole("region", { name: "Anchor" });
    await anchor.getByRole("textbox", { name: "SHA-256 of root 1" }).fill(digest);
    await anchor.getByRole("button", { name: "Confirm root 1" }).click();
    await expect(anchor).toContainText("confirmed");
  }

  async review(digest: string): Promise<void> {
    await this.page.getByRole("link", { name: "Review root 2" }).click();
    await expect(this.page.getByRole("heading", { level: 1, name: /root 2/i })).toBeVisible();
    await this.page.getByRole("link", { name: "Compare" }).first().click();
    // What the person compares is what python-tuf computed; groups of four are a matter of spacing.
    const shown = this.page.getByRole("main");
    await expect.poll(async () => ((await shown.textContent()) ?? "").replace(/\s+/g, "")).toContain(digest);
    await this.page.getByRole("checkbox", { name: "All four rows are the same" }).check();
  }

  async signWith(keyName: string): Promise<void> {
    await this.page.getByRole("link", { name: "Sign", exact: true }).first().click();
    await this.page.getByRole("button", { name: `Sign root 2 with ${keyName}` }).click();
    await expect(this.page.getByRole("status").filter({ hasText: keyName })).toContainText("verified");
  }

  async expectComplete(): Promise<void> {
    await this.page.getByRole("link", { name: "Check", exact: true }).first().click();
    await expect(this.page.getByRole("main")).toContainText("root 1 or later will accept");
  }

  /** The bytes of 2.root.json as the screen saves them. */
  async exportRoot(): Promise<Uint8Array> {
    await this.page.getByRole("link", { name: "Export", exact: true }).first().click();
    const saved = this.page.waitForEvent("download");
    await this.page.getByRole("button", { name: "Save 2.root.json" }).click();
    return new Uint8Array(await readFile(await (await saved).path()));
  }
}
