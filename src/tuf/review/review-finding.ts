import type { KeyFacts } from "../diff/key-facts.ts";
import type { KeyId } from "../model/ids.ts";
import type { FormatNote } from "../model/metadata.ts";

/**
 * `bad`: clients refuse it, or it is what an attack would look like. `warn`: a reviewer should know why before
 * signing. `note`: good to know.
 */
export type Severity = "bad" | "warn" | "note";

/** What a finding is about. Names and ids are foreign text. */
export type FindingSubject =
  | { readonly kind: "document" }
  | { readonly kind: "role"; readonly role: string }
  | { readonly kind: "key"; readonly keyId: KeyId; readonly label: string | undefined };

/** Something about a document, or about a change to it, that a reviewer should know. Plain data. */
export type ReviewFinding = { readonly severity: Severity; readonly subject: FindingSubject } & ReviewProblem;

export type ReviewProblem =
  // What a document says, whatever stood before.
  | { readonly rule: "threshold-one"; readonly facts: { readonly role: string; readonly keys: number } }
  | { readonly rule: "all-keys-needed"; readonly facts: { readonly role: string; readonly keys: number } }
  | { readonly rule: "threshold-unreachable"; readonly facts: { readonly role: string; readonly threshold: number; readonly keys: number } }
  | { readonly rule: "role-without-keys"; readonly facts: { readonly role: string } }
  | { readonly rule: "online-key-in-offline-role"; readonly facts: { readonly role: string; readonly onlineRoles: readonly string[]; readonly onlineUri: string | undefined } }
  | { readonly rule: "pattern-read-differently"; readonly facts: { readonly role: string; readonly pattern: string } }
  | { readonly rule: "prefix-never-matches"; readonly facts: { readonly role: string; readonly prefix: string } }
  | { readonly rule: "format"; readonly facts: { readonly note: FormatNote } }
  // What a change does.
  | { readonly rule: "version-step"; readonly facts: { readonly before: number; readonly after: number } }
  | { readonly rule: "expired"; readonly facts: { readonly expires: string } }
  | { readonly rule: "expires-beyond-period"; readonly facts: { readonly expires: string; readonly days: number; readonly periodDays: number } }
  | { readonly rule: "expires-earlier"; readonly facts: { readonly before: string; readonly after: string } }
  | { readonly rule: "consistent-snapshot-flipped"; readonly facts: { readonly before: boolean; readonly after: boolean } }
  | { readonly rule: "threshold-lowered"; readonly facts: { readonly role: string; readonly before: number; readonly after: number } }
  | { readonly rule: "too-many-keys-leave"; readonly facts: { readonly role: string; readonly leave: number; readonly of: number; readonly threshold: number } }
  | { readonly rule: "key-unproven"; readonly facts: { readonly role: string; readonly key: KeyFacts } }
  | { readonly rule: "key-material-replaced"; readonly facts: { readonly keyId: KeyId; readonly roles: readonly string[]; readonly before: KeyFacts; readonly after: KeyFacts } }
  | { readonly rule: "label-reused"; readonly facts: { readonly label: string; readonly before: KeyFacts; readonly after: KeyFacts } }
  | { readonly rule: "terminating-dropped"; readonly facts: { readonly role: string } }
  | { readonly rule: "paths-widened"; readonly facts: { readonly role: string; readonly entries: readonly string[] } }
  | { readonly rule: "meta-removed"; readonly facts: { readonly role: string; readonly version: number | undefined } }
  | { readonly rule: "meta-rolled-back"; readonly facts: { readonly role: string; readonly before: number; readonly after: number } };
