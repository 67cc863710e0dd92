import { checkContent, contentOf } from "../client/checks.ts";
import { isTopLevelRole, type RoleName } from "../model/ids.ts";
import type { Snapshot, Timestamp } from "../model/metadata.ts";
import { isOfType } from "../model/parse-metadata.ts";
import { isMet, type VerificationReport } from "../verify/verification-report.ts";
import type { DocumentId, Origin, RepositoryDocument } from "./inventory.ts";
import { isFrom } from "./inventory.ts";
import type { Delegator, JudgedDocument } from "./quorums.ts";
import type { Publication } from "./report.ts";
import type { RootChain } from "./root-chain.ts";

export interface PublicationFacts {
  readonly of: ReadonlyMap<DocumentId, Publication>;
  readonly timestamp: RepositoryDocument<Timestamp> | undefined;
  readonly snapshot: RepositoryDocument<Snapshot> | undefined;
}

/**
 * Published is what a verified timestamp reaches through a verified snapshot, and the roots that a client would have
 * walked. `unseenRoot`: a complete root of which nothing here says whether it is out.
 */
export function findPublication(judged: readonly JudgedDocument[], origin: Origin, chain: RootChain, unseenRoot: DocumentId | undefined): PublicationFacts {
  const of = new Map<DocumentId, Publication>();
  const last = chain.accepted[chain.accepted.length - 1] ?? chain.anchor;
  const walked = walkedRoots(judged, chain);
  const byWalked = ({ document, judgements }: JudgedDocument): boolean => judgements.some(({ delegator, report }) => walked.has(delegator.document.id) && isMetAsServed(document, report, origin));
  // A root that is only proposed says nothing about what is out: its keys may be anyone's.
  const here = judged.filter((one) => isFrom(one.document, origin) && byWalked(one));
  const timestamp = newestOf(here, "timestamp");
  const snapshotVersion = timestamp !== undefined && isOfType(timestamp.metadata, "timestamp") ? timestamp.metadata.signed.snapshot.version : undefined;
  const snapshot = here.find(({ document }) => document.role === "snapshot" && document.version === snapshotVersion)?.document;
  const listed = snapshot !== undefined && isOfType(snapshot.metadata, "snapshot") ? snapshot.metadata.signed.meta : undefined;
  const reachedVersion = (role: RoleName): number | undefined =>
    role === "timestamp" ? timestamp?.version : role === "snapshot" ? snapshot?.version : listed?.get(role)?.version;
  /** The very bytes that the snapshot names, where it names more than a version. */
  const isNamed = (document: RepositoryDocument): boolean => {
    const meta = listed?.get(document.role);
    return meta === undefined || document.files.some((file) => file.origin === origin && checkContent(contentOf(file), meta, document.role, "5.6.2") === undefined);
  };
  const isOut = ({ document }: Delegator): boolean =>
    document.role === "root" ? walked.has(document.id) : isFrom(document, origin) && of.get(document.id) !== "pending" && document.version === reachedVersion(document.role);
  const reachedRoles = new Set<RoleName>();
  // Delegators first, as far as their names tell.
  const order = (role: string): number => (role === "root" ? 0 : isTopLevelRole(role) ? 1 : 2);
  for (const { document, judgements } of judged.toSorted((a, b) => order(a.document.role) - order(b.document.role))) {
    if (document.role === "root") {
      const accepted = walked.has(document.id);
      of.set(document.id, document.id === unseenRoot ? "complete-unseen" : accepted ? "published" : document.version < last.version || (document.version === last.version && walked.size > 0) ? "superseded" : "pending");
      continue;
    }
    const reached = reachedVersion(document.role);
    if (reached === undefined) {
      of.set(document.id, judgements.length > 0 && judgements.every(({ report }) => isMet(report)) ? "complete-unseen" : "pending");
    } else if (document.version !== reached) {
      of.set(document.id, document.version < reached ? "superseded" : "pending");
    } else {
      // What the snapshot names is taken for published when a published delegator vouches; when none is at hand, by its bytes.
      const published = judgements.filter(({ delegator }) => isOut(delegator));
      const vouched = published.length === 0 ? isNamed(document) : published.some(({ report }) => isMetAsServed(document, report, origin));
      const first = !reachedRoles.has(document.role);
      const reachedHere = vouched && first && isFrom(document, origin);
      if (reachedHere) reachedRoles.add(document.role);
      of.set(document.id, reachedHere ? "published" : "pending");
    }
  }
  return { of, timestamp: asTimestamp(timestamp), snapshot: asSnapshot(snapshot) };
}

/** One file of that origin alone carries enough of the signatures: what was collected here, nobody has been served. */
function isMetAsServed(document: RepositoryDocument, report: VerificationReport, origin: Origin): boolean {
  if (!isMet(report)) return false;
  const counted = report.signatures.flatMap(({ verdict, fingerprint, keyId }, i) =>
    (verdict.kind === "verified" || verdict.kind === "duplicate") && fingerprint !== undefined ? [{ fingerprint, entry: `${document.signatures[i]?.sig} ${keyId}` }] : []);
  return document.files.some((file) => {
    if (file.origin !== origin || !file.parsed.ok) return false;
    const carried = new Set(file.parsed.value.signatures.map(({ keyId, sig }) => `${sig} ${keyId}`));
    return new Set(counted.flatMap(({ fingerprint, entry }) => (carried.has(entry) ? [fingerprint] : []))).size >= report.threshold;
  });
}

/** Every root that a client goes through; none when the first does not even verify by itself. Source: TUF 1.0.34, 5.2. */
function walkedRoots(judged: readonly JudgedDocument[], chain: RootChain): ReadonlySet<DocumentId> {
  const own = judged.find(({ document }) => document.id === chain.anchor.id)?.judgements.find(({ delegator }) => delegator.document.id === chain.anchor.id);
  return new Set(own !== undefined && isMet(own.report) ? chain.accepted.map(({ id }) => id) : []);
}

function newestOf(judged: readonly JudgedDocument[], role: string): RepositoryDocument | undefined {
  return judged.map(({ document }) => document).filter((document) => document.role === role).toSorted((a, b) => b.version - a.version)[0];
}

function asTimestamp(document: RepositoryDocument | undefined): RepositoryDocument<Timestamp> | undefined {
  return document !== undefined && isOfType(document.metadata, "timestamp") ? { ...document, metadata: document.metadata } : undefined;
}

function asSnapshot(document: RepositoryDocument | undefined): RepositoryDocument<Snapshot> | undefined {
  return document !== undefined && isOfType(document.metadata, "snapshot") ? { ...document, metadata: document.metadata } : undefined;
}
