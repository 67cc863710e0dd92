import { quoted } from "../../lib/quoted.ts";
import { kindOfNote } from "../model/limit-notes.ts";
import type { SingleNote } from "../model/metadata.ts";
import type { RepositoryFinding } from "../repository/report.ts";
import { describeClientFault } from "./client-fault.ts";
import { describeFormatNote } from "./format-note.ts";
import { countWords, documentTitle, documentWords, listWords, roleWords, versionsWords } from "./report-words.ts";

export interface FindingText {
  readonly title: string;
  readonly evidence: string;
  /** Which clients refuse it or act on it, where that is known. */
  readonly client?: string;
  readonly you: string;
}

/** One finding in words. Labels are what the metadata claims. */
export function describeFinding(finding: RepositoryFinding): FindingText {
  switch (finding.kind) {
    case "format": {
      const { title, evidence, client, you } = describeFormatNote(finding.note);
      return { title: `${documentTitle(finding.role, finding.version)}: ${lowered(title)}`, evidence: `${quoted(finding.path)}: ${lowered(evidence)}`, client, you };
    }
    case "two-documents-one-version":
      return {
        title: `There are two different files for ${documentWords(finding.role, finding.version)}`,
        evidence: `${listWords(finding.paths.map(quoted))} say the same version and are not the same document.`,
        client: "Clients would accept whichever is published; two groups of signers may be signing different things.",
        you: "Sign neither until the people who run the repository say which one is meant, and the other is gone.",
      };
    case "overwritten":
      return {
        title: `${documentTitle(finding.role, finding.named)} is overwritten here by ${listWords(finding.here.map(String))}`,
        evidence: `The snapshot still names ${documentWords(finding.role, finding.named)}; this folder holds ${versionsWords(finding.here)} in its place.`,
        client: "Clients fetch the version that the snapshot names from where it is published.",
        you: "This is usual for a proposal in a working folder. To see what clients see, compare with what is published.",
      };
    case "orphan-in-snapshot":
      return {
        title: `The snapshot lists ${countWords(finding.roles.length, "role")} that nobody delegates to`,
        evidence: `${listWords(finding.roles.slice(0, 12).map(roleWords))}${finding.roles.length > 12 ? ` and ${finding.roles.length - 12} more` : ""}.`,
        client: "Clients never ask for them.",
        you: "Entries may not leave the snapshot, so they are likely to be left over. Nothing needs to be done.",
      };
    case "root-gap":
      return {
        title: finding.found === finding.after + 1 ? `The chain of roots ends at root ${finding.after}` : `Roots are missing between root ${finding.after} and root ${finding.found}`,
        evidence: `Root ${finding.after + 1} is not among the files; root ${finding.found} is.`,
        client: `A client goes up one root at a time and stops at root ${finding.after}.`,
        you: "Open the repository together with every root, from the anchor on.",
      };
    case "rollback": {
      const { happened, evidence, client, you } = describeClientFault(finding.fault);
      return { title: withoutStop(happened), evidence, client, you };
    }
    case "not-what-was-seen":
      return {
        title: `${documentTitle(finding.role, finding.version)} is not the ${roleWords(finding.role)} ${finding.version} that was published before`,
        evidence: `Its signed part has the SHA-256 ${finding.found}. The one that this device saw under the same version has ${finding.seen}. Both carry enough signatures.`,
        client: "Clients that hold the one before keep it until the version goes up; new clients take this one. So two groups of clients trust different files.",
        you: "Ask the people who run the repository which of the two they published, and who holds the keys that signed the other. What was seen stays remembered until a newer version is published.",
      };
    case "signature-does-not-verify":
      return {
        title: `A signature on ${documentWords(finding.role, finding.version)} does not verify`,
        evidence: `It stands under the key ${finding.label === undefined ? quoted(finding.keyId) : `labelled ${quoted(finding.label)}`}. It may be a signature of another document, or damaged.`,
        client: "Clients do not count it. Some old ones refuse the whole file.",
        you: "Find out why: “Why?” stands beside it on the role's screen, and the audit of the command line says it. Then ask its signer to sign this document again.",
      };
    case "more-signatures-do-not-verify":
      return {
        title: `${countWords(finding.count, "more signature")} on ${documentWords(finding.role, finding.version)} ${finding.count === 1 ? "does" : "do"} not verify`,
        evidence: "So many are counted and not listed.",
        client: "Clients do not count them.",
        you: "Find out who wrote them: so many are no accident.",
      };
    case "more-of-a-rule":
      return {
        title: `${countWords(finding.count, "more case")} of this rule`,
        evidence: "So many are counted and not listed here.",
        you: "Every one of them is listed by the command line: npm run verify -- --profile audit.",
      };
    case "signed-by-former-keys":
      return {
        title: `Root ${finding.version} carries ${countWords(finding.count, "signature")} under key ids that only root ${finding.version - 1} lists`,
        evidence: "They count for the old keys, as they should.",
        you: "Nothing needs to be done.",
      };
    case "root-keys": {
      const parts = [finding.left > 0 ? `${countWords(finding.left, "key")} left` : "", finding.joined > 0 ? `${countWords(finding.joined, "key")} joined` : "", finding.renamed > 0 ? `${countWords(finding.renamed, "key")} stayed under a new id` : ""].filter((part) => part !== "");
      return {
        title: `Root ${finding.version} changed who signs the root: ${listWords(parts)}`,
        evidence: "Keys are told apart by what they are made of, not by their ids.",
        you: finding.joined > 0 ? "Make sure that you know whose keys joined." : "Nothing needs to be done.",
      };
    }
    case "must-be-signed-again":
      return {
        title: `${documentTitle(finding.role, finding.version)} must be signed again under root ${finding.root}`,
        evidence: `Root ${finding.root} lists other keys for ${roleWords(finding.role)}; today's signatures do not count for them.`,
        client: `Once root ${finding.root} is published, clients refuse it until the online key has signed a new one.`,
        you: `Publish root ${finding.root} together with a ${roleWords(finding.role)} that its keys have signed.`,
      };
    case "version-in-name":
      return {
        title: `${quoted(finding.path)} holds version ${finding.found}`,
        evidence: `Its name says ${finding.named}, its content ${finding.found}.`,
        client: `A client that asks for version ${finding.named} refuses it.`,
        you: "Give it the name of its version, or find the file that belongs under this name.",
      };
    case "invitation":
      return {
        title: `${quoted(finding.person)} is invited to ${listWords(finding.roles.map(roleWords))}`,
        evidence: "The signing event waits for a key from this person.",
        you: "Make sure that you know who this is before you sign what comes of it.",
      };
  }
}

/** The rule that a finding breaks: findings of one rule may share a line. */
export function findingRule(finding: RepositoryFinding): string {
  if (finding.kind === "more-of-a-rule") return findingRule(finding.like);
  if (finding.kind === "format") return `format/${kindOfNote(finding.note)}`;
  return finding.kind === "more-signatures-do-not-verify" ? "signature-does-not-verify" : finding.kind;
}

/** One group for each rule and severity; what a root makes stale goes by that root. */
export function findingGroup(finding: RepositoryFinding): string {
  if (finding.kind === "more-of-a-rule") return findingGroup(finding.like);
  return `${finding.severity} ${findingRule(finding)}${finding.kind === "must-be-signed-again" ? ` ${finding.root}` : ""}`;
}

export type FindingGroup = readonly [RepositoryFinding, ...RepositoryFinding[]];

/** In the order of the report. The findings of one group share a line on screen. */
export function groupFindings(findings: readonly RepositoryFinding[]): readonly FindingGroup[] {
  const groups = new Map<string, [RepositoryFinding, ...RepositoryFinding[]]>();
  for (const finding of findings) {
    const key = findingGroup(finding);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()];
}

/** How many cases these findings speak of: some are counted and not listed. */
export function countFindings(findings: readonly RepositoryFinding[]): number {
  return findings.reduce((sum, finding) => sum + casesOf(finding), 0);
}

function casesOf(finding: RepositoryFinding): number {
  if (finding.kind === "more-signatures-do-not-verify" || finding.kind === "more-of-a-rule") return finding.count;
  return finding.kind === "format" && finding.note.kind === "more-of-a-kind" ? finding.note.count : 1;
}

/** Several findings of one rule in one line. Shape: not empty, all of one rule. */
export function describeFindings(findings: readonly RepositoryFinding[]): FindingText {
  const [first] = findings;
  if (first === undefined) throw new Error("a line needs a finding");
  const one = describeFinding(first);
  if (findings.length === 1) return one;
  return { ...one, title: foldedTitle(first, findings), evidence: foldedEvidence(findings) };
}

function foldedTitle(first: RepositoryFinding, all: readonly RepositoryFinding[]): string {
  const count = countFindings(all);
  const documents = countWords(documentsOf(all).length + unlistedDocuments(all), "document");
  switch (first.kind) {
    case "format": return FORMAT_TITLES[kindOfNote(first.note)](count, documents);
    case "two-documents-one-version": return `${count} documents have two different files for one version`;
    case "overwritten": return `${count} documents that the snapshot names are overwritten here`;
    case "orphan-in-snapshot": return "The snapshot lists roles that nobody delegates to";
    case "root-gap": return "Roots are missing from the chain";
    case "rollback": return "This repository went backwards";
    case "not-what-was-seen": return `${count} documents are not what was published before under the same version`;
    case "signature-does-not-verify":
    case "more-signatures-do-not-verify": return `${count} signatures in ${documents} do not verify`;
    case "signed-by-former-keys": return `${count} roots carry signatures under key ids that only the root before lists`;
    case "root-keys": return `${count} roots changed who signs the root`;
    case "must-be-signed-again": return `${listTitle(all.flatMap((f) => (f.kind === "must-be-signed-again" ? [documentWords(f.role, f.version)] : [])))} must be signed again under root ${first.root}`;
    case "version-in-name": return `${count} files hold another version than their name says`;
    case "invitation": return `${count} people are invited`;
    case "more-of-a-rule": return foldedTitle(first.like, all);
  }
}

const FORMAT_TITLES: Readonly<Record<SingleNote["kind"], (count: number, documents: string) => string>> = {
  "date-form": (_, documents) => `The expiry date of ${documents} is not in the form that the specification asks for`,
  "key-id-not-hash": (count, documents) => `${count} key ids in ${documents} are not the hash of their key`,
  "hex-point-key": (count, documents) => `${count} ECDSA keys in ${documents} are written as a hex point, not as PEM`,
  "rare-key-kind": (count, documents) => `${count} keys in ${documents} are of kinds that not every client can check`,
  "unusable-key": (count, documents) => `${count} keys in ${documents} cannot be used here`,
  "same-key-twice": (count, documents) => `${count} keys stand in ${documents} under several ids`,
  "key-not-listed": (count, documents) => `${count} key ids in ${documents} name no key`,
  "key-id-repeated": (count, documents) => `${count} key ids in ${documents} are repeated`,
  "role-without-keys": (count, documents) => `${count} roles in ${documents} have no key`,
  "threshold-unreachable": (count, documents) => `${count} roles in ${documents} need more signatures than there are keys`,
  "empty-signature-slot": (count, documents) => `${count} empty places for signatures in ${documents}`,
  "extra-role": (count, documents) => `${count} roles in ${documents} are none of the four`,
  "consistent-snapshot-missing": (_, documents) => `${documents} do not say consistent_snapshot`,
  "terminating-missing": (count, documents) => `${count} delegations in ${documents} do not say whether they are terminating`,
  "scope-missing": (count, documents) => `${count} delegations in ${documents} name no paths`,
};

/** "root 1 to 3 (3 each) and targets 4": where the rule is broken. */
function foldedEvidence(findings: readonly RepositoryFinding[]): string {
  const versions = new Map<string, number[]>();
  for (const finding of findings) {
    if (!("version" in finding)) continue;
    const role = "role" in finding ? finding.role : "root";
    const list = versions.get(role);
    if (list === undefined) versions.set(role, [finding.version]);
    else list.push(finding.version);
  }
  const where = [...versions].map(([role, list]) => `${roleWords(role)} ${versionsWords(list)}`);
  const unlisted = unlistedDocuments(findings);
  const rest = unlisted === 0 ? "" : `, and in ${countWords(unlisted, "more document")}`;
  if (where.length > 0) return `In ${listWords(where.slice(0, 8))}${where.length > 8 ? ` and ${where.length - 8} more roles` : ""}${rest}.`;
  return findings.slice(0, 4).map((finding) => describeFinding(finding).evidence).join(" ");
}

/** Beside those that `documentsOf` finds: they are counted and not listed. */
function unlistedDocuments(findings: readonly RepositoryFinding[]): number {
  return findings.reduce((sum, finding) => sum + (finding.kind === "more-of-a-rule" ? finding.documents : 0), 0);
}

function documentsOf(findings: readonly RepositoryFinding[]): readonly string[] {
  return [...new Set(findings.flatMap((finding) => ("document" in finding ? [finding.document] : [])))];
}

function listTitle(parts: readonly string[]): string {
  const words = listWords(parts);
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

/** A sentence that goes on after a colon; what is not a plain word keeps its letters. */
function lowered(sentence: string): string {
  return /^[A-Z][a-z]* /.test(sentence) && !/^(ECDSA|TUF) /.test(sentence) ? `${sentence.slice(0, 1).toLowerCase()}${sentence.slice(1)}` : sentence;
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, "");
}
