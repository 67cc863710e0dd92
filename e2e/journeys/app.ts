// The app as a person meets it. Names that several journeys look for stand here.
import { existsSync } from "node:fs";
import { expect, type Locator, type Page } from "@playwright/test";

export const CORPORA = "../shared/corpora";
export const hasCorpora: boolean = existsSync(CORPORA);

export class CountersignApp {
  readonly page: Page;
  readonly main: Locator;
  constructor(page: Page) {
    this.page = page;
    this.main = page.getByRole("main");
  }

  async goto(): Promise<void> {
    await this.page.goto("/");
    await expect(this.page.getByRole("heading", { level: 1, name: "Open a repository" })).toBeVisible();
  }

  /** Through the input that every browser has; the picker of some is another way to the same place. */
  async openFolder(folder: string): Promise<void> {
    await this.page.getByLabel("Choose a folder", { exact: true }).setInputFiles(folder);
  }

  async openFiles(...files: readonly (string | { readonly name: string; readonly mimeType: string; readonly buffer: Buffer })[]): Promise<void> {
    await this.page.locator("input[type=file]:not([webkitdirectory])").first().setInputFiles(files as Parameters<Locator["setInputFiles"]>[0]);
  }

  async openPractice(): Promise<void> {
    await this.page.getByRole("button", { name: "Open the practice repository" }).click();
    await expect(this.page.getByRole("heading", { level: 1, name: "Practice" })).toBeVisible({ timeout: 20_000 });
  }

  /** Shape of `utc`: `2025-12-07 18:00`. */
  async setAsOf(utc: string): Promise<void> {
    await this.page.getByRole("button", { name: /^(Now|As of)/ }).click();
    await this.page.getByLabel("Date and time, in UTC").fill(utc);
    await this.page.getByRole("button", { name: "Show as of then" }).click();
    await expect(this.page.getByText(/not now/)).toBeVisible();
  }

  async confirmAnchor(): Promise<void> {
    await this.page.getByRole("button", { name: /^Confirm root \d+ as anchor$/ }).click();
    await expect(this.main.getByText("A client can update.")).toBeVisible();
  }

  fault(): Locator {
    return this.main.getByRole("alert");
  }
}

export function json(name: string, text: string): { readonly name: string; readonly mimeType: string; readonly buffer: Buffer } {
  return { name, mimeType: "application/json", buffer: Buffer.from(text) };
}
