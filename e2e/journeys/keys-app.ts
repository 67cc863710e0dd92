// The keys screen as a person meets it, and small roots that list the person's own key.
import { readFile } from "node:fs/promises";
import { expect, type CDPSession, type Locator, type Page } from "@playwright/test";
import { CountersignApp, json } from "./app.ts";

/** Deriving a key from a passphrase takes about a second of an idle machine, and many of a busy one. Units: milliseconds. */
const SLOW = { timeout: 60_000 };

export const PASSPHRASE = "vorpal sundial mango crate 88";

export class KeysApp extends CountersignApp {
  async open(): Promise<void> {
    await this.page.goto("/#/keys");
    await expect(this.page.getByRole("heading", { level: 1, name: "Keys" })).toBeVisible();
  }

  card(name: string): Locator {
    return this.main.getByRole("listitem").filter({ has: this.page.getByRole("heading", { level: 3, name, exact: true }) });
  }

  dialog(): Locator {
    return this.page.getByRole("dialog");
  }

  async begin(kind: RegExp): Promise<Locator> {
    await this.main.getByRole("button", { name: "Make or bring a key" }).click();
    await this.dialog().getByRole("button", { name: kind }).click();
    return this.dialog();
  }

  async makeDeviceKey(name: string): Promise<void> {
    const dialog = await this.begin(/for practice or low stakes/);
    await dialog.getByLabel("Name").fill(name);
    await dialog.getByRole("button", { name: "Make the key" }).click();
    await expect(this.card(name)).toBeVisible();
  }

  async addExternalKey(name: string, publicKey: string): Promise<void> {
    const dialog = await this.begin(/in an HSM/);
    await dialog.getByLabel("Name").fill(name);
    await dialog.getByLabel("Public key").fill(publicKey);
    await dialog.getByRole("button", { name: "Add the key" }).click();
    await expect(this.card(name)).toBeVisible();
  }

  /** From here on the key is being derived. */
  async fillPassphraseForm(name: string): Promise<Locator> {
    const dialog = await this.begin(/under a passphrase/);
    await dialog.getByLabel("Name").fill(name);
    await dialog.getByLabel("Passphrase", { exact: true }).fill(PASSPHRASE);
    await dialog.getByLabel("The same again").fill(PASSPHRASE);
    await dialog.getByRole("button", { name: "Make the key" }).click();
    return dialog;
  }

  /** Up to the backup, which is saved and not yet restored. */
  async makePassphraseKey(name: string): Promise<Buffer> {
    const dialog = await this.fillPassphraseForm(name);
    const saved = this.page.waitForEvent("download", SLOW);
    await dialog.getByRole("button", { name: /^Save / }).click(SLOW);
    return readFile(await (await saved).path());
  }

  async restoreBackup(file: Buffer, passphrase: string): Promise<void> {
    const dialog = this.dialog();
    await dialog.getByLabel("Backup file").setInputFiles({ name: "key.backup.pem", mimeType: "application/x-pem-file", buffer: file });
    await dialog.getByLabel("Passphrase", { exact: true }).fill(passphrase);
    await dialog.getByRole("button", { name: "Restore and compare" }).click();
  }

  async makePasskeyKey(name: string, form: "Wrapped" | "Derived"): Promise<void> {
    const dialog = await this.begin(/security key or passkey/);
    await dialog.getByLabel("Name").fill(name);
    await dialog.getByRole("radio", { name: new RegExp(`^${form}`) }).check();
    await dialog.getByRole("button", { name: "Make a new passkey" }).click();
    await dialog.getByRole("button", { name: "Touch it again, and make the key" }).click();
    await expect(this.card(name)).toBeVisible();
    await expect(dialog).toBeHidden();
  }

  async unlock(name: string, passphrase: string): Promise<void> {
    await this.card(name).getByRole("button", { name: "Unlock" }).click();
    await this.dialog().getByLabel("Passphrase", { exact: true }).fill(passphrase);
    await this.dialog().getByRole("button", { name: "Unlock", exact: true }).click();
  }

  /** Shape: a TUF key object, as the card shows it. */
  async tufKey(name: string): Promise<string> {
    const shown = await this.card(name).getByRole("region", { name: "Public key as TUF key object", includeHidden: true }).textContent();
    return shown ?? "";
  }

  /** The Sign step of a new root that lists this one key, compared. Each `year` makes another repository. */
  async goToSign(name: string, year: number): Promise<void> {
    const root = rootFor(await this.tufKey(name), await keyIdOf(this.card(name)), year);
    await this.page.goto("/");
    await this.openFiles(json("root.json", root));
    await this.main.getByRole("link", { name: "Review root 1" }).first().click();
    await this.compareAndGo();
  }

  /** From a review to its Sign step. */
  async compareAndGo(): Promise<void> {
    await this.main.getByRole("link", { name: /compare/i }).first().click();
    await this.main.getByRole("radio", { name: /compared all four rows/i }).check();
    await this.main.getByRole("button", { name: /sign|continue|next/i }).first().click();
    await expect(this.main.getByRole("heading", { name: "What is signed" })).toBeVisible();
  }

  async expectSigned(): Promise<void> {
    await expect(this.page).toHaveURL(/\/check$/, SLOW);
    await expect(this.main).toContainText(/complete|has enough|1 of 1/i);
  }
}

async function keyIdOf(card: Locator): Promise<string> {
  const text = await card.locator('[translate="no"]').filter({ hasText: /^[0-9a-f]{64}/ }).first().textContent();
  const id = /^[0-9a-f]{64}/.exec(text ?? "")?.[0];
  if (id === undefined) throw new Error("the card shows no key id");
  return id;
}

/** A root that only this key may sign, and that nobody has signed. */
function rootFor(tufKey: string, keyId: string, year: number): string {
  const role = { keyids: [keyId], threshold: 1 };
  const keys: unknown = { [keyId]: JSON.parse(tufKey) };
  return JSON.stringify({
    signatures: [],
    signed: { _type: "root", spec_version: "1.0.34", version: 1, expires: `${year}-01-01T00:00:00Z`, consistent_snapshot: true, keys, roles: { root: role, targets: role, snapshot: role, timestamp: role } },
  });
}

/** All that the page's databases hold, texts among it. Shape: hex. */
export async function storedBytes(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>): Promise<T> => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error("a database cannot be read"));
    });
    const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    const dump = (value: unknown): string => {
      if (value instanceof Uint8Array) return hex(value);
      if (typeof value === "string") return hex(new TextEncoder().encode(value));
      return typeof value === "object" && value !== null ? Object.values(value).map(dump).join("|") : "";
    };
    const found: string[] = [];
    for (const { name = "" } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(name));
      for (const store of database.objectStoreNames) found.push(dump(await settled(database.transaction(store).objectStore(store).getAll())));
      database.close();
    }
    return found.join("|");
  });
}

/** Security keys that the browser makes up; they belong to this tab. */
export class SecurityKeys {
  private readonly session: CDPSession;
  private constructor(session: CDPSession) {
    this.session = session;
  }

  static async of(page: Page): Promise<SecurityKeys> {
    const session = await page.context().newCDPSession(page);
    await session.send("WebAuthn.enable", { enableUI: false });
    return new SecurityKeys(session);
  }

  async plugIn(own: { readonly hasPrf?: boolean; readonly isUserVerified?: boolean } = {}): Promise<string> {
    const options = {
      protocol: "ctap2", ctap2Version: "ctap2_1", transport: "usb", hasResidentKey: true, hasUserVerification: true,
      isUserVerified: own.isUserVerified ?? true, automaticPresenceSimulation: true, hasPrf: own.hasPrf ?? true,
    } as const;
    return (await this.session.send("WebAuthn.addVirtualAuthenticator", { options })).authenticatorId;
  }

  async lose(authenticatorId: string): Promise<void> {
    await this.session.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId });
  }

  /** One that nobody touches answers nothing. */
  async touch(authenticatorId: string, enabled: boolean): Promise<void> {
    await this.session.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled });
  }
}
