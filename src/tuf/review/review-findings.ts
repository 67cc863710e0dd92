import { wholeDaysBetween, type UtcInstant } from "../../lib/utc-instant.ts";
import type { Change } from "../diff/change.ts";
import { diffDocuments } from "../diff/diff-document.ts";
import { keysOfRole, type KeyFacts } from "../diff/key-facts.ts";
import type { Fingerprint, KeyId } from "../model/ids.ts";
import type { Metadata, Root } from "../model/metadata.ts";
import { isOfType } from "../model/parse-metadata.ts";
import type { VerificationReport } from "../verify/verification-report.ts";
import { aboutRole, documentFindings, finding } from "./document-findings.ts";
import type { FindingSubject, ReviewFinding, Severity } from "./review-finding.ts";

export interface ReviewInput {
  /** Undefined for the first document of its role. */
  readonly before: Metadata | undefined;
  readonly after: Metadata;
  /** The real present, never an as-of time. */
  readonly now: UtcInstant;
  /** The signatures of `after` under each of its delegators: tells which new root keys have shown that they can sign. */
  readonly reports: readonly VerificationReport[];
  /** `x-tuf-on-ci-expiry-period` of an online role, which stands in the root. Units: days. */
  readonly declaredPeriodDays?: number | undefined;
}

/** What this change brings in: what it does, and what the new document says that the old one did not. Worst first. */
export function reviewFindings(input: ReviewInput): readonly ReviewFinding[] {
  const { before, after } = input;
  const changes = before === undefined ? [] : diffDocuments(before, after);
  const had = new Set((before === undefined ? [] : documentFindings(before)).map((found) => JSON.stringify(found)));
  const brought = documentFindings(after).filter((found) => !had.has(JSON.stringify(found)));
  const all = [...changes.flatMap((change) => changeFindings(change, after)), ...dateFindings(input), ...rootFindings(input, changes), ...brought];
  const rank: readonly Severity[] = ["bad", "warn", "note"];
  return all.toSorted((a, b) => rank.indexOf(a.severity) - rank.indexOf(b.severity));
}

const THE_DOCUMENT: FindingSubject = { kind: "document" };

function changeFindings(change: Change, after: Metadata): readonly ReviewFinding[] {
  switch (change.kind) {
    case "version": {
      if (change.byRule) return [];
      // A root must follow its forerunner at once; every other role may only not go back. Source: TUF 1.0.34, 5.3.5, 5.5.5.
      const refused = change.after <= change.before || after.signed.type === "root";
      return [finding(refused ? "bad" : "warn", THE_DOCUMENT, { rule: "version-step", facts: { before: change.before, after: change.after } })];
    }
    case "expires": return change.days >= 0 ? [] : [finding("warn", THE_DOCUMENT, { rule: "expires-earlier", facts: { before: change.before, after: change.after } })];
    case "consistent-snapshot": {
      const facts = { before: change.before === true, after: change.after === true };
      return facts.before === facts.after ? [] : [finding("warn", THE_DOCUMENT, { rule: "consistent-snapshot-flipped", facts })];
    }
    case "threshold": return change.after >= change.before ? [] : [finding("warn", aboutRole(change.role), { rule: "threshold-lowered", facts: { role: change.role, before: change.before, after: change.after } })];
    case "key-material-replaced": {
      const { keyId, roles, before, after: now } = change;
      return [finding("bad", aboutKey(now, keyId), { rule: "key-material-replaced", facts: { keyId, roles, before, after: now } })];
    }
    case "label-reused": return [finding("bad", aboutKey(change.after), { rule: "label-reused", facts: { label: change.label, before: change.before, after: change.after } })];
    case "terminating": return change.after ? [] : [finding("warn", aboutRole(change.role), { rule: "terminating-dropped", facts: { role: change.role } })];
    case "paths": return change.widened.length === 0 ? [] : [finding("warn", aboutRole(change.role), { rule: "paths-widened", facts: { role: change.role, entries: change.widened } })];
    // Clients that have seen the entry refuse both. Source: TUF 1.0.34, 5.5.5.
    case "meta-removed": return [finding("bad", aboutRole(change.role), { rule: "meta-removed", facts: { role: change.role, version: change.file.version } })];
    case "meta-changed": {
      const [was, is] = [change.before.version ?? 0, change.after.version ?? 0];
      return is >= was ? [] : [finding("bad", aboutRole(change.role), { rule: "meta-rolled-back", facts: { role: change.role, before: was, after: is } })];
    }
    default: return [];
  }
}

function dateFindings({ after, now, declaredPeriodDays }: ReviewInput): readonly ReviewFinding[] {
  const { expires } = after.signed;
  // Expired from the very instant that is written. Source: TUF 1.0.34, 5.3.10.
  if (expires.instant <= now) return [finding("bad", THE_DOCUMENT, { rule: "expired", facts: { expires: expires.text } })];
  const periodDays = declaredPeriodDays ?? ownPeriod(after);
  const days = wholeDaysBetween(now, expires.instant);
  if (periodDays === undefined || days <= periodDays) return [];
  return [finding("warn", THE_DOCUMENT, { rule: "expires-beyond-period", facts: { expires: expires.text, days, periodDays } })];
}

function ownPeriod(metadata: Metadata): number | undefined {
  const value = metadata.signedNode.members.get("x-tuf-on-ci-expiry-period");
  return value?.kind === "integer" && value.value > 0 ? value.value : undefined;
}

function rootFindings({ before, after, reports }: ReviewInput, changes: readonly Change[]): readonly ReviewFinding[] {
  if (before === undefined || !isOfType(before, "root") || !isOfType(after, "root")) return [];
  return [...leavingFindings(before.signed, changes), ...unprovenFindings(before.signed, after.signed, reports)];
}

/** More keys leave at once than may be missing: those that stay could not have met the old threshold among themselves. */
function leavingFindings(before: Root, changes: readonly Change[]): readonly ReviewFinding[] {
  return [...before.roles].flatMap(([role, roleKeys]): ReviewFinding[] => {
    const of = keysOfRole(roleKeys, before.keys).size;
    const leave = changes.filter((change) => change.kind === "signer-leaves" && change.role === role).length;
    const { threshold } = roleKeys;
    const online = role === "timestamp" || role === "snapshot"; // where one key takes another's place as a matter of course
    return online || leave <= of - threshold ? [] : [finding("warn", aboutRole(role), { rule: "too-many-keys-leave", facts: { role, leave, of, threshold } })];
  });
}

/** A new root key that has not signed this root has not shown that anybody holds it. */
function unprovenFindings(before: Root, after: Root, reports: readonly VerificationReport[]): readonly ReviewFinding[] {
  const proven = new Set(reports.flatMap(({ signers }) => signers.flatMap(({ state, fingerprint }): Fingerprint[] => (state === "signed" && fingerprint !== undefined ? [fingerprint] : []))));
  const [was, is] = [before.roles.get("root"), after.roles.get("root")];
  if (was === undefined || is === undefined) return [];
  const old = keysOfRole(was, before.keys);
  return [...keysOfRole(is, after.keys)].flatMap(([identity, key]) =>
    old.has(identity) || (key.fingerprint !== undefined && proven.has(key.fingerprint)) ? [] : [finding("warn", aboutKey(key), { rule: "key-unproven", facts: { role: "root", key } })],
  );
}

function aboutKey(key: KeyFacts, keyId?: KeyId): FindingSubject {
  const id = keyId ?? key.keyIds[0];
  if (id === undefined) throw new Error("a listed key always has an id");
  return { kind: "key", keyId: id, label: key.label };
}
