import { quoted } from "../../lib/quoted.ts";
import { countWords, listWords, roleWords } from "../../tuf/words/report-words.ts";
import type { DelegationFacts, DocumentFacts, FindingFacts, StepFacts, VerifyError, VerifyResult } from "./verify-result.ts";

/** The result for people and for the logs of CI: no colour, no animation, the verdict last. */
export function resultText(result: VerifyResult): string {
  const all = result.profile === "audit";
  const sections = [
    headLines(result),
    section("What a client does", result.steps.flatMap(stepLines)),
    section("Signatures", signatureLines(result.documents, all)),
    section("Delegations", delegationLines(result.delegations, all)),
    section("Findings", findingLines(result.findings, all)),
    section("Files that could not be read", result.unreadable.map(({ path, happened, evidence }) => `${named(path)}: ${happened} ${evidence}`)),
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
  const others = source.otherFolders.length === 0 ? [] : [`              not looked at: ${listWords(source.otherFolders.slice(0, 5).map(named))}${source.otherFolders.length > 5 ? " and more" : ""}`];
  return [
    `Repository    ${named(source.path)} (${source.kind}${inside}, ${source.layout}, ${countWords(source.metadataFiles, "metadata file")})`,
    ...others,
    `Time          ${time.at}${time.given ? ", given with --as-of" : ""}`,
    `Starts from   root ${root.version}${root.given ? ", given with --root" : ", the oldest that is here; --root names the one that clients have"}`,
    `              SHA-256 of its signed part ${root.digest}`,
    `Profile       ${profile}`,
  ];
}

function stepLines({ role, version, path, spec, reached, faults }: StepFacts): readonly string[] {
  const mark = faults.length > 0 ? "REFUSED" : reached ? "ok" : "-";
  const what = `${roleWords(role)}${version === null ? "" : ` ${version}`}`;
  const where = path === null ? "held already" : named(path);
  const line = `${mark.padEnd(8)}${what.padEnd(16)} ${where.padEnd(24)} TUF 1.0.34, ${spec}${reached ? "" : " (behind the refusal)"}`;
  return [line, ...faults.flatMap(({ happened, evidence }) => [`        ${happened} ${evidence}`])];
}

/** What is superseded has had its day; an audit shows it all the same. */
function signatureLines(documents: readonly DocumentFacts[], all: boolean): readonly string[] {
  return documents.filter(({ publication }) => all || publication !== "superseded").flatMap(({ role, version, publication, expires, expired, quorums }) => {
    const name = `${roleWords(role)} ${version}`.padEnd(16);
    const state = publication === "published" ? "" : `, ${publication}`;
    return quorums.slice(0, all ? undefined : 2).map(({ by, threshold, counted, met, keys }) => {
      const who = `${roleWords(by.role)} ${by.version}`;
      return `${(met ? "ok" : "MISSING").padEnd(8)}${name} ${counted} of ${keys.length} keys of ${who} signed, ${threshold} needed; ${expired ? "EXPIRED" : "good until"} ${named(expires)}${state}`;
    });
  });
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

/** Many findings of one rule on many documents: each with its own line, the advice once. */
function findingLines(findings: readonly FindingFacts[], all: boolean): readonly string[] {
  const shown = findings.filter(({ severity }) => all || severity !== "note");
  const rules = [...new Set(shown.map(({ rule }) => rule))];
  const lines = rules.flatMap((rule) => {
    const own = shown.filter((finding) => finding.rule === rule);
    const clients = [...new Set(own.map(({ client }) => client).filter((client) => client !== null))];
    return [...own.flatMap(({ severity, title, evidence }) => [`${severity.padEnd(6)}${title}.`, `      ${evidence}`]), ...clients.map((client) => `      Clients: ${client}`)];
  });
  const left = findings.length - shown.length;
  return left === 0 ? lines : [...lines, `${countWords(left, "note")} more: --profile audit shows ${left === 1 ? "it" : "them"}.`];
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
