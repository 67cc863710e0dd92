import { simKey, type SimKey } from "../../src/test/repository-simulator.ts";
import type { KeyId } from "../../src/tuf/model/ids.ts";
import { published, RepositorySimulator } from "../support/repositories.ts";
import { CountersignApp } from "./app.ts";
import { expect, test } from "../fixtures.ts";

test("rare kinds of keys count, and the code for draft ML-DSA is loaded for the repository that needs it", async ({ page }) => {
  const draft = simKey("ml-dsa-65", { "x-tuf-on-ci-keyowner": "@pq" });
  const others = [simKey("ed25519"), simKey("ecdsa-p521"), simKey("rsa-pss-sha512")];
  const sim = RepositorySimulator.published((s) => {
    s.roles.root = { keys: [draft, ...others], threshold: 4 };
  });
  const root2 = sim.publishRoot({ signers: others });
  const scripts: string[] = [];
  page.context().on("request", (request) => void scripts.push(new URL(request.url()).pathname));
  const ofDraft = (): readonly string[] => scripts.filter((path) => /\/ml-dsa-[^/]*\.js$/.test(path));
  const app = new CountersignApp(page);

  await app.goto();
  await page.waitForLoadState("networkidle");
  expect(ofDraft()).toEqual([]);

  await app.openFiles(...published(sim));
  await app.main.getByRole("button", { name: "Confirm root 1 as anchor" }).click();
  await expect(app.main).toContainText("3 keys of root 1 signed it, 4 are needed");
  await expect(app.main).toContainText("not every client can check");
  await app.main.getByRole("link", { name: "Review root 2" }).click();
  await app.main.getByRole("link", { name: /compare/i }).first().click();
  await app.main.getByRole("radio", { name: /compared all four rows/i }).check();
  await app.main.getByRole("button", { name: /sign|continue|next/i }).first().click();

  await expect(app.main).toContainText("openssl pkeyutl -sign -rawin -inkey KEY.pem -in root-2.tap21");
  const signature = app.main.getByRole("textbox", { name: "Signature of root 2" });
  const add = app.main.getByRole("button", { name: "Check and add this signature" });
  await signature.fill(Buffer.from(draft.node.sign(new TextEncoder().encode("another text"))).toString("hex"));
  await add.click();
  await expect(app.fault()).toContainText("3309 bytes (ML-DSA-65)");
  await signature.fill(Buffer.from(draft.node.sign(root2.signedBytes)).toString("base64"));
  await add.click();
  await expect(page.getByRole("heading", { level: 1, name: "Root 2 is complete" })).toBeVisible();
  expect(ofDraft()).toHaveLength(1); // the second opinion, in the closed worker
  expect(ofDraft()[0]).toMatch(/^\/workers\/closed\//);
});

test("an identity stands with who vouches for it, and an unknown kind with its names; neither breaks the document", async ({ page }) => {
  const known = simKey();
  const foreign = (keyId: string, object: SimKey["plain"]["object"]): SimKey => ({ node: known.node, plain: { keyId: keyId as KeyId, object } }); // any text is a key id
  const keys = [
    known,
    foreign("an-identity", { keytype: "sigstore-oidc", scheme: "Fulcio", keyval: { identity: "ada@example.com", issuer: "https://accounts.example.com" } }),
    foreign("a-sphinx", { keytype: "sphincs", scheme: "sphincs-shake-128s", keyval: { public: "ab" } }),
  ];
  const sim = RepositorySimulator.published((s) => {
    s.top.delegations = [{ name: "release", keys, threshold: 1, terminating: false, paths: ["*"] }];
    s.targetsOf("release", [known]);
  });
  const app = new CountersignApp(page);
  await app.goto();
  await app.openFiles(...published(sim));
  await app.confirmAnchor();
  await expect(app.main).toContainText("2 keys in 1 document cannot be used here");
  await page.getByRole("navigation", { name: "Roles" }).getByRole("link", { name: "targets" }).click();
  await expect(app.main).toContainText("ada@example.com, for whom https://accounts.example.com vouches");
  await expect(app.main).toContainText("identity, cannot be checked here");
  await expect(app.main).toContainText("sphincs, sphincs-shake-128s");
});
