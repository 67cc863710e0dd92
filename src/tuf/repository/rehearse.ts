import type { UtcInstant } from "../../lib/utc-instant.ts";
import { expiryFault, reportUnderRoot, type CheckContext } from "../client/checks.ts";
import type { ClientFault } from "../client/client-fault.ts";
import { updateClient } from "../client/update.ts";
import { writeSignatures } from "../edit/replace-signatures.ts";
import { isTopLevelRole } from "../model/ids.ts";
import type { Metadata, Root } from "../model/metadata.ts";
import { isOfType, parseMetadata } from "../model/parse-metadata.ts";
import { isMet, missingSignatures } from "../verify/verification-report.ts";
import { newest, type Assessment } from "./assess.ts";
import { collectSignatures } from "./collect-signatures.ts";
import type { RepositoryDocument, RepositoryFile } from "./inventory.ts";
import type { JudgedDocument } from "./quorums.ts";
import { viewOf, type MemoryView } from "./view.ts";

/** What clients would do were this document published as it stands. Plain JSON. */
export interface Rehearsal {
  readonly at: UtcInstant;
  /** For a root: every root that a client may still hold, and whether such a client would take the new one. */
  readonly starts: readonly { readonly root: number; readonly refused: ClientFault | undefined }[];
  /** Quorums that are not reached. Empty when nobody need sign any more. */
  readonly missing: readonly { readonly role: string; readonly version: number; readonly signatures: number; readonly threshold: number }[];
  /** Online documents that must follow; named, and not counted as a refusal. */
  readonly signAgain: readonly { readonly role: "timestamp" | "snapshot"; readonly why: "keys" | "names-it" }[];
  /** What would stop a client however many sign: an expiry, a version that does not follow. */
  readonly faults: readonly ClientFault[];
}

export async function rehearse(assessment: Assessment, judged: JudgedDocument, at: UtcInstant): Promise<Rehearsal> {
  const context: CheckContext = { now: at, verifier: assessment.context.verifier };
  const { document } = judged;
  const needed = requiredJudgements(judged, assessment);
  const missing = needed.filter(({ report }) => !isMet(report)).map(({ delegator, report }) => ({
    role: delegator.document.role, version: delegator.document.version, signatures: missingSignatures(report), threshold: report.threshold,
  }));
  const expired = expiryFault(document.metadata.signed, document.role, at, document.role === "root" ? "5.3.10" : "5.6.5");
  const gap = versionFault(assessment, document);
  const faults = [...(gap === undefined ? [] : [gap]), ...(expired === undefined ? [] : [expired])];
  if (!isOfType(document.metadata, "root")) {
    const signAgain = isTopLevelRole(document.role) && document.role !== "targets" ? [] : [{ role: "snapshot" as const, why: "names-it" as const }, { role: "timestamp" as const, why: "names-it" as const }];
    return { at, starts: [], missing, signAgain, faults };
  }
  const signAgain = await onlineRolesUnder(document.metadata.signed, assessment);
  return { at, starts: await rootStarts(assessment, judged, document.metadata, context), missing, signAgain, faults };
}

/** Whoever must be satisfied before a document can be published: for a root both roots, else the delegator that counts today. */
export function requiredJudgements({ document, judgements }: JudgedDocument, { publication }: Pick<Assessment, "publication">): JudgedDocument["judgements"] {
  if (document.role === "root") return judgements;
  if (publication.of.get(document.id) === "published") return judgements;
  return judgements.slice(0, 1);
}

async function rootStarts(assessment: Assessment, judged: JudgedDocument, root: Metadata<Root>, context: CheckContext): Promise<Rehearsal["starts"]> {
  const file = await completedFile(judged, context);
  const last = newest(assessment.chain);
  const below = viewOf(assessment.inventory, assessment.origin, Math.min(last.version, root.signed.version - 1));
  const view: MemoryView = { ...below, root: (version) => (version === root.signed.version ? file : below.root(version)) };
  const held = assessment.chain.accepted.filter(({ version }) => version < root.signed.version);
  return Promise.all(held.map(async ({ metadata, version }) => {
    const { root: reached, refusal } = await updateClient(view, metadata, context);
    const accepted = reached.signed.version === root.signed.version && (refusal === undefined || refusal.role !== "root");
    const refused = accepted ? undefined : (refusal ?? { kind: "missing" as const, role: "root", spec: "5.3.3", version: reached.signed.version + 1 });
    return { root: version, refused };
  }));
}

/** The document as one file with every verified signature in it. */
async function completedFile(judged: JudgedDocument, context: CheckContext): Promise<RepositoryFile> {
  const { file } = judged.document;
  const merged = await collectSignatures(judged, file, [], context.verifier);
  const { bytes } = writeSignatures(judged.document.metadata, merged.toWrite);
  return { ...file, bytes, parsed: parseMetadata(bytes) };
}

async function onlineRolesUnder(root: Root, { publication, context }: Assessment): Promise<Rehearsal["signAgain"]> {
  const online = [["snapshot", publication.snapshot], ["timestamp", publication.timestamp]] as const;
  const out: { readonly role: "timestamp" | "snapshot"; readonly why: "keys" }[] = [];
  for (const [role, document] of online) {
    if (document !== undefined && !isMet(await reportUnderRoot(document.metadata, role, root, context.verifier))) out.push({ role, why: "keys" });
  }
  return out;
}

function versionFault(assessment: Assessment, document: RepositoryDocument): ClientFault | undefined {
  if (document.role !== "root") return undefined;
  const accepted = assessment.chain.accepted.some(({ id }) => id === document.id);
  const expected = newest(assessment.chain).version + 1;
  return accepted || document.version === expected ? undefined : { kind: "version", role: "root", spec: "5.3.5", expected, found: document.version };
}
