import type { SearchFault, TargetVisit } from "../tuf/client/find-target.ts";
import type { ClientFault } from "../tuf/client/client-fault.ts";
import type { RoleName } from "../tuf/model/ids.ts";
import type { DelegationScope } from "../tuf/model/metadata.ts";
import type { DocumentId } from "../tuf/repository/inventory.ts";
import type { Publication } from "../tuf/repository/report.ts";
import type { VerificationReport } from "../tuf/verify/verification-report.ts";

// What the screen of targets asks and is told. All of it is plain data, and small however large the repository is.

/** A target in one document that lists it. */
export interface TargetHit {
  readonly path: string;
  readonly lengthBytes: number;
  readonly role: RoleName;
  readonly version: number;
  readonly document: DocumentId;
  readonly publication: Publication;
}

export interface TargetHits {
  /** By path, then by role. */
  readonly hits: readonly TargetHit[];
  /** There are more than were asked for. */
  readonly isMore: boolean;
  /** Units: milliseconds. */
  readonly tookMs: number;
}

export type TargetQuestion =
  | { readonly kind: "path"; readonly text: string }
  /** Shape: at least eight lower-case hex digits. */
  | { readonly kind: "hash"; readonly digits: string };

export interface TargetDetail extends TargetHit {
  /** Algorithm and hex, as the document writes them. */
  readonly hashes: readonly (readonly [algorithm: string, hex: string])[];
  /** JSON text. */
  readonly custom: string | undefined;
  /** What its first delegator's keys say to the document; undefined where nobody here delegates to it. */
  readonly report: VerificationReport | undefined;
}

/** The walk of a client towards one path, from top-level targets on. */
export interface Resolution {
  readonly path: string;
  /** Why a client never comes to look for targets, judged at the clock's time. */
  readonly refusal: ClientFault | undefined;
  readonly visits: readonly (TargetVisit & { readonly scope: DelegationScope | { readonly kind: "bin" } | undefined })[];
  readonly found: TargetDetail | undefined;
  /** Why it ends without a target; undefined together with `found` where there is nothing to walk. */
  readonly fault: SearchFault | undefined;
}

/** What is known of a file that somebody downloaded. Shape of the hashes: hex. */
export interface FileDigests {
  readonly name: string;
  readonly lengthBytes: number;
  readonly sha256: string;
  readonly sha512: string;
}

export interface Identified {
  readonly file: FileDigests;
  /** Targets with a hash of this file. */
  readonly same: readonly IdentifiedTarget[];
  /** Where there is none: targets of this name, with other content. */
  readonly sameName: readonly IdentifiedTarget[];
}

export interface IdentifiedTarget {
  readonly target: TargetDetail;
  readonly lengthIsSame: boolean;
  readonly hashes: readonly { readonly algorithm: string; readonly is: "same" | "other" | "not-known-here" }[];
}
