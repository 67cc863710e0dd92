import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { webCryptoVerifier } from "../../crypto/webcrypto-verifier.ts";
import { instantFromMs } from "../../lib/utc-instant.ts";
import { CORPORA, hasCorpora, layoutOf, readFolder } from "../../test/corpora.ts";
import { offerLayout } from "../../dialects/offer-layout.ts";
import { assessRepository } from "./assess.ts";

const FOLDER = `${CORPORA}/tough-fixtures`;
const verifier = webCryptoVerifier(globalThis.crypto.subtle);

/** One line for a fixture: the answer, each root's quorums (old / own), what is found, what is delegated. */
async function said(fixture: string, year: number): Promise<string> {
  const folder = readdirSync(`${FOLDER}/${fixture}`).includes("metadata") ? `${FOLDER}/${fixture}/metadata` : `${FOLDER}/${fixture}`;
  const layout = layoutOf(readFolder(folder));
  const now = instantFromMs(Date.UTC(year, 0, 1));
  const assessed = await assessRepository({ layout: layout.kind, files: offerLayout(layout, "opened"), anchor: undefined, seen: undefined, invitations: [], now }, verifier);
  if (!assessed.ok) return `${assessed.fault.kind}: ${assessed.fault.unreadable.map(({ fault }) => fault.kind).join(", ")}`;
  const { headline, documents, findings, tree } = assessed.value.report;
  const answer = headline.kind === "can-update" ? "can update" : headline.kind === "cannot-update" ? `${headline.fault.role} ${headline.fault.kind}` : headline.why.kind;
  const quorums = documents.filter(({ role }) => role === "root").map(({ version, quorums: all }) => `root ${version} has ${all.map(({ report }) => `${report.counted} of ${report.threshold}`).join(" / ")}`);
  const found = [...new Set(findings.map((finding) => (finding.kind === "format" ? finding.note.kind : finding.kind)))];
  const roles = (tree?.children ?? []).map((child) => (child.kind === "role" ? `${child.role} ${child.verdict.kind}` : child.name));
  return [answer, ...quorums, ...found, ...roles].join("; ");
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

describe.skipIf(!hasCorpora)("the fixtures of tough (skipped: no ../shared)", () => {
  it.each(FIXTURES)("%s as of %i: %s", async (fixture, year, expected) => expect(await said(fixture, year)).toBe(expected));

  it("are all here", () => {
    const folders = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== "targets");
    expect([...new Set(FIXTURES.map(([name]) => name))]).toEqual(folders.map(({ name }) => name).toSorted());
  });
});
