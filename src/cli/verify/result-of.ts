import type { Layout } from "../../dialects/layout.ts";
import { formatInstant } from "../../lib/utc-instant.ts";
import type { SourceContents } from "../../sources/source-contents.ts";
import type { ClientFault } from "../../tuf/client/client-fault.ts";
import type { DelegationChild, DelegationVerdict } from "../../tuf/client/delegation-tree.ts";
import { isTopLevelRole, TOP_LEVEL_ROLES } from "../../tuf/model/ids.ts";
import type { ExplainedSignature } from "../../tuf/explain/explain-in-repository.ts";
import { kindOfNote } from "../../tuf/model/limit-notes.ts";
import type { DocumentSummary, Quorum, RepositoryFinding, RepositoryReport } from "../../tuf/repository/report.ts";
import { isMet } from "../../tuf/verify/verification-report.ts";
import { CLIENT_BEHAVIOUR, clientsThat, type Answer, type ClientName, type Departure } from "../../tuf/words/client-behaviour.ts";
import { clientReadings, readingWords } from "../../tuf/words/client-readings.ts";
import { describeClientFault } from "../../tuf/words/client-fault.ts";
import { describeDocumentFault } from "../../tuf/words/document-fault.ts";
import { describeExplanation } from "../../tuf/words/explanation.ts";
import { describeFinding, findingRule } from "../../tuf/words/finding.ts";
import { describeHeadline } from "../../tuf/words/headline.ts";
import { describeNeighbour } from "../../tuf/words/neighbour.ts";
import { momentWords } from "../../tuf/words/report-words.ts";
import type { VerifyCommand } from "./arguments.ts";
import { FORMAT, type DelegationFacts, type DocumentFacts, type ExplanationFacts, type FaultFacts, type FindingFacts, type QuorumFacts, type SourceFacts, type Verdict, type VerifyResult } from "./verify-result.ts";

/** The report as it is printed: the same facts, with the words that the app has for them. */
export function resultOf(report: RepositoryReport, command: VerifyCommand, source: SourceContents, layout: Layout, explained: readonly ExplainedSignature[]): VerifyResult {
  return {
    format: FORMAT,
    source: sourceFacts(command.path, source, layout),
    time: { at: formatInstant(report.now), given: command.asOf !== undefined },
    profile: command.profile,
    root: { version: report.anchor.version, digest: report.anchor.digest, given: command.rootFile !== undefined },
    verdict: verdictOf(report, command),
    strict: report.strict === undefined ? null : faultFacts(report.strict),
    steps: report.steps.map(({ role, version, path, spec, reached, faults }) => ({ role, version: version ?? null, path: path ?? null, spec, reached, faults: faults.map(faultFacts) })),
    documents: report.documents.toSorted(byRoleAndVersion).map(documentFacts),
    delegations: (report.tree?.children ?? []).flatMap(delegationFacts),
    findings: report.findings.map(findingFacts),
    explanations: explained.map(explanationFacts),
    readings: clientReadings(report).map((reading) => ({ client: reading.client, followsFrom: reading.followsFrom ?? null, ...readingWords(reading, 1) })),
    beside: report.neighbours.map((neighbour) => {
      const { happened, evidence } = describeNeighbour(neighbour);
      return { path: neighbour.path, kind: neighbour.kind, happened, evidence };
    }),
    unreadable: report.unreadable.map(({ path, fault }) => {
      const { happened, evidence } = describeDocumentFault(fault);
      return { path, happened, evidence };
    }),
  };
}

function explanationFacts({ document, version, by, explanation }: ExplainedSignature): ExplanationFacts {
  const { signers, ...words } = describeExplanation(explanation);
  const differences = explanation.wouldVerify?.differences.map(({ kind }) => kind) ?? [];
  return { document: { role: document, version }, by, keyId: explanation.keyId, differences, ...words, signers: signers ?? null };
}

function sourceFacts(path: string, { kind, files }: SourceContents, layout: Layout): SourceFacts {
  if (kind === "url" || kind === "practice") throw new Error(`a path is not read as ${kind}`);
  return { path, kind, layout: layout.kind, folder: layout.folder, otherFolders: layout.otherFolders, metadataFiles: files.length };
}

/** The profile `strict` refuses what some client refuses, and so cannot do better than a client. */
function verdictOf(report: RepositoryReport, { profile, asOf }: VerifyCommand): Verdict {
  const { answer, because, settles, refusal } = describeHeadline(report, asOf);
  const { kind } = report.headline;
  if (profile === "strict" && kind === "can-update" && report.strict !== undefined) {
    const at = asOf === undefined ? "" : `At ${momentWords(asOf)} `;
    return {
      kind: "cannot-update", exitCode: 1, answer: `${at}${at === "" ? "A" : "a"} client that holds to every rule of the format ${at === "" ? "cannot" : "could not"} update.`,
      because: [describeClientFault(report.strict).happened, "A client that follows the workflow alone can."], settles: null, refusal: faultFacts(report.strict),
    };
  }
  return { kind, exitCode: kind === "can-update" ? 0 : 1, answer, because, settles: settles ?? null, refusal: refusal === undefined ? null : faultFacts(refusal) };
}

function faultFacts(fault: ClientFault): FaultFacts {
  return { kind: fault.kind, role: fault.role, spec: fault.spec, ...describeClientFault(fault) };
}

/** Top-level roles in the order of the workflow, then the others by name. */
function byRoleAndVersion(a: DocumentSummary, b: DocumentSummary): number {
  const rank = ({ role }: DocumentSummary): number => (isTopLevelRole(role) ? TOP_LEVEL_ROLES.indexOf(role) : TOP_LEVEL_ROLES.length);
  return rank(a) - rank(b) || (a.role < b.role ? -1 : a.role > b.role ? 1 : a.version - b.version);
}

function documentFacts({ role, version, publication, expires, expired, digest, paths, quorums }: DocumentSummary): DocumentFacts {
  return { role, version, publication, expires: expires.text, expired, digest, paths, quorums: quorums.map(quorumFacts) };
}

function quorumFacts({ by, report }: Quorum): QuorumFacts {
  const { threshold, counted, signers } = report;
  return {
    by: { role: by.role, version: by.version }, threshold, counted, met: isMet(report),
    keys: signers.map(({ keyIds, label, scheme, state }) => ({ keyIds, label: label ?? null, scheme, state })),
  };
}

function delegationFacts(child: DelegationChild): readonly DelegationFacts[] {
  if (child.kind === "bins") {
    const { name, delegator, count, accepted } = child;
    return [{ kind: "bins", name, delegator, count, accepted }];
  }
  const { role, delegator, version, threshold, report, verdict, children } = child;
  return [
    { kind: "role", role, delegator, version: version ?? null, threshold, counted: report?.counted ?? null, ...delegationVerdict(verdict) },
    ...children.flatMap(delegationFacts),
  ];
}

function delegationVerdict(verdict: DelegationVerdict): Pick<Extract<DelegationFacts, { kind: "role" }>, "verdict" | "fault"> {
  switch (verdict.kind) {
    case "accepted": return { verdict: "accepted", fault: null };
    case "refused": return { verdict: "refused", fault: faultFacts(verdict.fault) };
    case "shown-above": return verdict.fault === undefined ? { verdict: "accepted", fault: null } : { verdict: "refused", fault: faultFacts(verdict.fault) };
    case "cycle": return { verdict: "cycle", fault: null };
    case "too-many": return { verdict: "not-judged", fault: null };
  }
}

function findingFacts(finding: RepositoryFinding): FindingFacts {
  const { title, evidence, client, you } = describeFinding(finding);
  const departure = departureOf(finding);
  const those = (...answers: readonly Answer[]): readonly ClientName[] => (departure === undefined ? [] : clientsThat(departure, ...answers));
  return { severity: finding.severity, rule: findingRule(finding), title, evidence, client: client ?? null, refusedBy: those("refuses", "depends"), acceptedBy: those("accepts"), you };
}

/** The row of the table of clients that speaks of the finding, where there is one. */
function departureOf(finding: RepositoryFinding): Departure | undefined {
  const kind: string | undefined = finding.kind === "format" ? kindOfNote(finding.note) : undefined;
  return kind !== undefined && Object.hasOwn(CLIENT_BEHAVIOUR, kind) ? (kind as Departure) : undefined; // the table has it
}
