// The main job, judged from outside: keys by openssl and python-tuf, signed through the screens, accepted by python-tuf.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "../fixtures.ts";
import { ACCEPTED, makeCeremony, type Ceremony } from "./python.ts";
import { KeysScreen, RepositoryScreens } from "./screens.ts";

const DEVICE_KEY = "This laptop";

for (const kind of ["rotated", "same"] as const) {
  test(`python-tuf accepts a root (${kind} keys) that imported keys signed through the screens`, async ({ page }, info) => {
    const ceremony = await makeCeremony(info.outputPath("ceremony"), kind);
    const keys = new KeysScreen(page);
    await keys.open();
    for (const { file } of ceremony.facts.signers) await keys.importPem(nameOf(file), ceremony.keyFile(nameOf(file)));
    const after = await signThroughScreens(new RepositoryScreens(page), ceremony);
    await expectAccepted(ceremony, after);
  });
}

test("python-tuf accepts a root that a key made in the app signed through the screens", async ({ page }, info) => {
  const keys = new KeysScreen(page);
  await keys.open();
  await keys.makeDeviceKey(DEVICE_KEY);
  const ceremony = await makeCeremony(info.outputPath("ceremony"), "device", await keys.savePem(DEVICE_KEY));
  for (const { file } of ceremony.facts.signers) if (file !== null) await keys.importPem(file, ceremony.keyFile(file));
  const after = await signThroughScreens(new RepositoryScreens(page), ceremony);
  await expectAccepted(ceremony, after);
});

async function signThroughScreens(screens: RepositoryScreens, { repository, facts }: Ceremony): Promise<Uint8Array> {
  await screens.open((await readdir(repository)).map((name) => join(repository, name)));
  await screens.confirmAnchor(facts.anchorDigest);
  await screens.review(facts.digest);
  for (const { file } of facts.signers) await screens.signWith(nameOf(file));
  await screens.expectComplete();
  return screens.exportRoot();
}

/** For the old and for the new threshold, by its client too, with no byte changed outside the value of `signatures`. */
async function expectAccepted(ceremony: Ceremony, after: Uint8Array): Promise<void> {
  const verdict = await ceremony.judge(after);
  expect(verdict).toMatchObject(ACCEPTED);
  for (const { keyId } of ceremony.facts.signers) expect(verdict.signedBy).toContain(keyId);
}

/** Keys are named after their files; the one without a file is the device's own. */
function nameOf(file: string | null): string {
  return file ?? DEVICE_KEY;
}
