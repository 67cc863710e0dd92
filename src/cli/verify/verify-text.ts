import { quoted } from "../../lib/quoted.ts";
import type { RepositoryFinding } from "../../tuf/repository/report.ts";
import { countFindings, describeFinding, describeFindings, findingRule } from "../../tuf/words/finding.ts";
import { countWords, listWords, roleWords } from "../../tuf/words/report-words.ts";
import type { DelegationFacts, DocumentFacts, ExplanationFacts, StepFacts, VerifyError, VerifyResult } from "./verify-result.ts";

/**
 * The result for people and for the logs of CI: no colour, no animation, the verdict last. An audit lists everything;
 * elsewhere findings of one rule share a line, and what has had its day is left out.
 */
export function resultText(result: VerifyResult, findings: readonly RepositoryFinding[]): string {
  const all = result.profile === "audit";
  const { folder } = result.source;
  const sections = [
    headLines(result),
    section("What a client does", result.steps.flatMap((step) => stepLines(step, folder))),
    section("Signatures", signatureLines(result.documents, all)),
    section("Delegations", delegationLines(result.delegations, all)),
    section("Findings", findingLines(findings, all)),
    section("Why signatures do not verify", explanationLines(result.explanations)),
    section("Other clients", result.readings.map(({ client, answer, because }) => `${client}: ${lower(answer)} ${because.join(" ")}`)),
    section("Beside TUF 1.x, without a say", result.beside.map(({ path, happened, evidence }) => `${named(path)}: ${happened} ${evidence}`)),
    section("Files that could not be read", result.unreadable.filter(({ path }) => !result.beside.some((one) => one.path === path)).map(({ path, happened, evidence }) => `${named(path)}: ${happened} ${evidence}`)),
    verdictLines(result),
  ];
  return `${sections.filter((lines) => lines.length > 0).map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

export function errorText({ error }: VerifyError): string {
  return `${[error.happened, ...error.evidence, error.you].join("\n")}\n`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

function headLines({ source, time, profile, root }: VerifyResult): readonly string[] {
  const inside = source.folder === "" ? "" : `, in ${named(source.folder)}`;
  const others = source.otherFolders.length === 0 ? [] : [`              not looked at: ${listWords(source.otherFolders.slice(0, 5).map((folder) => named(folder === "" ? "." : folder)))}${source.otherFolders.length > 5 ? " and more" : ""}`];
  return [
    `Repository    ${named(source.path)} (${source.kind}${inside}, ${source.layout}, ${countWords(source.metadataFiles, "metadata file")})`,
    ...others,
    `Time          ${time.at}${time.given ? ", given with --as-of" : ""}`,
    `Starts from   root ${root.version}${root.given ? ", given with --root" : ", the oldest that is here; --root names the one that clients have"}`,
    `              SHA-256 of its signed part ${root.digest}`,
    `Profile       ${profile}`,
  ];
}

function stepLines({ role, version, path, spec, reached, faults }: StepFacts, folder: string): readonly string[] {
  const mark = faults.length > 0 ? "REFUSED" : reached ? "ok" : "-";
  const what = `${roleWords(role)}${version === null ? "" : ` ${version}`}`;
  const inside = path !== null && folder !== "" && path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
  const line = `${mark.padEnd(8)}${what.padEnd(16)} ${(inside === null ? "" : named(inside)).padEnd(28)} TUF 1.0.34, ${spec}${reached ? "" : " (behind the refusal)"}`;
  return [line, ...faults.map(({ happened, evidence }) => `        ${happened} ${evidence}`)];
}

function signatureLines(documents: readonly DocumentFacts[], all: boolean): readonly string[] {
  const shown = documents.filter((one) => all || (one.publication !== "superseded" && !documents.some((other) => isNewer(other, one))));
  return shown.flatMap(({ role, version, publication, expires, expired, quorums }) => {
    const name = `${roleWords(role)} ${version}`.padEnd(16);
    const state = publication === "published" ? "" : `, ${publication}`;
    return quorums.slice(0, all ? undefined : 2).map(({ by, threshold, counted, met, keys }) => {
      const who = `${roleWords(by.role)} ${by.version}`;
      const until = `${expired ? "EXPIRED" : "good until"} ${named(expires)}`;
      return `${(met ? "ok" : "MISSING").padEnd(8)}${name} ${counted} of ${countWords(keys.length, "key")} of ${who} signed, ${threshold} needed; ${until}${state}`;
    });
  });
}

function isNewer(other: DocumentFacts, than: DocumentFacts): boolean {
  return other.role === than.role && other.publication === "published" && other.version > than.version;
}

function delegationLines(delegations: readonly DelegationFacts[], all: boolean): readonly string[] {
  return delegations.flatMap((one) => {
    if (one.kind === "bins") return one.accepted === one.count && !all ? [] : [`${one.accepted === one.count ? "ok      " : "MISSING "}${one.accepted} of ${one.count} bins ${roleWords(one.name)} of ${roleWords(one.delegator)}`];
    if (one.verdict === "accepted" && !all) return [];
    const mark = { accepted: "ok", refused: "REFUSED", cycle: "cycle", "not-judged": "-" }[one.verdict];
    const line = `${mark.padEnd(8)}${`${roleWords(one.role)}${one.version === null ? "" : ` ${one.version}`}`.padEnd(16)} of ${roleWords(one.delegator)}`;
    return [line, ...(one.fault === null ? [] : [`        ${one.fault.happened} ${one.fault.evidence}`])];
  });
}

function findingLines(findings: readonly RepositoryFinding[], all: boolean): readonly string[] {
  const shown = findings.filter(({ severity }) => all || severity !== "note");
  const groups = all ? shown.map((finding) => [finding]) : [...new Set(shown.map(findingRule))].map((rule) => shown.filter((finding) => findingRule(finding) === rule));
  const lines = groups.flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { title, evidence, client, you } = group.length === 1 ? describeFinding(first) : describeFindings(group);
    return [`${first.severity.padEnd(5)} ${title}.`, `      ${evidence}`, ...(client === undefined ? [] : [`      Clients: ${client}`]), `      ${you}`];
  });
  const left = countFindings(findings) - countFindings(shown);
  return left === 0 ? lines : [...lines, `${countWords(left, "more note")}: --profile audit lists ${left === 1 ? "it" : "them"}.`];
}

function explanationLines(explanations: readonly ExplanationFacts[]): readonly string[] {
  return explanations.flatMap(({ document, by, keyId, happened, evidence, signers, client, you }) => [
    `${roleWords(document.role)} ${document.version}, key id ${named(keyId)}, by ${roleWords(by.role)} ${by.version}: ${happened}`,
    `      ${evidence}`, ...(signers === null ? [] : [`      Who signs so: ${signers}`]), `      Clients: ${client}`, `      ${you}`,
  ]);
}

function lower(text: string): string {
  return `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
}

function verdictLines({ verdict }: VerifyResult): readonly string[] {
  const { refusal } = verdict;
  return [
    `Verdict: ${verdict.answer}`,
    ...verdict.because.map((line) => `  ${line}`),
    ...(refusal === null ? [] : [`  ${refusal.evidence} (TUF 1.0.34, ${refusal.spec})`, `  ${refusal.you}`]),
    ...(verdict.settles === null ? [] : [`  ${verdict.settles}`]),
  ];
}

function named(text: string): string {
  return /^[\w./@%+-]{1,120}$/.test(text) || /^[\w./@%+:-]{1,40}$/.test(text) ? text : quoted(text);
}
