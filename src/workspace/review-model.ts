import type { UtcInstant } from "../lib/utc-instant.ts";
import type { Change } from "../tuf/diff/change.ts";
import type { FieldRow } from "../tuf/diff/all-fields.ts";
import type { Digest, Fingerprint, KeyId } from "../tuf/model/ids.ts";
import type { KeyMaterial, SigstoreIdentity } from "../tuf/model/key.ts";
import type { DocumentId } from "../tuf/repository/inventory.ts";
import type { Rehearsal } from "../tuf/repository/rehearse.ts";
import type { DocumentSummary, RepositoryFinding } from "../tuf/repository/report.ts";
import type { ReviewFinding } from "../tuf/review/review-finding.ts";
import type { Sentence } from "../tuf/review/sentence.ts";

/**
 * Everything that the ceremony shows of one document. All of it was made from one parsed object, whose canonical bytes
 * have the digest that stands here; the keyring refuses to sign anything else. Plain data, but for the file's bytes.
 */
export interface ReviewModel {
  /** The real present that the review speaks of. */
  readonly present: UtcInstant;
  readonly document: DocumentSummary;
  /** What it is compared with: the newest published version, or the version before. */
  readonly previous: { readonly id: DocumentId; readonly version: number; readonly path: string } | undefined;
  readonly outcome: readonly Sentence[];
  readonly changes: readonly Change[];
  readonly unchangedFields: number;
  readonly fields: readonly FieldRow[];
  /** What this change brings in that was not so before. */
  readonly findings: readonly ReviewFinding[];
  /** What the repository around it has against this document, and `findings` does not say. */
  readonly against: readonly RepositoryFinding[];
  readonly rehearsal: Rehearsal;
  readonly signers: readonly ReviewSigner[];
  readonly digest: Digest;
  /** Shape: 32 words. */
  readonly words: readonly string[];
  readonly signedLengthBytes: number;
  /** The canonical bytes as text. */
  readonly canonicalText: string;
  readonly text: string;
  readonly previousText: string | undefined;
  readonly path: string;
  /** The whole file, for the keyring, which parses it again itself. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** One key that may sign, over all quorums of the document. */
export interface ReviewSigner {
  /** Undefined for a key that cannot be read here. */
  readonly fingerprint: Fingerprint | undefined;
  readonly algorithm: KeyMaterial["algorithm"] | undefined;
  readonly label: string | undefined;
  readonly onlineUri: string | undefined;
  /** Present when the signer is an identity and no key. */
  readonly sigstore?: SigstoreIdentity | undefined;
  /** Under which a signature of this key is written. */
  readonly keyIds: readonly KeyId[];
  readonly state: "signed" | "waiting" | "does-not-verify" | "cannot-check";
  /** The quorums that count it: places in `document.quorums`. */
  readonly quorums: readonly number[];
}
