import type { RoleName } from "../model/ids.ts";
import type { Snapshot, Timestamp } from "../model/metadata.ts";
import { isOfType } from "../model/parse-metadata.ts";
import { isMet } from "../verify/verification-report.ts";
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
  const here = judged.filter(({ document }) => isFrom(document, origin));
  const timestamp = newestMet(here, "timestamp");
  const snapshotVersion = timestamp !== undefined && isOfType(timestamp.metadata, "timestamp") ? timestamp.metadata.signed.snapshot.version : undefined;
  const snapshot = here.find(({ document, judgements }) => document.role === "snapshot" && document.version === snapshotVersion && judgements.some(({ report }) => isMet(report)))?.document;
  const listed = snapshot !== undefined && isOfType(snapshot.metadata, "snapshot") ? snapshot.metadata.signed.meta : undefined;
  const reachedVersion = (role: RoleName): number | undefined =>
    role === "timestamp" ? timestamp?.version : role === "snapshot" ? snapshot?.version : listed?.get(role)?.version;
  const versionReached = (d: Delegator): number | undefined => (d.document.role === "root" ? d.document.version : reachedVersion(d.document.role));
  const reachedRoles = new Set<RoleName>();
  for (const { document, judgements } of judged) {
    if (document.role === "root") {
      const accepted = chain.accepted.some((root) => root.id === document.id);
      of.set(document.id, document.id === unseenRoot ? "complete-unseen" : accepted ? "published" : document.version <= last.version ? "superseded" : "pending");
      continue;
    }
    const reached = reachedVersion(document.role);
    if (reached === undefined) {
      of.set(document.id, judgements.length > 0 && judgements.every(({ report }) => isMet(report)) ? "complete-unseen" : "pending");
    } else if (document.version !== reached) {
      of.set(document.id, document.version < reached ? "superseded" : "pending");
    } else {
      // What the snapshot names is taken for published when a delegator vouches, or when no published one is at hand.
      const isPublished = (d: Delegator): boolean => isFrom(d.document, origin) && of.get(d.document.id) !== "pending" && d.document.version === versionReached(d);
      const vouched = judgements.some(({ report }) => isMet(report)) || !judgements.some(({ delegator }) => isPublished(delegator));
      const first = !reachedRoles.has(document.role);
      const published = vouched && first && isFrom(document, origin);
      if (published) reachedRoles.add(document.role);
      of.set(document.id, published ? "published" : "pending");
    }
  }
  return { of, timestamp: asTimestamp(timestamp), snapshot: asSnapshot(snapshot) };
}

function newestMet(judged: readonly JudgedDocument[], role: string): RepositoryDocument | undefined {
  return judged
    .filter(({ document, judgements }) => document.role === role && judgements.some(({ report }) => isMet(report)))
    .map(({ document }) => document)
    .toSorted((a, b) => b.version - a.version)[0];
}

function asTimestamp(document: RepositoryDocument | undefined): RepositoryDocument<Timestamp> | undefined {
  return document !== undefined && isOfType(document.metadata, "timestamp") ? { ...document, metadata: document.metadata } : undefined;
}

function asSnapshot(document: RepositoryDocument | undefined): RepositoryDocument<Snapshot> | undefined {
  return document !== undefined && isOfType(document.metadata, "snapshot") ? { ...document, metadata: document.metadata } : undefined;
}
