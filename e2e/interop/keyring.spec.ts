// The keyring and the file writer against python-tuf, without a browser: what the screens will do, minus the screens.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { keyringService } from "../../src/keyring/keyring-service.ts";
import type { Keyring, KeyringEntry, KeyringFault } from "../../src/keyring/keyring.ts";
import type { Bytes } from "../../src/lib/bytes.ts";
import type { Result } from "../../src/lib/result.ts";
import { instantFromMs } from "../../src/lib/utc-instant.ts";
import { writeSignatures, type NewSignature } from "../../src/tuf/edit/replace-signatures.ts";
import { keyringServices } from "../../src/test/keyring-bench.ts";
import { parseMetadata } from "../../src/tuf/model/parse-metadata.ts";
import { ACCEPTED, makeCeremony, type Ceremony } from "./python.ts";

const now = instantFromMs(Date.now());

for (const kind of ["rotated", "same", "device"] as const) {
  test(`python-tuf accepts root 2 (${kind}) signed by the keyring, for the old and the new threshold`, async ({}, info) => {
    const keyring = keyringInMemory();
    const device = kind === "device" ? value(await keyring.createDeviceKey({ name: "This device", now })) : undefined;
    const ceremony = await makeCeremony(info.outputPath("ceremony"), kind, device?.publicKey.pem);
    const entries = await importSigners(keyring, ceremony, device);
    const before = await pendingRoot(ceremony);
    const after = await sign(keyring, before, entries, ceremony.facts.digest);
    const { facts } = ceremony;
    expect(await ceremony.judge(after)).toMatchObject(ACCEPTED);
    // The key ids that python-tuf computes are the ones that the keyring shows.
    expect(entries.map((entry) => entry.publicKey.keyId as string)).toEqual(facts.signers.map((signer) => signer.keyId)); // a brand is a string
  });
}

test("python-tuf refuses when one signature is missing, so that its yes means something", async ({}, info) => {
  const keyring = keyringInMemory();
  const ceremony = await makeCeremony(info.outputPath("ceremony"), "rotated");
  const entries = await importSigners(keyring, ceremony, undefined);
  const after = await sign(keyring, await pendingRoot(ceremony), entries.slice(0, -1), ceremony.facts.digest);
  const verdict = await ceremony.judge(after);
  expect(verdict).toMatchObject({ oldThresholdMet: true, newThresholdMet: false, outsideUnchanged: true });
  expect(verdict.client).toContain("was signed by 1/2 keys");
});

test("one byte changed outside the signatures is seen", async ({}, info) => {
  const ceremony = await makeCeremony(info.outputPath("ceremony"), "rotated");
  const text = new TextDecoder().decode(await pendingRoot(ceremony));
  const space = await ceremony.judge(new TextEncoder().encode(`${text}\n`));
  expect(space).toMatchObject({ outsideUnchanged: false, samePayload: true });
  const number = await ceremony.judge(new TextEncoder().encode(text.replace('"threshold": 2', '"threshold": 1')));
  expect(number).toMatchObject({ outsideUnchanged: false, samePayload: false });
});

function keyringInMemory(): Keyring {
  return keyringService(keyringServices());
}

/** In the order in which the ceremony names them. */
async function importSigners(keyring: Keyring, ceremony: Ceremony, device: KeyringEntry | undefined): Promise<readonly KeyringEntry[]> {
  const entries: KeyringEntry[] = [];
  for (const { file } of ceremony.facts.signers) {
    if (file !== null) {
      const bytes = new Uint8Array(await readFile(ceremony.keyFile(file)));
      entries.push(value(await keyring.importKey({ name: file, file: bytes, as: { kind: "device" }, now })).entry);
    } else if (device !== undefined) entries.push(device);
  }
  return entries;
}

async function pendingRoot(ceremony: Ceremony): Promise<Bytes> {
  return new Uint8Array(await readFile(join(ceremony.repository, "2.root.json")));
}

async function sign(keyring: Keyring, documentBytes: Bytes, entries: readonly KeyringEntry[], pythonDigest: string): Promise<Bytes> {
  const parsed = parseMetadata(documentBytes);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.fault));
  const { digest } = parsed.value;
  expect(digest as string).toBe(pythonDigest); // a brand is a string
  const signatures: NewSignature[] = [];
  for (const entry of entries) {
    const made = value(await keyring.sign({ entryId: entry.id, documentBytes, reviewedDigest: digest, now }));
    signatures.push({ keyId: entry.publicKey.keyId, sig: made.signatureHex });
  }
  return writeSignatures(parsed.value, signatures).bytes;
}

function value<T>(result: Result<T, KeyringFault>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}
