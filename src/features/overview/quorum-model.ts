import { documentWords } from "../../tuf/words/report-words.ts";
import type { Fingerprint } from "../../tuf/model/ids.ts";
import { missingSignatures } from "../../tuf/verify/verification-report.ts";
import type { DocumentSummary, Quorum } from "../../tuf/repository/report.ts";

/** For the quorum ring and its words. */
export function asCount({ report }: Quorum): { readonly signed: number; readonly threshold: number; readonly keys: number } {
  return { signed: report.counted, threshold: report.threshold, keys: report.signers.length };
}

/** The quorum that stands for a document: a root's own keys, else the first delegator, which is the most telling. */
export function mainQuorum(document: DocumentSummary): Quorum | undefined {
  const own = document.role === "root" ? document.quorums.find(({ by }) => by.document === document.id) : undefined;
  return own ?? document.quorums[0];
}

/** The other quorums that say something else than the main one. */
export function otherQuorums(document: DocumentSummary): readonly Quorum[] {
  const main = mainQuorum(document);
  if (main === undefined) return [];
  const { counted, threshold, signers } = main.report;
  const differs = ({ report }: Quorum): boolean => report.counted !== counted || report.threshold !== threshold || report.signers.length !== signers.length;
  return document.quorums.filter((quorum) => quorum !== main && differs(quorum));
}

/** For a root both quorums count; for any other document its first delegator, and others that count differently. */
export function tellingQuorums(document: DocumentSummary): readonly Quorum[] {
  return document.role === "root" ? document.quorums : [...document.quorums.slice(0, 1), ...otherQuorums(document)];
}

/** The quorum with most signatures missing: how far the document is from complete. */
export function leastMet(document: DocumentSummary): Quorum | undefined {
  return tellingQuorums(document).toSorted((a, b) => missingSignatures(b.report) - missingSignatures(a.report))[0];
}

/** "By the root 12 keys", "By its own keys": whose keys a quorum speaks of. */
export function delegatorWords(document: DocumentSummary, { by }: Quorum): string {
  if (by.document === document.id) return "By its own keys";
  const pending = by.publication === "pending" ? " (pending)" : "";
  return by.role === "root" ? `By the keys of root ${by.version}${pending}` : `By the keys in ${documentWords(by.role, by.version)}${pending}`;
}

/** True when a key of this device may sign and has not. */
export function waitsFor(document: DocumentSummary, mine: ReadonlySet<Fingerprint>): boolean {
  return document.quorums.some(({ report }) =>
    report.signers.some(({ fingerprint, state }) => state !== "signed" && fingerprint !== undefined && mine.has(fingerprint)));
}
