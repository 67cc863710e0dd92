import { createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import { describe, expect, it } from "vitest";
import { utf8 } from "../lib/bytes.ts";
import type { Result } from "../lib/result.ts";
import { instantFromMs, parseInstant, type UtcInstant } from "../lib/utc-instant.ts";
import { parseMetadata } from "../tuf/model/parse-metadata.ts";
import { keyringServices, memoryStore } from "../test/keyring-bench.ts";
import { DRILL_PREFIX, drillDate, needsDrill } from "./key-drill.ts";
import type { ExternalEntry } from "./keyring-entry.ts";
import type { Keyring, KeyringEntry, KeyringFault } from "./keyring.ts";
import { keyringService } from "./keyring-service.ts";

const at = (text: string): UtcInstant => parseInstant(text)?.instant ?? fail();
const NOW = at("2026-11-23T10:00:00Z");
const LATER = at("2026-11-24T10:00:00Z");

async function external(keyring: Keyring, publicKey: string): Promise<KeyringEntry> {
  return value(await keyring.addExternalKey({ name: "HSM", publicKey, now: NOW }));
}

function drillOf(entry: KeyringEntry): string {
  return (entry as ExternalEntry).openDrill ?? fail(); // the caller has opened one
}

describe("a drill", () => {
  it("is a text that no client takes for metadata, with the key, the date and something new in it", async () => {
    const keyring = keyringService(keyringServices());
    const pem = generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" }).toString();
    const { id } = await external(keyring, pem);
    const first = drillOf(value(await keyring.openExternalDrill({ entryId: id, now: NOW })));
    const second = drillOf(value(await keyring.openExternalDrill({ entryId: id, now: NOW })));
    expect(first.startsWith(DRILL_PREFIX)).toBe(true);
    expect(first).toContain(`key: ${id}`);
    expect(drillDate(first)).toBe(NOW);
    expect(second).not.toBe(first);
    expect(parseMetadata(utf8(first)).ok).toBe(false);
  });

  it("of a key that is here is signed, verified and dated at once", async () => {
    const keyring = keyringService(keyringServices());
    const { id } = value(await keyring.createDeviceKey({ name: "Device", now: NOW }));
    expect(await keyring.proveHolding({ entryId: id, now: LATER })).toMatchObject({ ok: true, value: { provenAt: LATER, lastUsedAt: undefined } });
  });

  it("of an external key is closed by its signature, in whatever form, and dated by when it was opened", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    for (const write of [(signature: Buffer) => signature.toString("hex"), (signature: Buffer) => signature.toString("base64"), (signature: Buffer) => new Uint8Array(signature)]) {
      const keyring = keyringService(keyringServices());
      const { id } = await external(keyring, publicKey.export({ type: "spki", format: "pem" }).toString());
      const text = drillOf(value(await keyring.openExternalDrill({ entryId: id, now: NOW })));
      const signature = sign("sha256", Buffer.from(text), { key: privateKey, dsaEncoding: "ieee-p1363" });
      expect(await keyring.closeExternalDrill({ entryId: id, now: LATER, signature: write(signature) })).toMatchObject({ ok: true, value: { provenAt: NOW, openDrill: undefined } });
      expect(await keyring.closeExternalDrill({ entryId: id, now: LATER, signature: write(signature) })).toEqual({ ok: false, fault: { kind: "drill-not-open", name: "HSM" } });
    }
  });

  it("is not closed by a signature of another key, of an older drill, or by none", async () => {
    const store = memoryStore();
    const keyring = keyringService(keyringServices({ store }));
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const { id } = await external(keyring, publicKey.export({ type: "spki", format: "pem" }).toString());
    const older = drillOf(value(await keyring.openExternalDrill({ entryId: id, now: NOW })));
    const text = drillOf(value(await keyring.openExternalDrill({ entryId: id, now: NOW })));
    const before = await store.read();
    const close = (signature: string): ReturnType<Keyring["closeExternalDrill"]> => keyring.closeExternalDrill({ entryId: id, now: LATER, signature });
    const wrong = { ok: false, fault: { kind: "drill-signature-wrong", name: "HSM" } };
    expect(await close(sign(null, Buffer.from(text), generateKeyPairSync("ed25519").privateKey).toString("hex"))).toEqual(wrong);
    expect(await close(sign(null, Buffer.from(older), privateKey).toString("hex"))).toEqual(wrong);
    expect(await close(" ")).toEqual({ ok: false, fault: { kind: "external-signature-empty" } });
    expect(await store.read()).toEqual(before);
    expect((await close(sign(null, Buffer.from(text), privateKey).toString("hex"))).ok).toBe(true);
    expect(verify(null, Buffer.from(text), createPublicKey(publicKey.export({ type: "spki", format: "pem" })), sign(null, Buffer.from(text), privateKey))).toBe(true);
  });

  it("of one kind is no act for the other", async () => {
    const keyring = keyringService(keyringServices());
    const device = value(await keyring.createDeviceKey({ name: "Device", now: NOW }));
    const { id } = await external(keyring, generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" }).toString());
    const wanted = { ok: false, fault: { kind: "entry-kind", name: "Device", entryKind: "device", wanted: "external" } };
    expect(await keyring.openExternalDrill({ entryId: device.id, now: NOW })).toEqual(wanted);
    expect(await keyring.closeExternalDrill({ entryId: device.id, now: NOW, signature: "00" })).toEqual(wanted);
    expect(await keyring.proveHolding({ entryId: id, now: NOW })).toEqual({ ok: false, fault: { kind: "entry-is-external", name: "HSM" } });
  });
});

describe("a key that was not proved", () => {
  it.each([
    ["2026-01-15T00:00:00Z", 3, "2026-04-14T23:59:59Z", false],
    ["2026-01-15T00:00:00Z", 3, "2026-04-15T00:00:00Z", true],
    ["2026-11-30T12:00:00Z", 3, "2027-02-28T11:59:59Z", false], // February has no 30th
    ["2026-11-30T12:00:00Z", 3, "2027-02-28T12:00:00Z", true],
    ["2024-02-29T00:00:00Z", 12, "2025-02-28T00:00:00Z", true],
    ["2026-12-31T00:00:00Z", 2, "2027-02-28T00:00:00Z", true],
  ])("since %s is due %i months later: on %s it is %s", (since, months, now, due) => {
    expect(needsDrill({ provenAt: at(since), createdAt: instantFromMs(0) }, at(now), months)).toBe(due);
    expect(needsDrill({ provenAt: undefined, createdAt: at(since) }, at(now), months)).toBe(due);
  });
});

function fail(): never {
  throw new Error("this test is wrong about its own data");
}

function value<T>(result: Result<T, KeyringFault>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}
