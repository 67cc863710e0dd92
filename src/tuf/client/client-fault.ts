import type { DocumentFault } from "../model/parse-metadata.ts";
import type { FormatNote } from "../model/metadata.ts";
import type { TopLevelRole } from "../model/ids.ts";

/** Why a client that follows the specification stops. `spec` is the section of TUF 1.0.34. */
export type ClientFault = { readonly role: string; readonly spec: string } & ClientProblem;

export type ClientProblem =
  | { readonly kind: "missing"; readonly version: number | undefined }
  | { readonly kind: "unreadable"; readonly path: string; readonly fault: DocumentFault }
  | { readonly kind: "wrong-type"; readonly expected: TopLevelRole; readonly found: TopLevelRole }
  | { readonly kind: "too-large"; readonly bytes: number; readonly limit: number }
  | { readonly kind: "length"; readonly expected: number; readonly found: number }
  | { readonly kind: "hash"; readonly algorithm: string; readonly expected: string; readonly found: string }
  | { readonly kind: "hash-algorithm-unknown"; readonly algorithm: string }
  | { readonly kind: "threshold"; readonly by: string; readonly threshold: number; readonly counted: number }
  | { readonly kind: "version"; readonly expected: number; readonly found: number }
  | { readonly kind: "rollback"; readonly have: number; readonly found: number }
  | { readonly kind: "removed-from-snapshot" }
  | { readonly kind: "expired"; readonly version: number; readonly expires: string }
  | { readonly kind: "not-in-snapshot" }
  /** Only in the strict profile. */
  | { readonly kind: "not-conforming"; readonly version: number; readonly note: FormatNote };
