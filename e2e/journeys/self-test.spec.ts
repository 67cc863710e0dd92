import type { Page } from "@playwright/test";
import { atEachViewport, axe, expect, test } from "../fixtures.ts";

async function runIt(page: Page): Promise<Readonly<Record<string, string>>> {
  await page.goto("/#/self-test");
  await expect(page.getByRole("heading", { level: 1, name: "Self-test" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Copy the report" })).toBeVisible({ timeout: 60_000 });
  return page.locator("[data-check]").evaluateAll((lines) => Object.fromEntries(lines.map((line) => [line.querySelector("h3")?.textContent ?? "", line.getAttribute("data-check-state") ?? ""])));
}

test("every check runs in this browser, none fails, and nothing is asked of the person", async ({ page }) => {
  test.setTimeout(120_000);
  const states = await runIt(page);
  expect(Object.keys(states).length).toBeGreaterThanOrEqual(28);
  expect(Object.entries(states).filter(([, state]) => state !== "passed" && state !== "limited" && state !== "not-asked")).toEqual([]);
  const mustPass = ["Ed25519", "ECDSA P-256", "ECDSA P-384", "ECDSA P-521", "RSA PKCS#1 v1.5 with SHA-256", "Ed25519: keys that fit every message", "A root document that needs two keys",
    "A key that scripts cannot take out, kept in this browser", "One tab at a time", "Tabs hear of each other’s changes", "A page that nobody changed on its way", "A policy that keeps foreign code out",
    "Text that cannot become script", "Workers that can reach no other host"];
  expect(mustPass.map((title) => [title, states[title]])).toEqual(mustPass.map((title) => [title, "passed"]));
  await page.getByText("The report", { exact: true }).click();
  const report = await page.getByRole("region", { name: "Report of the self-test" }).textContent();
  expect(report).toMatch(/^Countersign self-test\nBuild {4}\S+ [0-9a-f]{64}\nBrowser {2}.*Chrome.*\nDate {5}20\d\d-.*Z\n/);
  expect(report).toContain("Passed    ECDSA P-256 (in a worker): This browser’s cryptography and a second implementation agree.");
  await atEachViewport(page, async () => expect(await axe(page)).toEqual([]));
  expect(await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).not.toContain("countersign-self-test");
});

test("an authenticator is asked after a press, and its answer stands in the list", async ({ page }) => {
  test.setTimeout(120_000);
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", { options: { protocol: "ctap2", ctap2Version: "ctap2_1", transport: "usb", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true, hasPrf: true } });
  const states = await runIt(page);
  expect(states["Passkeys that can guard a key"]).toBe("not-asked");
  await page.getByRole("button", { name: "Ask my authenticator" }).click();
  await expect(page.locator('[data-check="passkeys"]')).toHaveAttribute("data-check-state", "passed");
  await expect(page.locator('[data-check="passkeys"]')).toContainText("the same secret twice");
});
