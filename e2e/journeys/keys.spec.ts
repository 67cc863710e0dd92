import { createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { KeysApp, PASSPHRASE, SecurityKeys, storedBytes } from "./keys-app.ts";
import { atEachViewport, axe, expect, test } from "../fixtures.ts";

test.describe.configure({ timeout: 300_000 }); // a dozen derivations, on a machine that may be busy

test("a passphrase key signs once its backup was restored, and again after a reload", async ({ page }) => {
  const app = new KeysApp(page);
  await app.open();
  const stopped = await app.fillPassphraseForm("Root key");
  await stopped.getByRole("button", { name: "Stop" }).click();
  await expect(stopped.getByRole("progressbar")).toBeHidden();
  await expect(stopped.getByLabel("Passphrase", { exact: true })).toHaveValue("");
  await stopped.getByRole("button", { name: "Leave it" }).click();
  await expect(app.main).toContainText("No keys of yours are here");
  const backup = await app.makePassphraseKey("Root key");
  expect(createPrivateKey({ key: backup, passphrase: PASSPHRASE }).asymmetricKeyType).toBe("ed25519");
  await app.restoreBackup(backup, "not the passphrase");
  await expect(app.dialog()).toContainText("The passphrase does not open this backup", { timeout: 60_000 });
  await expect(app.main).toContainText("No key here can sign yet.");
  await app.restoreBackup(backup, PASSPHRASE);
  await expect(app.dialog()).toBeHidden({ timeout: 60_000 });
  await expect(app.main).toContainText("One key here can sign.");

  await app.goToSign("Root key", 2031);
  await app.main.getByLabel("Passphrase", { exact: true }).fill("not the passphrase");
  await app.main.getByRole("button", { name: "Unlock and sign root 1 with Root key" }).click();
  await expect(app.main.getByRole("alert")).toContainText("The passphrase does not open this key", { timeout: 60_000 });
  await app.main.getByLabel("Passphrase", { exact: true }).fill(PASSPHRASE);
  await app.main.getByRole("button", { name: "Unlock and sign root 1 with Root key" }).click();
  await app.expectSigned();

  await app.open();
  await expect(app.card("Root key")).toContainText("Locked");
  await app.unlock("Root key", PASSPHRASE);
  await expect(app.card("Root key")).toContainText(/Unlocked, 1\d minutes left/, { timeout: 60_000 });
  await page.reload();
  await expect(app.card("Root key")).toContainText("Locked"); // memory is all that an unlocked key is in
  await app.goToSign("Root key", 2032);
  await app.main.getByLabel("Then keep it open").selectOption({ label: "for 15 minutes" });
  await app.main.getByLabel("Passphrase", { exact: true }).fill(PASSPHRASE);
  await app.main.getByRole("button", { name: "Unlock and sign root 1 with Root key" }).click();
  await app.expectSigned();
  await page.evaluate(() => { location.hash = "#/keys"; });
  await app.card("Root key").getByRole("button", { name: "Lock now" }).click();
  await expect(app.card("Root key")).toContainText("Locked");
  const { d: seed = "" } = createPrivateKey({ key: backup, passphrase: PASSPHRASE }).export({ format: "jwk" });
  const stored = await storedBytes(page);
  expect(stored.length).toBeGreaterThan(500); // or nothing was read
  for (const secret of [Buffer.from(seed, "base64url"), Buffer.from(PASSPHRASE)]) expect(stored).not.toContain(secret.toString("hex"));
  expect(await page.evaluate(() => document.documentElement.outerHTML + JSON.stringify({ ...localStorage, ...sessionStorage }) + JSON.stringify(history.state) + location.href)).not.toContain("vorpal");
});

test("a device key says what it does not keep from, and practises before it signs at a click", async ({ page }) => {
  const app = new KeysApp(page);
  await app.open();
  await app.makeDeviceKey("This laptop");
  await expect(app.card("This laptop")).toContainText("whoever can read this browser’s profile on the disk can read the key");
  await app.card("This laptop").getByRole("button", { name: "Practise with it" }).click();
  await app.dialog().getByRole("button", { name: "Start practice over with it" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Practice" })).toBeVisible();
  await app.main.getByRole("link", { name: "Review root 3" }).first().click();
  await expect(app.main).toContainText(/@you joins/);
  await app.compareAndGo();
  await app.main.getByRole("radio", { name: "This laptop" }).check();
  await app.main.getByRole("button", { name: "Sign root 3 with This laptop" }).click();
  await expect(page).toHaveURL(/\/check$/);

  await app.open();
  await app.goToSign("This laptop", 2031);
  await app.main.getByRole("button", { name: "Sign root 1 with This laptop" }).click();
  await app.expectSigned();
});

test("a key that is held elsewhere is proved and signs through its own tool", async ({ page }) => {
  const app = new KeysApp(page);
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  await app.open();
  await app.addExternalKey("HSM in the safe", publicKey.export({ type: "spki", format: "pem" }).toString());

  await app.card("HSM in the safe").getByRole("button", { name: "Prove that you hold it" }).click();
  const text = await app.dialog().getByRole("region", { name: "The text to sign" }).textContent();
  await app.dialog().getByLabel("Signature").fill(sign("sha256", Buffer.from(text ?? ""), { key: privateKey, dsaEncoding: "ieee-p1363" }).toString("hex"));
  await app.dialog().getByRole("button", { name: "Check this signature" }).click();
  await expect(app.dialog()).toBeHidden();
  await expect(app.card("HSM in the safe")).toContainText(/Last proved20/);

  await app.goToSign("HSM in the safe", 2031);
  await app.main.getByText("The same bytes as text").click();
  const hex = await app.main.getByRole("region", { name: "The bytes as Hex" }).textContent();
  const saved = page.waitForEvent("download");
  await app.main.getByRole("button", { name: /^Download/ }).click();
  const bytes = await readFile(await (await saved).path());
  expect(bytes.toString("hex")).toBe(hex);
  await expect(app.main.getByRole("region", { name: "Command line" })).toContainText("openssl dgst -sha256 -sign KEY.pem -out root-1.sig root-1.canonical");
  await app.main.getByLabel("Signature of root 1").fill(sign("sha256", Buffer.from("another document"), privateKey).toString("base64"));
  await app.main.getByRole("button", { name: "Check and add this signature" }).click();
  await expect(app.main.getByRole("alert")).toContainText("This signature was not added");
  await app.main.getByLabel("Signature of root 1").fill(sign("sha256", bytes, privateKey).toString("base64"));
  await app.main.getByRole("button", { name: "Check and add this signature" }).click();
  await app.expectSigned();
});

test("a wrapped passkey key has a spare that still signs when the first authenticator is lost", async ({ page }) => {
  const keys = await SecurityKeys.of(page);
  const first = await keys.plugIn();
  const app = new KeysApp(page);
  await app.open();
  await app.makePasskeyKey("Root key", "Wrapped");
  await app.goToSign("Root key", 2031);
  await app.main.getByRole("button", { name: "Touch and sign root 1 with Root key" }).click();
  await app.expectSigned();
  await app.open();
  await page.reload();
  await expect(app.card("Root key")).toContainText("Locked");
  await app.goToSign("Root key", 2032);
  await app.main.getByRole("button", { name: "Touch and sign root 1 with Root key" }).click();
  await app.expectSigned();

  await app.open();
  await app.card("Root key").getByRole("button", { name: "Enrol a spare" }).click();
  const second = await keys.plugIn();
  await keys.touch(first, false);
  await app.dialog().getByRole("button", { name: "Make the passkey", exact: true }).click();
  await expect(app.dialog()).toContainText("cannot be copied off its authenticator");
  await keys.touch(first, true);
  await keys.touch(second, false);
  await app.dialog().getByRole("button", { name: /^Touch the present one/ }).click();
  await expect(app.dialog()).toContainText("It is open");
  await keys.touch(first, false);
  await keys.touch(second, true);
  await app.dialog().getByRole("button", { name: /^Touch the spare/ }).click();
  await expect(app.dialog()).toBeHidden();

  await keys.lose(first);
  await app.card("Root key").getByRole("button", { name: "Remove Authenticator 1" }).click();
  await app.dialog().getByRole("button", { name: "Remove it" }).click();
  await expect(app.card("Root key")).toContainText("One authenticator opens it.");
  await app.goToSign("Root key", 2033);
  await app.main.getByRole("button", { name: "Touch and sign root 1 with Root key" }).click();
  await app.expectSigned();
});

test("a derived passkey key is the same after the site's data was cleared", async ({ page, appOrigin }) => {
  const keys = await SecurityKeys.of(page);
  await keys.plugIn();
  const app = new KeysApp(page);
  await app.open();
  await app.makePasskeyKey("Roaming", "Derived");
  const before = await app.tufKey("Roaming");
  await app.goToSign("Roaming", 2031);
  await app.main.getByRole("button", { name: "Touch and sign root 1 with Roaming" }).click();
  await app.expectSigned();

  const session = await page.context().newCDPSession(page);
  await session.send("Storage.clearDataForOrigin", { origin: appOrigin, storageTypes: "all" });
  await page.goto("/");
  await app.open();
  await page.reload();
  await expect(app.main).toContainText("No keys of yours are here");
  const dialog = await app.begin(/security key or passkey/);
  await dialog.getByLabel("Name").fill("Found again");
  await dialog.getByRole("radio", { name: /^Derived/ }).check();
  await dialog.getByRole("button", { name: "I have made it before: find it" }).click();
  await expect(app.card("Found again")).toBeVisible();
  expect(await app.tufKey("Found again")).toBe(before);
  await app.goToSign("Found again", 2032);
  await app.main.getByRole("button", { name: "Touch and sign root 1 with Found again" }).click();
  await app.expectSigned();
});

for (const [what, authenticator, words] of [
  ["an authenticator without PRF", { hasPrf: false }, /cannot compute secrets with it, so it is not used/],
  ["one that cannot verify who touches it", { isUserVerified: false }, /No passkey was made: the request was cancelled/],
] as const) {
  test(`${what} makes no key, and says why`, async ({ page }) => {
    const keys = await SecurityKeys.of(page);
    await keys.plugIn(authenticator);
    const app = new KeysApp(page);
    await app.open();
    const dialog = await app.begin(/security key or passkey/);
    await dialog.getByLabel("Name").fill("Root key");
    await dialog.getByRole("button", { name: "Make a new passkey" }).click();
    await expect(dialog).toContainText(words);
    await dialog.getByRole("button", { name: "Leave it" }).click();
    await expect(app.main).toContainText("No keys of yours are here");
  });
}

test("a touch that is not given leaves the key locked, the act undone, and can be asked again", async ({ page }) => {
  const keys = await SecurityKeys.of(page);
  const only = await keys.plugIn();
  const app = new KeysApp(page);
  await app.open();
  await app.makePasskeyKey("Root key", "Wrapped");
  await keys.touch(only, false);
  await app.card("Root key").getByRole("button", { name: "Unlock" }).click();
  await app.dialog().getByRole("button", { name: "Touch to unlock" }).click();
  await app.dialog().getByRole("button", { name: "Leave it" }).click();
  await expect(app.card("Root key")).toContainText("Locked");
  await keys.touch(only, true);
  await app.card("Root key").getByRole("button", { name: "Unlock" }).click();
  await app.dialog().getByRole("button", { name: "Touch to unlock" }).click();
  await expect(app.card("Root key")).toContainText(/Unlocked, 1\d minutes left/);

  // Headless, no tab is ever out of sight: the page is told what a browser would tell it.
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await expect(app.card("Root key")).toContainText("Locked");
});

test("two tabs show one keyring, and one cannot delete what the other has open", async ({ page, context }) => {
  const app = new KeysApp(page);
  await app.open();
  const other = new KeysApp(await context.newPage());
  await other.open();
  await app.makeDeviceKey("Made in the first tab");
  await expect(other.card("Made in the first tab")).toBeVisible();

  const backup = await app.makePassphraseKey("Root key");
  await app.restoreBackup(backup, PASSPHRASE);
  await expect(app.dialog()).toBeHidden({ timeout: 60_000 });
  await app.unlock("Root key", PASSPHRASE);
  await expect(app.card("Root key")).toContainText(/Unlocked/, { timeout: 60_000 });
  await expect(other.card("Root key")).toContainText("Locked"); // each tab has locks of its own
  const remove = async (): Promise<void> => {
    await other.dialog().getByRole("button", { name: "Delete the key" }).click();
  };
  await other.card("Root key").getByRole("button", { name: "Delete" }).click();
  await other.dialog().getByLabel("Type its name to go on").fill("Root key");
  await remove();
  await expect(other.dialog()).toContainText("is unlocked in another tab");
  await expect(app.card("Root key")).toBeVisible();
  await app.card("Root key").getByRole("button", { name: "Lock now" }).click();
  await remove();
  await expect(app.card("Root key")).toBeHidden();
});

/** At each size in the light scheme; the dark one changes colours, not the layout. */
async function look(page: Page, state: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await atEachViewport(page, async (size) => {
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth), `${state} ${size} fits its window`).toBeLessThanOrEqual(0);
      if (colorScheme === "light" || size === "phone") expect(await axe(page), `${state} ${colorScheme} ${size}`).toEqual([]);
    });
  }
}

test("axe finds nothing while a key is chosen, made and backed up, at any size, light or dark", async ({ page }) => {
  const app = new KeysApp(page);
  await app.open();
  await look(page, "empty");
  await app.main.getByRole("button", { name: "Make or bring a key" }).click();
  await look(page, "choice");
  await app.dialog().getByRole("button", { name: /under a passphrase/ }).click();
  await app.dialog().getByLabel("Passphrase", { exact: true }).fill("password1234");
  await expect(app.dialog()).toContainText("Too easy.", { timeout: 30_000 });
  await look(page, "weak passphrase");
  await page.keyboard.press("Escape");
  await app.begin(/key file/);
  await look(page, "import");
  await page.keyboard.press("Escape");
  await app.makePassphraseKey("Root key");
  await look(page, "backup");
  await page.keyboard.press("Escape");
  await app.card("Root key").getByRole("button", { name: "Restore its backup" }).click();
  await look(page, "backup later");
});

test("axe finds nothing on the cards and in what they ask, at any size, light or dark", async ({ page }) => {
  const keys = await SecurityKeys.of(page);
  await keys.plugIn();
  const app = new KeysApp(page);
  await app.open();
  await app.makePasskeyKey("Security key", "Wrapped");
  await app.makePasskeyKey("Roaming", "Derived");
  await app.addExternalKey("HSM", generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" }).toString());
  await look(page, "cards");
  for (const [card, act] of [["Security key", "Enrol a spare"], ["Security key", "Write a backup"], ["Security key", "Unlock"], ["Security key", "Practise with it"], ["HSM", "Prove that you hold it"], ["Roaming", "Remove"]] as const) {
    await app.card(card).getByRole("button", { name: act, exact: true }).click();
    await expect(app.dialog()).toBeVisible();
    await look(page, act);
    await page.keyboard.press("Escape");
  }
});
