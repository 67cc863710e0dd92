import { describe, expect, it } from "vitest";
import { at } from "../test/workspace-bench.ts";
import type { EnrolledAuthenticator, EntryFacts, KeyringEntry, PasskeyEntry } from "../keyring/keyring-entry.ts";
import { keyFindings } from "./key-findings.ts";

const CREATED = at("2026-01-31T00:00:00Z");
const facts = { id: "id", name: "Key", algorithm: "ed25519", createdAt: CREATED, practice: false, lastUsedAt: undefined, provenAt: undefined } as unknown as EntryFacts; // what findings are made of
const device: KeyringEntry = { ...facts, kind: "device", origin: "made" };
const authenticator: EnrolledAuthenticator = { credentialId: "a", addedAt: CREATED, lastUsedAt: undefined, backupEligible: false, backedUp: false, transports: [] };
const wrapped: PasskeyEntry = { ...facts, kind: "passkey", form: "wrapped", origin: "made", rpId: "localhost", authenticators: [authenticator], lock: { state: "locked" } };
const kinds = (entry: KeyringEntry, now: string, months = 6): readonly string[] => keyFindings([entry], at(now), months).map(({ kind }) => kind);

describe("a key that was not proved", () => {
  it("is found from the day that the months are over, counted in UTC", () => {
    expect(kinds(device, "2026-07-30T23:59:59Z")).toEqual([]);
    expect(keyFindings([device], at("2026-07-31T00:00:00Z"), 6)).toEqual([{ entryId: "id", kind: "not-proved", since: CREATED, everyMonths: 6, ever: false }]);
  });

  it("counts from the last proof, on the last day of shorter months", () => {
    const proved = { ...device, provenAt: at("2026-08-31T12:00:00Z") };
    expect(kinds(proved, "2027-02-28T11:59:59Z")).toEqual([]);
    expect(kinds(proved, "2027-02-28T12:00:00Z")).toEqual(["not-proved"]);
  });

  it("is none while its backup is awaited, which comes first", () => {
    const entry: KeyringEntry = { ...facts, kind: "passphrase", origin: "made", kdf: { n: 2, r: 1, p: 1, memoryBytes: 256 }, backup: { state: "awaiting" }, lock: { state: "locked" } };
    expect(kinds(entry, "2030-01-01T00:00:00Z")).toEqual(["backup-awaited"]);
  });

  it("is none of practice", () => {
    expect(kinds({ ...device, practice: true }, "2030-01-01T00:00:00Z")).toEqual([]);
  });
});

describe("a passkey key", () => {
  it("has no spare while one authenticator opens it; a derived key cannot have one", () => {
    expect(kinds(wrapped, "2026-02-01T00:00:00Z")).toEqual(["no-spare"]);
    expect(kinds({ ...wrapped, authenticators: [authenticator, { ...authenticator, credentialId: "b" }] }, "2026-02-01T00:00:00Z")).toEqual([]);
    expect(kinds({ ...wrapped, form: "derived" }, "2026-02-01T00:00:00Z")).toEqual([]);
  });

  it("is in a cloud account when any of its passkeys is", () => {
    const synced = { ...authenticator, credentialId: "b", backupEligible: true, backedUp: true };
    expect(kinds({ ...wrapped, authenticators: [authenticator, synced] }, "2026-02-01T00:00:00Z")).toEqual(["in-cloud-account"]);
  });
});
