import { describe, expect, it } from "vitest";
import type { Digest, KeyId, RoleName } from "../model/ids.ts";
import type { DocumentId } from "../repository/inventory.ts";
import type { RepositoryFinding } from "../repository/report.ts";
import { describeFinding, describeFindings, findingRule, groupFindings } from "./finding.ts";

const ROLE = "targets" as RoleName; // names and ids of this kind come from a parser; any will do
const ID = "aa" as DocumentId;
const KEY = "k\u202e1" as KeyId;

const format = (version: number, keyId: string): RepositoryFinding => ({
  severity: "warn", kind: "format", document: `d${version}` as DocumentId, role: "root" as RoleName, version, path: `${version}.root.json`, note: { kind: "hex-point-key", keyId: keyId as KeyId },
});

const FINDINGS: readonly RepositoryFinding[] = [
  format(1, "aa"),
  { severity: "bad", kind: "two-documents-one-version", role: ROLE, version: 4, paths: ["root.json", "root_history/4.root.json"], documents: [ID] },
  { severity: "warn", kind: "overwritten", role: ROLE, named: 6, here: [7] },
  { severity: "note", kind: "orphan-in-snapshot", roles: [ROLE, "rekor" as RoleName] },
  { severity: "bad", kind: "root-gap", after: 3, found: 5 },
  { severity: "bad", kind: "rollback", fault: { kind: "rollback", role: "snapshot", spec: "5.4.3", have: 12, found: 9 } },
  { severity: "bad", kind: "not-what-was-seen", role: "timestamp", version: 31, seen: "aa".repeat(32) as Digest, found: "bb".repeat(32) as Digest },
  { severity: "bad", kind: "signature-does-not-verify", document: ID, role: ROLE, version: 3, keyId: KEY, label: undefined },
  { severity: "bad", kind: "more-signatures-do-not-verify", document: ID, role: ROLE, version: 3, count: 36 },
  { ...format(1, "aa"), note: { kind: "more-of-a-kind", of: "hex-point-key", count: 9 } } as RepositoryFinding, // a spread of a union loses its tag
  { severity: "note", kind: "signed-by-former-keys", document: ID, version: 5, count: 4 },
  { severity: "note", kind: "root-keys", document: ID, version: 13, left: 1, joined: 1, renamed: 0 },
  { severity: "warn", kind: "must-be-signed-again", role: "snapshot" as RoleName, version: 12, root: 4 },
  { severity: "bad", kind: "version-in-name", path: "4.root.json", named: 4, found: 5 },
  { severity: "note", kind: "invitation", person: "@-someone-else-", roles: ["jku"] },
  { severity: "warn", kind: "more-of-a-rule", like: format(1, "aa"), count: 200, documents: 3 },
];

describe("a finding in words", () => {
  it.each(FINDINGS.map((finding) => [findingRule(finding), finding] as const))("has a title, evidence and what to do: %s", (_, finding) => {
    const { title, evidence, you } = describeFinding(finding);
    expect(title).toMatch(/^\S.*[^.]$/);
    expect(evidence).toMatch(/[.]$/);
    expect(you).toMatch(/[.]$/);
    expect(`${title} ${evidence} ${you}`).not.toMatch(/undefined|NaN|\u202e/);
  });

  it.each(FINDINGS.map((finding) => [findingRule(finding), finding] as const))("folds with others of its rule into one line: %s", (_, finding) => {
    const folded = describeFindings([finding, finding]);
    expect(folded.title).toMatch(/^\S.*[^.]$/);
    expect(folded.evidence).toMatch(/[.]$/);
  });

  it("counts what it folds, and says where it lies", () => {
    const many = [1, 1, 2, 3].map((version, i) => format(version, `key${i}`));
    expect(describeFindings(many)).toMatchObject({ title: "4 ECDSA keys in 3 documents are written as a hex point, not as PEM", evidence: "In root 1 to 3." });
  });

  it("counts what is not listed", () => {
    const more: RepositoryFinding = { severity: "warn", kind: "format", document: "d1" as DocumentId, role: "root" as RoleName, version: 1, path: "1.root.json", note: { kind: "more-of-a-kind", of: "hex-point-key", count: 98 } };
    expect(describeFindings([format(1, "a"), format(1, "b"), more])).toMatchObject({ title: "100 ECDSA keys in 1 document are written as a hex point, not as PEM" });
    expect(describeFindings(FINDINGS.filter((finding) => findingRule(finding) === "signature-does-not-verify"))).toMatchObject({ title: "37 signatures in 1 document do not verify" });
  });

  it("counts what was left out of a large report as if it were listed", () => {
    const more: RepositoryFinding = { severity: "warn", kind: "more-of-a-rule", like: format(9, "z"), count: 640, documents: 12 };
    const groups = groupFindings([format(1, "a"), FINDINGS[1] ?? more, format(2, "b"), more]);
    expect(groups.map((group) => group.length)).toEqual([3, 1]);
    expect(describeFindings(groups[0] ?? [])).toMatchObject({ title: "642 ECDSA keys in 14 documents are written as a hex point, not as PEM", evidence: "In root 1 and 2, and in 12 more documents." });
  });

  it("names the clients that refuse", () => {
    expect(describeFinding(format(1, "aa")).client).toContain("python-tuf and go-tuf refuse it");
  });

  it("tells who left and who joined by key material", () => {
    expect(describeFinding({ severity: "note", kind: "root-keys", document: ID, version: 13, left: 1, joined: 2, renamed: 0 }).title)
      .toBe("Root 13 changed who signs the root: 1 key left and 2 keys joined");
  });
});
