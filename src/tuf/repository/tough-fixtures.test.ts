import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { webCryptoVerifier } from "../../crypto/webcrypto-verifier.ts";
import { instantFromMs } from "../../lib/utc-instant.ts";
import { CORPORA, hasCorpora, layoutOf, readFolder } from "../../test/corpora.ts";
import { offerLayout } from "../../dialects/offer-layout.ts";
import type { Profile } from "../client/profile.ts";
import { updateClient } from "../client/update.ts";
import { assessRepository } from "./assess.ts";
import { viewOf } from "./view.ts";

const FOLDER = `${CORPORA}/tough-fixtures`;
const verifier = webCryptoVerifier(globalThis.crypto.subtle);

/** One line for a fixture: the answer, each root's quorums (old / own), what is found, what is delegated. */
async function said(fixture: string, year: number): Promise<string> {
  const assessed = await assess(fixture, year);
  if (!assessed.ok) return `${assessed.fault.kind}: ${assessed.fault.unreadable.map(({ fault }) => fault.kind).join(", ")}`;
  const { headline, documents, findings, tree } = assessed.value.report;
  const answer = headline.kind === "can-update" ? "can update" : headline.kind === "cannot-update" ? `${headline.fault.role} ${headline.fault.kind}` : headline.why.kind;
  const quorums = documents.filter(({ role }) => role === "root").map(({ version, quorums: all }) => `root ${version} has ${all.map(({ report }) => `${report.counted} of ${report.threshold}`).join(" / ")}`);
  const found = [...new Set(findings.map((finding) => (finding.kind === "format" ? finding.note.kind : finding.kind)))];
  const roles = (tree?.children ?? []).map((child) => (child.kind === "role" ? `${child.role} ${child.verdict.kind}` : child.name));
  return [answer, ...quorums, ...found, ...roles].join("; ");
}

async function assess(fixture: string, year: number): ReturnType<typeof assessRepository> {
  const folder = readdirSync(`${FOLDER}/${fixture}`).includes("metadata") ? `${FOLDER}/${fixture}/metadata` : `${FOLDER}/${fixture}`;
  const layout = layoutOf(readFolder(folder));
  const now = instantFromMs(Date.UTC(year, 0, 1));
  return assessRepository({ layout: layout.kind, files: offerLayout(layout, "opened"), anchor: undefined, seen: undefined, invitations: [], now }, verifier);
}

/** Everything that a client of this profile has against a fixture, and why nobody could read it where nobody can. */
async function against(fixture: string, year: number, profile: Profile): Promise<readonly string[]> {
  const assessed = await assess(fixture, year);
  if (!assessed.ok) return assessed.fault.unreadable.map(({ fault }) => fault.kind);
  const { inventory, chain, context } = assessed.value;
  const { steps } = await updateClient(viewOf(inventory, "opened", Number.MAX_SAFE_INTEGER), chain.anchor.metadata, { ...context, profile });
  return steps.flatMap(({ faults }) => faults.map((fault) => `${fault.role} ${fault.kind === "not-conforming" ? fault.note.kind : fault.kind} ${fault.spec}`));
}

/** What tough's own tests expect of each: good where they load it, bad where they refuse it. */
const FIXTURES: readonly (readonly [string, number, string])[] = [
  ["consistent-snapshots", 2019, "can update; root 1 has 1 of 1"],
  ["cross-sign-root", 2019, "no-timestamp; root 1 has 0 of 1"],
  ["dubious-role-names", 2019, "can update; root 1 has 1 of 1; date-form; ../../path/like/dubious accepted; 🍺/30 accepted; ᚩ os, ᚱ rad, ᚳ cen, ᚷ gyfu, ᚹ ƿynn, ᚻ hægl, ... accepted"],
  ["duplicate-keyid", 2019, "no-root: json-duplicate-key"],
  ["duplicate-sig-keys", 2019, "no-root: duplicate-signature"],
  ["duplicate-sigs", 2019, "no-root: duplicate-signature"],
  ["ecdsa-new-type-sig-keys", 2019, "no-timestamp; root 9 has 5 of 3"],
  ["expired-repository", 1998, "can update; root 1 has 1 of 1"],
  ["expired-repository", 1999, "timestamp expired; root 1 has 1 of 1"],
  ["expired-root-json-signature", 2019, "no-timestamp; root 1 has 1 of 1"],
  ["hex-encoded-ecdsa-sig-keys", 2019, "no-timestamp; root 2 has 5 of 3; date-form; hex-point-key"],
  ["invalid-root-json-signature", 2019, "no-timestamp; root 1 has 0 of 1; signature-does-not-verify"],
  ["mismatched-root-json-keyids", 2019, "no-timestamp; root 1 has 0 of 1; threshold-unreachable; key-not-listed"],
  ["no-root-json-signatures", 2019, "no-timestamp; root 1 has 0 of 1"],
  ["pem-encoded-ecdsa-sig-keys", 2019, "no-timestamp; root 5 has 4 of 3"],
  ["rotated-root", 2019, "can update; root 1 has 1 of 1; root 2 has 1 of 1 / 1 of 1; root-keys; signed-by-former-keys"],
  ["safe-target-paths", 2019, "can update; root 1 has 1 of 1; delegated accepted"],
  ["simple-rsa", 2019, "no-timestamp; root 1 has 1 of 1"],
  ["tuf-reference-impl", 2019, "can update; root 1 has 1 of 1; role1 accepted"],
];

/** What is bad among them, and why. A lone root ends at the timestamp that is not there; in strict it ends at its first fault. */
const BAD: readonly (readonly [fixture: string, year: number, Profile, readonly string[]])[] = [
  ["cross-sign-root", 2019, "audit", ["root threshold 5.2", "timestamp missing 5.4.1"]],
  ["dubious-role-names", 2019, "strict", ["timestamp date-form 4.2.3"]],
  ["duplicate-keyid", 2019, "audit", ["json-duplicate-key"]],
  ["duplicate-sig-keys", 2019, "audit", ["duplicate-signature"]],
  ["duplicate-sigs", 2019, "audit", ["duplicate-signature"]],
  ["expired-repository", 1999, "audit", ["timestamp expired 5.4.4"]],
  ["expired-root-json-signature", 2019, "audit", ["root expired 5.3.10", "timestamp missing 5.4.1"]],
  ["expired-root-json-signature", 2019, "strict", ["root expired 5.3.10"]],
  ["hex-encoded-ecdsa-sig-keys", 2019, "strict", ["root date-form 4.2.3"]],
  ["invalid-root-json-signature", 2019, "audit", ["root threshold 5.2", "timestamp missing 5.4.1"]],
  ["mismatched-root-json-keyids", 2019, "audit", ["root threshold 5.2", "timestamp missing 5.4.1"]],
  ["mismatched-root-json-keyids", 2019, "strict", ["root key-not-listed 4.3", "root threshold 5.2"]],
  ["no-root-json-signatures", 2019, "audit", ["root threshold 5.2", "timestamp missing 5.4.1"]],
];
/** Lone roots with which nothing is wrong. */
const LONE: readonly string[] = ["ecdsa-new-type-sig-keys", "hex-encoded-ecdsa-sig-keys", "pem-encoded-ecdsa-sig-keys", "simple-rsa"];

describe.skipIf(!hasCorpora)("the fixtures of tough (skipped: no ../shared)", () => {
  it.each(FIXTURES)("%s as of %i: %s", async (fixture, year, expected) => expect(await said(fixture, year)).toBe(expected));

  it.each(BAD)("%s as of %i, in the profile %s, is refused for: %j", async (fixture, year, profile, reasons) => {
    expect(await against(fixture, year, profile)).toEqual(reasons);
  });

  it("have nothing against them otherwise", async () => {
    const isBad = (fixture: string, year: number, profile: Profile): boolean => BAD.some((bad) => bad[0] === fixture && bad[1] === year && bad[2] === profile);
    for (const [fixture, year] of FIXTURES.filter(([name, when]) => !isBad(name, when, "audit"))) {
      expect([fixture, await against(fixture, year, "audit")]).toEqual([fixture, LONE.includes(fixture) ? ["timestamp missing 5.4.1"] : []]);
    }
  });

  it("are all here", () => {
    const folders = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== "targets");
    expect([...new Set(FIXTURES.map(([name]) => name))]).toEqual(folders.map(({ name }) => name).toSorted());
  });
});
