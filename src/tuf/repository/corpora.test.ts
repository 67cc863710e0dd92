import { describe, expect, it } from "vitest";
import { webCryptoVerifier } from "../../crypto/webcrypto-verifier.ts";
import { readInvitations } from "../../dialects/layout.ts";
import { decodeUtf8 } from "../../lib/bytes.ts";
import { instantFromMs, parseInstant, type UtcInstant } from "../../lib/utc-instant.ts";
import { CORPORA, hasCorpora, layoutOf, readFolder } from "../../test/corpora.ts";
import { offerLayout } from "../../dialects/offer-layout.ts";
import { formFault, type Profile } from "../client/profile.ts";
import { updateClient } from "../client/update.ts";
import { isOfType, parseMetadata } from "../model/parse-metadata.ts";
import { assessRepository } from "./assess.ts";
import { offerFile, takeInventory } from "./inventory.ts";
import type { DocumentSummary, RepositoryReport } from "./report.ts";
import { viewOf } from "./view.ts";

const verifier = webCryptoVerifier(globalThis.crypto.subtle);

function at(text: string): UtcInstant {
  return parseInstant(text)?.instant ?? instantFromMs(Number.NaN);
}

async function open(folder: string, asOf: string, base?: string, skip: (path: string) => boolean = () => false): Promise<RepositoryReport> {
  const files = readFolder(`${CORPORA}/${folder}`).filter(({ path }) => !skip(path));
  const layout = layoutOf(files);
  const baseFiles = base === undefined ? [] : offerLayout(layoutOf(readFolder(`${CORPORA}/${base}`)), "base");
  const state = layout.signingEvent === undefined ? undefined : decodeUtf8(layout.signingEvent.bytes);
  const assessed = await assessRepository({
    layout: layout.kind,
    files: [...offerLayout(layout, "opened"), ...baseFiles],
    anchor: undefined,
    seen: undefined,
    invitations: state === undefined ? [] : (readInvitations(state) ?? []),
    now: at(asOf),
  }, verifier);
  if (!assessed.ok) throw new Error(JSON.stringify(assessed.fault));
  return assessed.value.report;
}

/** As the README writes it: `5: 0 of 1 old, 0 of 1 own`, `12: 0 of 1`; under the newest root in the folder. */
function state(report: RepositoryReport, role: string): string {
  const document = inFolder(report, role);
  const newestRoot = Math.max(...report.documents.filter((d) => d.role === "root" && d.origins.includes("opened")).map((d) => d.version));
  const quorums = document.quorums.map(({ by, report: { counted, threshold } }) => ({ by, text: `${counted} of ${threshold}` }));
  if (role === "root") return `${document.version}: ${quorums[0]?.text} old, ${quorums.at(-1)?.text} own`;
  return `${document.version}: ${quorums.find(({ by }) => by.version === newestRoot)?.text}`;
}

function inFolder(report: RepositoryReport, role: string): DocumentSummary {
  const found = report.documents.filter((d) => d.role === role && d.origins.includes("opened")).toSorted((a, b) => b.version - a.version)[0];
  if (found === undefined) throw new Error(`no ${role}`);
  return found;
}

/** Folder, as of, the four roles, then the answer, the inbox and the alarms: alone, and on known-good as base. */
const EVENTS = [
  ["root-v5/known-good", ["4: 1 of 1 old, 1 of 1 own", "6: 1 of 1", "14: 1 of 1", "694: 1 of 1"],
    { answer: "yes, provided root 4 is out", inbox: ["root 4 complete"], alarms: [] }, { answer: "yes", inbox: [], alarms: [] }],
  ["root-v5/0-unsigned", ["5: 0 of 1 old, 0 of 1 own", "6: 1 of 1", "14: 1 of 1", "694: 1 of 1"],
    { answer: "yes", inbox: ["root 5 needs-signatures"], alarms: [] }, { answer: "yes", inbox: ["root 5 needs-signatures"], alarms: [] }],
  ["root-v5/1-signed", ["5: 1 of 1 old, 1 of 1 own", "6: 1 of 1", "14: 1 of 1", "694: 1 of 1"],
    { answer: "yes", inbox: ["root 5 complete"], alarms: [] }, { answer: "yes", inbox: ["root 5 complete"], alarms: [] }],
  ["invite/known-good", ["4: 1 of 1 old, 1 of 1 own", "6: 1 of 1", "14: 1 of 1", "552: 1 of 1"],
    { answer: "yes, provided root 4 is out", inbox: ["root 4 complete"], alarms: [] }, { answer: "yes", inbox: [], alarms: [] }],
  ["invite/0-invited", ["4: 1 of 1 old, 1 of 1 own", "7: 0 of 1", "14: 1 of 1", "552: 1 of 1"],
    { answer: "cannot tell: overwritten targets 6 by 7", inbox: ["targets 7 needs-signatures", "jku 6 needs-signatures", "root 4 complete"], alarms: ["targets 7 delegates to jku without a key", "targets 6 overwritten by 7", "@-someone-else- is invited to jku"] },
    { answer: "yes", inbox: ["targets 7 needs-signatures", "jku 6 needs-signatures"], alarms: ["targets 7 delegates to jku without a key", "targets 6 overwritten by 7", "@-someone-else- is invited to jku"] }],
  ["invite/1-accepted", ["4: 1 of 1 old, 1 of 1 own", "7: 0 of 1", "14: 1 of 1", "552: 1 of 1"],
    { answer: "cannot tell: overwritten targets 6 by 7", inbox: ["targets 7 needs-signatures", "root 4 complete"], alarms: ["targets 6 overwritten by 7"] },
    { answer: "yes", inbox: ["targets 7 needs-signatures", "jku 6 more-signatures"], alarms: ["targets 6 overwritten by 7"] }],
  ["invite/2-signed", ["4: 1 of 1 old, 1 of 1 own", "7: 1 of 1", "14: 1 of 1", "552: 1 of 1"],
    { answer: "cannot tell: overwritten targets 6 by 7", inbox: ["root 4 complete", "targets 7 complete"], alarms: ["targets 6 overwritten by 7"] },
    { answer: "yes", inbox: ["jku 6 more-signatures", "targets 7 complete"], alarms: ["targets 6 overwritten by 7"] }],
  ["keyids/known-good", ["3: 1 of 1 old, 1 of 1 own", "5: 1 of 1", "12: 1 of 1", "431: 1 of 1"],
    { answer: "yes, provided root 3 is out", inbox: ["root 3 complete"], alarms: [] }, { answer: "yes", inbox: [], alarms: [] }],
  ["keyids/0-changed", ["4: 0 of 1 old, 0 of 1 own", "5: 1 of 1", "12: 1 of 1", "431: 1 of 1"],
    { answer: "yes", inbox: ["root 4 needs-signatures", "root 4 needs-signatures"], alarms: ["two root 4"] },
    { answer: "yes", inbox: ["root 4 needs-signatures", "root 4 needs-signatures"], alarms: ["two root 4"] }],
  ["keyids/1-keyids-fixed", ["4: 0 of 1 old, 0 of 1 own", "5: 1 of 1", "12: 0 of 1", "431: 0 of 1"],
    { answer: "yes", inbox: ["root 4 needs-signatures", "root 4 needs-signatures"], alarms: ["two root 4", "snapshot 12 must be signed again under root 4", "timestamp 431 must be signed again under root 4"] },
    { answer: "yes", inbox: ["root 4 needs-signatures", "root 4 needs-signatures"], alarms: ["two root 4", "snapshot 12 must be signed again under root 4", "timestamp 431 must be signed again under root 4"] }],
  ["keyids/2-signed", ["4: 1 of 1 old, 1 of 1 own", "5: 1 of 1", "12: 0 of 1", "431: 0 of 1"],
    { answer: "cannot tell: is root 4 out", inbox: ["root 4 complete"], alarms: ["snapshot 12 must be signed again under root 4", "timestamp 431 must be signed again under root 4"] },
    { answer: "yes", inbox: ["root 4 complete"], alarms: ["snapshot 12 must be signed again under root 4", "timestamp 431 must be signed again under root 4"] }],
] as const;

const AS_OF: Readonly<Record<string, string>> = { "root-v5": "2025-12-07T18:00:00Z", invite: "2025-06-26T06:00:00Z", keyids: "2025-02-06T12:00:00Z" };

function answer({ headline }: RepositoryReport): string {
  if (headline.kind === "can-update") return headline.providedRootIsOut ? `yes, provided root ${headline.toRoot} is out` : "yes";
  if (headline.kind === "cannot-update") return `no: ${headline.fault.kind} ${headline.fault.role}`;
  const { why } = headline;
  if (why.kind === "overwritten") return `cannot tell: overwritten ${why.role} ${why.named} by ${why.here.join(" ")}`;
  return why.kind === "root-publication" ? `cannot tell: is root ${why.version} out` : `cannot tell: ${why.kind}`;
}

/** What a person must not miss; format notes of old roots and the history of keys have their own test. */
function alarms({ findings }: RepositoryReport): readonly string[] {
  return findings.flatMap((finding) => {
    switch (finding.kind) {
      case "two-documents-one-version": return [`two ${finding.role} ${finding.version}`];
      case "overwritten": return [`${finding.role} ${finding.named} overwritten by ${finding.here.join(" ")}`];
      case "must-be-signed-again": return [`${finding.role} ${finding.version} must be signed again under root ${finding.root}`];
      case "invitation": return [`${finding.person} is invited to ${finding.roles.join(" ")}`];
      case "format": return finding.note.kind === "role-without-keys" ? [`${finding.role} ${finding.version} delegates to ${finding.note.role} without a key`] : [];
      case "root-keys":
      case "signed-by-former-keys": return [];
      default: return [finding.kind];
    }
  });
}

describe.skipIf(!hasCorpora)("the real signing events of tuf-demo (skipped: no ../shared)", () => {
  for (const [name, roles, alone, onBase] of EVENTS) {
    const [event = "", folder = ""] = name.split("/");
    for (const [base, expected] of [[undefined, alone], [`tuf-demo-event-${event}/known-good`, onBase]] as const) {
      it(`${name} ${base === undefined ? "alone" : "on its base"} shows what happened`, async () => {
        const report = await open(`tuf-demo-event-${event}/${folder}`, AS_OF[event] ?? "", base);
        expect(["root", "targets", "snapshot", "timestamp"].map((role) => state(report, role))).toEqual(roles);
        expect(answer(report)).toBe(expected.answer);
        expect(report.inbox.map((item) => `${item.role} ${item.version} ${item.kind}`)).toEqual(expected.inbox);
        expect(alarms(report)).toEqual(expected.alarms);
        expect(report.anchor).toMatchObject({ confirmed: false, version: 1 });
      });
    }
  }
});

const SIGSTORE: readonly (readonly [version: number, quorums: string, findings: readonly string[]])[] = [
  [1, "5 of 3", ["date does not conform", "5 hex EC keys"]],
  [2, "5 of 3 / 5 of 3", ["date does not conform", "7 hex EC keys"]],
  [3, "3 of 3 / 3 of 3", ["date does not conform", "7 hex EC keys"]],
  [4, "4 of 3 / 5 of 3", ["7 hex EC keys", "root keys: 1 left, 1 joined, 0 renamed"]],
  [5, "4 of 3 / 4 of 3", ["4 by former ids", "root keys: 0 left, 0 joined, 5 renamed"]],
  [6, "5 of 3 / 5 of 3", []],
  [7, "4 of 3 / 4 of 3", []],
  [8, "4 of 3 / 4 of 3", []],
  [9, "5 of 3 / 5 of 3", ["5 by former ids", "root keys: 0 left, 0 joined, 5 renamed"]],
  [10, "5 of 3 / 5 of 3", ["5 by former ids", "root keys: 0 left, 0 joined, 5 renamed"]],
  [11, "5 of 3 / 5 of 3", ["key id is not the hash: 7247f0db"]],
  [12, "3 of 3 / 3 of 3", ["2 empty slots"]],
  [13, "4 of 3 / 5 of 3", ["1 empty slot", "root keys: 1 left, 1 joined, 0 renamed"]],
  [14, "4 of 3 / 4 of 3", ["1 empty slot"]],
  [15, "5 of 3 / 5 of 3", []],
];

function findingsOf(report: RepositoryReport, version: number): readonly string[] {
  const mine = report.findings.filter((f) => "version" in f && f.version === version);
  const notes = mine.flatMap((f) => (f.kind === "format" ? [f.note] : []));
  const many = (kind: string): number => notes.filter((note) => note.kind === kind).length;
  const empty = many("empty-signature-slot");
  const hex = many("hex-point-key");
  return [
    ...(many("date-form") > 0 ? ["date does not conform"] : []),
    ...(hex > 0 ? [`${hex} hex EC keys`] : []),
    ...notes.flatMap((note) => (note.kind === "key-id-not-hash" ? [`key id is not the hash: ${note.keyId.slice(0, 8)}`] : [])),
    ...(empty > 0 ? [`${empty} empty slot${empty > 1 ? "s" : ""}`] : []),
    ...mine.flatMap((f) => (f.kind === "signed-by-former-keys" ? [`${f.count} by former ids`] : [])),
    ...mine.flatMap((f) => (f.kind === "root-keys" ? [`root keys: ${f.left} left, ${f.joined} joined, ${f.renamed} renamed`] : [])),
    ...notes.filter((note) => !["date-form", "hex-point-key", "key-id-not-hash", "empty-signature-slot"].includes(note.kind)).map((note) => note.kind),
  ];
}

describe.skipIf(!hasCorpora)("the root chain of Sigstore (skipped: no ../shared)", () => {
  it("verifies from root 1 to 15 with exactly the findings that are known", async () => {
    const report = await open("sigstore-roots", "2026-08-28T00:00:00Z");
    expect(report.roots.map(({ version, accepted }) => [version, accepted])).toEqual(SIGSTORE.map(([version]) => [version, true]));
    expect(answer(report)).toBe("cannot tell: no-timestamp");
    for (const [version, quorums, findings] of SIGSTORE) {
      const document = report.documents.find((d) => d.version === version);
      expect([version, document?.quorums.map((q) => `${q.report.counted} of ${q.report.threshold}`).join(" / ")]).toEqual([version, quorums]);
      expect([version, findingsOf(report, version)]).toEqual([version, findings]);
    }
  });

  it.each<readonly [Profile, readonly string[]]>([
    ["client", ["timestamp missing"]],
    ["audit", ["timestamp missing"]],
    // The README's table: roots 1 to 3 for their date (and 1 to 4 for hex keys), 11 for a key id, which stops every chain that reaches it.
    ["strict", ["1 date-form 4.2.3", "2 date-form 4.2.3", "3 date-form 4.2.3", "4 hex-point-key 4.2.2", ...Array.from({ length: 7 }, () => "11 key-id-not-hash 4.2.1"), ...Array.from({ length: 4 }, () => "timestamp missing")]],
  ])("is followed by a client of the profile %s from every root as far as that profile lets it", async (profile, expected) => {
    const files = offerLayout(layoutOf(readFolder(`${CORPORA}/sigstore-roots`)), "opened");
    const view = viewOf(takeInventory(files), "opened", Number.MAX_SAFE_INTEGER, true);
    const said = await Promise.all(SIGSTORE.map(async ([version]) => {
      const parsed = files.find(({ versionInName }) => versionInName === version)?.parsed;
      if (parsed?.ok !== true || !isOfType(parsed.value, "root")) throw new Error(`no root ${version}`);
      const { root, refusal } = await updateClient(view, parsed.value, { now: at("2026-08-28T00:00:00Z"), verifier, profile });
      if (refusal?.kind === "not-conforming") return `${refusal.version} ${refusal.note.kind} ${refusal.spec}`;
      expect(root.signed.version).toBe(15);
      return `${refusal?.role} ${refusal?.kind}`;
    }));
    expect(said).toEqual(expected.length === 1 ? said.map(() => expected[0]) : expected);
  });

  it("breaks, root by root, no other rule of the format than the README lists", () => {
    const strict = layoutOf(readFolder(`${CORPORA}/sigstore-roots`)).files.flatMap(({ bytes, versionInName }) => {
      const parsed = parseMetadata(bytes);
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.fault));
      const refusing = parsed.value.notes.filter((note) => formFault({ ...parsed.value, notes: [note] }, "root", "strict") !== undefined);
      return refusing.length === 0 ? [] : [`${versionInName}: ${[...new Set(refusing.map(({ kind }) => kind))].join(", ")}`];
    });
    expect(strict.toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))).toEqual(["1: date-form, hex-point-key", "2: date-form, hex-point-key", "3: date-form, hex-point-key", "4: hex-point-key", "11: key-id-not-hash"]);
  });

  it.each([
    ["root-13", "0-bumped", "0 of 3", "0 of 3"], ["root-13", "1-invited", "0 of 3", "0 of 3"], ["root-13", "2-accepted", "0 of 3", "0 of 3"],
    ["root-13", "3-one-signed", "0 of 3", "1 of 3"], ["root-13", "4-two-signed", "1 of 3", "2 of 3"], ["root-13", "5-complete", "4 of 3", "5 of 3"],
    ["root-15", "0-of-3", "0 of 3", "0 of 3"], ["root-15", "1-of-3", "1 of 3", "1 of 3"], ["root-15", "2-of-3", "2 of 3", "2 of 3"],
    ["root-15", "3-of-3", "3 of 3", "3 of 3"], ["root-15", "complete", "5 of 3", "5 of 3"],
  ])("%s/%s counts %s old and %s own", async (event, file, old, own) => {
    const version = Number(event.slice(5));
    const roots = layoutOf(readFolder(`${CORPORA}/sigstore-roots`)).files.filter(({ versionInName }) => (versionInName ?? 0) < version);
    const pending = layoutOf(readFolder(`${CORPORA}/sigstore-pending/${event}`)).files.filter(({ path }) => path.startsWith(`${file}.`));
    const files = [...roots, ...pending].map((f) => offerFile(f.path, f.bytes, "opened", f.roleInName, f.versionInName));
    const assessed = await assessRepository({ layout: "loose", files, anchor: undefined, seen: undefined, invitations: [], now: at("2025-07-09T13:06:00Z") }, verifier);
    if (!assessed.ok) throw new Error("no root");
    const document = assessed.value.report.documents.find((d) => d.version === version);
    expect(document?.quorums.map((q) => `${q.report.counted} of ${q.report.threshold}`)).toEqual([old, own]);
    const complete = document?.quorums.every((q) => q.report.counted >= q.report.threshold) === true;
    expect(assessed.value.report.inbox[0]).toMatchObject({ role: "root", version, kind: complete ? "complete" : "needs-signatures" });
  });
});

describe.skipIf(!hasCorpora)("whole repositories (skipped: no ../shared)", () => {
  it("tuf-on-ci-published opens and a client can update", async () => {
    const report = await open("tuf-on-ci-published", "2025-02-09T09:17:23Z", undefined, (path) => path === "initial_root.json");
    expect([answer(report), report.tree?.children.map((c) => c.kind === "role" && `${c.role} ${c.verdict.kind}`)]).toEqual(["yes", ["delegatedrole accepted"]]);
  });

  it("tuf-demo-repository opens, and its three delegations verify", async () => {
    const report = await open("tuf-demo-repository", "2025-12-07T18:00:00Z");
    expect(answer(report)).toMatch(/^yes/);
    expect(report.tree?.children.map((c) => c.kind === "role" && [c.role, c.terminating, c.verdict.kind])).toEqual([
      ["jku", true, "accepted"], ["rdimitrov", true, "accepted"], ["kommendorkapten", true, "accepted"],
    ]);
  });

  it("python-tuf's fixtures verify, two levels deep", async () => {
    const report = await open("python-tuf-fixtures/repository", "2026-01-01T00:00:00Z");
    const [role1] = report.tree?.children ?? [];
    expect([answer(report), role1?.kind === "role" && [role1.role, role1.verdict.kind, role1.children.map((c) => c.kind === "role" && `${c.role} ${c.verdict.kind}`)]]).toEqual(["yes", ["role1", "accepted", ["role2 accepted"]]]);
  });
});
