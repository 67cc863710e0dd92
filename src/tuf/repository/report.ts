import type { UtcInstant } from "../../lib/utc-instant.ts";
import type { DelegationChild } from "../client/delegation-tree.ts";
import type { ClientFault } from "../client/client-fault.ts";
import type { OtherContent, SeenVersions } from "../client/seen-versions.ts";
import type { UpdateStep } from "../client/update.ts";
import type { Expires } from "../model/fields.ts";
import type { Digest, KeyId, RoleName, TopLevelRole } from "../model/ids.ts";
import type { FormatNote } from "../model/metadata.ts";
import type { DocumentFault } from "../model/parse-metadata.ts";
import type { VerificationReport } from "../verify/verification-report.ts";
import type { DocumentId, Origin } from "./inventory.ts";
import type { NeighbourSummary } from "./neighbours.ts";

/** Everything that one look at a repository found, at one reference time. Plain JSON: it crosses between threads. */
export interface RepositoryReport {
  /** The digest of the anchor, which is the repository's identity here. */
  readonly identity: Digest;
  readonly anchor: AnchorState;
  readonly now: UtcInstant;
  readonly headline: Headline;
  /** What the headline rests on, step by step; those that no client reaches are judged as well. */
  readonly steps: readonly UpdateStep[];
  /** Where a client stops that holds the documents to every rule of the format; undefined when it can update too. */
  readonly strict: ClientFault | undefined;
  readonly roots: readonly RootLink[];
  readonly roles: readonly RoleSummary[];
  readonly documents: readonly DocumentSummary[];
  readonly inbox: readonly InboxItem[];
  /** What top-level targets delegate; `of` names the document that the tree hangs from. */
  readonly tree: { readonly of: DocumentId; readonly published: boolean; readonly children: readonly DelegationChild[] } | undefined;
  readonly findings: readonly RepositoryFinding[];
  readonly unreadable: readonly { readonly path: string; readonly origin: Origin; readonly fault: DocumentFault }[];
  /** Files of formats beside TUF 1.x, which no client of it reads; those that lie among the metadata stand under `unreadable` as well. */
  readonly neighbours: readonly NeighbourSummary[];
  readonly counts: { readonly documents: number; readonly signatures: number; readonly targets: number; readonly delegations: number };
  /** What this look may pin, when it was made at the real present of a confirmed anchor; undefined when there is nothing sure to pin. */
  readonly seen: SeenVersions | undefined;
}

export interface AnchorState {
  readonly confirmed: boolean;
  readonly version: number;
  readonly digest: Digest;
  readonly document: DocumentId;
}

/** The answer to "can a client update right now?" */
export type Headline =
  /** `providedRootIsOut`: a working folder cannot show that its newest root is published, and without it the answer is no. */
  | { readonly kind: "can-update"; readonly fromRoot: number; readonly toRoot: number; readonly providedRootIsOut: boolean }
  | { readonly kind: "cannot-update"; readonly fault: ClientFault }
  | { readonly kind: "cannot-tell"; readonly why: Uncertainty };

export type Uncertainty =
  | { readonly kind: "no-timestamp" }
  /** The snapshot or timestamp names a version that a working folder no longer holds. */
  | { readonly kind: "overwritten"; readonly role: string; readonly named: number; readonly here: readonly number[] }
  /** It turns on whether this complete root has been published. */
  | { readonly kind: "root-publication"; readonly version: number; readonly without: ClientFault | undefined; readonly with: ClientFault | undefined };

/** `complete-unseen`: complete; publication cannot be seen from here. */
export type Publication = "published" | "complete-unseen" | "pending" | "superseded";

/** A verification by one delegator: the report, and whose keys it speaks of. */
export interface Quorum {
  readonly by: { readonly role: RoleName; readonly version: number; readonly document: DocumentId; readonly publication: Publication };
  readonly report: VerificationReport;
}

export interface DocumentSummary {
  readonly id: DocumentId;
  readonly role: RoleName;
  readonly type: TopLevelRole;
  readonly version: number;
  readonly digest: Digest;
  readonly publication: Publication;
  readonly expires: Expires;
  readonly expired: boolean;
  /** From this moment the role's signers are asked to sign the next version; undefined where nothing declares it. */
  readonly signingFrom: UtcInstant | undefined;
  readonly paths: readonly string[];
  readonly origins: readonly Origin[];
  /** Most telling first: for a root the previous root, then itself; else published delegators before pending ones. */
  readonly quorums: readonly Quorum[];
  readonly notes: readonly FormatNote[];
}

export interface RootLink {
  readonly document: DocumentId;
  readonly version: number;
  readonly accepted: boolean;
  readonly fault: ClientFault | undefined;
}

export interface RoleSummary {
  readonly role: TopLevelRole;
  /** The document that stands for the role now; undefined when there is none. */
  readonly document: DocumentId | undefined;
}

export interface InboxItem {
  readonly document: DocumentId;
  readonly role: RoleName;
  readonly version: number;
  readonly kind: "needs-signatures" | "complete" | "more-signatures";
  /** For `more-signatures`: how many verified keys the published file lacks. */
  readonly gained: number;
}

export type Severity = "bad" | "warn" | "note";

export type RepositoryFinding = { readonly severity: Severity } & FindingFacts;

export type FindingFacts =
  | { readonly kind: "format"; readonly document: DocumentId; readonly role: RoleName; readonly version: number; readonly path: string; readonly note: FormatNote }
  | { readonly kind: "two-documents-one-version"; readonly role: RoleName; readonly version: number; readonly paths: readonly string[]; readonly documents: readonly DocumentId[] }
  | { readonly kind: "overwritten"; readonly role: RoleName; readonly named: number; readonly here: readonly number[] }
  | { readonly kind: "orphan-in-snapshot"; readonly roles: readonly RoleName[] }
  | { readonly kind: "root-gap"; readonly after: number; readonly found: number }
  | { readonly kind: "rollback"; readonly fault: ClientFault }
  /** This device has seen another document published under the same version. */
  | ({ readonly kind: "not-what-was-seen" } & OtherContent)
  | { readonly kind: "signature-does-not-verify"; readonly document: DocumentId; readonly role: RoleName; readonly version: number; readonly keyId: KeyId; readonly label: string | undefined }
  /** Beside those of the document that are listed. */
  | { readonly kind: "more-signatures-do-not-verify"; readonly document: DocumentId; readonly role: RoleName; readonly version: number; readonly count: number }
  | { readonly kind: "signed-by-former-keys"; readonly document: DocumentId; readonly version: number; readonly count: number }
  | { readonly kind: "root-keys"; readonly document: DocumentId; readonly version: number; readonly left: number; readonly joined: number; readonly renamed: number }
  | { readonly kind: "must-be-signed-again"; readonly role: RoleName; readonly version: number; readonly root: number }
  | { readonly kind: "version-in-name"; readonly path: string; readonly named: number; readonly found: number }
  | { readonly kind: "invitation"; readonly person: string; readonly roles: readonly string[] }
  /**
   * Never of an assessment: in what is shown of a large one it stands behind those of one rule that are listed, `like`
   * among the others. `documents`: of those others, beside those that the list names.
   */
  | { readonly kind: "more-of-a-rule"; readonly like: RepositoryFinding; readonly count: number; readonly documents: number };
