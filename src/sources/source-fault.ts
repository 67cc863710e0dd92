import type { PathProblem, ReadFailure } from "./source-contents.ts";

/** Why a source as a whole is refused. What concerns one file alone stands in `SourceContents.notRead`. */
export type SourceFault =
  | { readonly kind: "cancelled" }
  | { readonly kind: "nothing-given" }
  | { readonly kind: "unreadable"; readonly path: string; readonly cause: ReadFailure }
  | { readonly kind: "too-deep"; readonly path: string; readonly limit: number }
  | { readonly kind: "too-many-files"; readonly limit: number }
  | { readonly kind: "too-many-entries"; readonly limit: number }
  | { readonly kind: "too-many-bytes"; readonly limitBytes: number }
  | { readonly kind: "duplicate-path"; readonly path: string }
  | { readonly kind: "archive-refused"; readonly archive: string; readonly problem: ArchiveProblem }
  | { readonly kind: "address-refused"; readonly address: string; readonly problem: AddressProblem }
  /** No answer that this page may read: the network, the name, the certificate, or the server's CORS rules. Browsers do not say which. */
  | { readonly kind: "address-no-answer"; readonly url: string }
  | { readonly kind: "address-redirects"; readonly url: string }
  | { readonly kind: "address-status"; readonly url: string; readonly status: number }
  | { readonly kind: "address-too-large"; readonly url: string; readonly limitBytes: number }
  | { readonly kind: "address-without-root"; readonly url: string; readonly tried: readonly string[] };

/** One of these refuses the whole archive: two readers that disagree about an archive must not both be believed. */
export type ArchiveProblem =
  | { readonly kind: "unsafe-path"; readonly path: string; readonly problem: PathProblem }
  | { readonly kind: "link"; readonly path: string }
  | { readonly kind: "special-file"; readonly path: string }
  | { readonly kind: "duplicate-path"; readonly path: string }
  | { readonly kind: "encrypted"; readonly path: string }
  /** Inflating stops at what was declared: more than that means "at least `foundBytes`". */
  | { readonly kind: "size-mismatch"; readonly path: string; readonly declaredBytes: number; readonly foundBytes: number }
  | { readonly kind: "checksum"; readonly path: string }
  | { readonly kind: "two-names"; readonly path: string }
  | { readonly kind: "overlap"; readonly path: string }
  | { readonly kind: "bomb"; readonly packedBytes: number; readonly unpackedBytes: number }
  | { readonly kind: "unpacks-too-large"; readonly limitBytes: number }
  | { readonly kind: "truncated" }
  | { readonly kind: "damaged"; readonly what: DamagedPart; readonly path: string | undefined }
  | { readonly kind: "unsupported"; readonly feature: string; readonly path: string | undefined }
  | { readonly kind: "gzip-without-tar" };

export type DamagedPart = "zip-directory" | "zip-entry" | "compressed-data" | "gzip" | "tar-header" | "tar-pax-header" | "tar-ending";

export type AddressProblem = "not-an-address" | "scheme" | "credentials" | "query";

/** Internal way out of nested reading; each reader's outermost function turns it into a `Result`. */
export class SourceRefusal extends Error {
  readonly fault: SourceFault;
  constructor(fault: SourceFault) {
    super(fault.kind);
    this.fault = fault;
  }
}

export function refuseArchive(archive: string, problem: ArchiveProblem): never {
  throw new SourceRefusal({ kind: "archive-refused", archive, problem });
}

/** Browsers report failed reads as exceptions; anything that is not such a report is a defect and stays one. */
export function readFailureOf(error: unknown): ReadFailure | undefined {
  if (!(error instanceof DOMException)) return undefined;
  switch (error.name) {
    case "NotFoundError": return "gone";
    case "NotReadableError": return "changed";
    case "NotAllowedError":
    case "SecurityError": return "forbidden";
    default: return "unknown";
  }
}
