import type { Difference } from "../../tuf/explain/explanation.ts";
import type { NeighbourSummary } from "../../tuf/repository/neighbours.ts";
import type { ClientName } from "../../tuf/words/client-behaviour.ts";
import type { Profile } from "../../tuf/client/profile.ts";
import type { Publication, Severity } from "../../tuf/repository/report.ts";
import type { SignerState } from "../../tuf/verify/verification-report.ts";

/** What `verify --json` prints. Its schema is docs/verify.schema.json: a field that is added or changed is changed there, too. */
export type VerifyOutput = VerifyResult | VerifyError;

export type NeighbourKind = NeighbourSummary["kind"];

export const FORMAT = "countersign.verify/1";

export interface VerifyResult {
  readonly format: typeof FORMAT;
  readonly source: SourceFacts;
  /** `given`: chosen with --as-of. */
  readonly time: { readonly at: string; readonly given: boolean };
  readonly profile: Profile;
  /** Where the client starts. `given`: named with --root. */
  readonly root: { readonly version: number; readonly digest: string; readonly given: boolean };
  readonly verdict: Verdict;
  /** Where a client stops that holds the documents to every rule of the format; null when it can update. */
  readonly strict: FaultFacts | null;
  /** What a client looks at, in its order; those that are not `reached` lie behind its refusal. */
  readonly steps: readonly StepFacts[];
  readonly documents: readonly DocumentFacts[];
  readonly delegations: readonly DelegationFacts[];
  readonly findings: readonly FindingFacts[];
  /** Why signatures do not verify, found by trying; in the profile `audit`. None of them is counted for it. */
  readonly explanations: readonly ExplanationFacts[];
  /** Clients that are known to refuse something here which the workflow lets pass. */
  readonly readings: readonly ReadingFacts[];
  /** Files of formats beside TUF 1.x, which have no say. */
  readonly beside: readonly { readonly path: string; readonly kind: NeighbourKind; readonly happened: string; readonly evidence: string }[];
  readonly unreadable: readonly { readonly path: string; readonly happened: string; readonly evidence: string }[];
}

export interface ExplanationFacts {
  readonly document: { readonly role: string; readonly version: number };
  /** Whose keys it was judged by. */
  readonly by: { readonly role: string; readonly version: number };
  readonly keyId: string;
  /** What would have had to be otherwise, all of it together; empty when nothing was found. */
  readonly differences: readonly Difference["kind"][];
  readonly happened: string;
  readonly evidence: string;
  readonly signers: string | null;
  readonly client: string;
  readonly you: string;
}

export interface ReadingFacts {
  readonly client: ClientName;
  /** The oldest root from which it refuses nothing in an update; null when there is none. */
  readonly followsFrom: number | null;
  readonly answer: string;
  readonly because: readonly string[];
}

/** There was nothing to judge. */
export interface VerifyError {
  readonly format: typeof FORMAT;
  readonly error: { readonly happened: string; readonly evidence: readonly string[]; readonly you: string };
}

export interface SourceFacts {
  readonly path: string;
  readonly kind: "folder" | "files" | "zip" | "tar";
  readonly layout: "published" | "working" | "loose";
  /** Inside what was named, where the metadata lies; empty for its top. */
  readonly folder: string;
  readonly otherFolders: readonly string[];
  readonly metadataFiles: number;
}

export interface Verdict {
  readonly kind: "can-update" | "cannot-update" | "cannot-tell";
  readonly exitCode: 0 | 1;
  readonly answer: string;
  readonly because: readonly string[];
  readonly settles: string | null;
  readonly refusal: FaultFacts | null;
}

export interface FaultFacts {
  readonly kind: string;
  readonly role: string;
  /** Section of TUF 1.0.34. */
  readonly spec: string;
  readonly happened: string;
  readonly evidence: string;
  readonly client: string;
  readonly you: string;
}

export interface StepFacts {
  readonly role: string;
  readonly version: number | null;
  readonly path: string | null;
  readonly spec: string;
  readonly reached: boolean;
  readonly faults: readonly FaultFacts[];
}

export interface DocumentFacts {
  readonly role: string;
  readonly version: number;
  readonly publication: Publication;
  readonly expires: string;
  readonly expired: boolean;
  readonly digest: string;
  readonly paths: readonly string[];
  readonly quorums: readonly QuorumFacts[];
}

export interface QuorumFacts {
  /** Whose keys are counted. */
  readonly by: { readonly role: string; readonly version: number };
  readonly threshold: number;
  readonly counted: number;
  readonly met: boolean;
  readonly keys: readonly { readonly keyIds: readonly string[]; readonly label: string | null; readonly scheme: string; readonly state: SignerState }[];
}

export type DelegationFacts =
  | {
      readonly kind: "role";
      readonly role: string;
      readonly delegator: string;
      readonly version: number | null;
      readonly threshold: number;
      readonly counted: number | null;
      readonly verdict: "accepted" | "refused" | "cycle" | "not-judged";
      readonly fault: FaultFacts | null;
    }
  | { readonly kind: "bins"; readonly name: string; readonly delegator: string; readonly count: number; readonly accepted: number };

export interface FindingFacts {
  readonly severity: Severity;
  readonly rule: string;
  readonly title: string;
  readonly evidence: string;
  /** What clients do about it, in words; null where nothing is known. */
  readonly client: string | null;
  readonly refusedBy: readonly ClientName[];
  readonly acceptedBy: readonly ClientName[];
  readonly you: string;
}
