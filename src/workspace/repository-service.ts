import type { Brand } from "../lib/brand.ts";
import type { Bytes } from "../lib/bytes.ts";
import type { NamedBytes } from "../lib/named-bytes.ts";
import type { Result } from "../lib/result.ts";
import type { UtcInstant } from "../lib/utc-instant.ts";
import type { SeenVersions } from "../tuf/client/seen-versions.ts";
import type { Digest, Fingerprint, KeyId, RoleName } from "../tuf/model/ids.ts";
import type { KeyIdForm, KeyMaterial, KeyProblem, SigstoreIdentity } from "../tuf/model/key.ts";
import type { DocumentFault } from "../tuf/model/parse-metadata.ts";
import type { AssessFault } from "../tuf/repository/assess.ts";
import type { RepositoryAnswer } from "../tuf/map-file/agree-on-target.ts";
import type { TargetRefusal } from "../tuf/repository/ask-target.ts";
import type { DocumentId } from "../tuf/repository/inventory.ts";
import type { DocumentSummary, RepositoryReport } from "../tuf/repository/report.ts";
import type { AttributionFault } from "../crypto/attribute-signature.ts";
import type { SignatureReadingFault } from "../crypto/external-signature.ts";
import type { Explanation, SignaturePlace } from "../tuf/explain/explanation.ts";
import type { LeftOutReason } from "../tuf/edit/merge-signatures.ts";
import type { Rehearsal } from "../tuf/repository/rehearse.ts";
import type { ReviewModel } from "./review-model.ts";
import type { FileDigests, Identified, Resolution, TargetDetail, TargetHits, TargetQuestion } from "./targets-model.ts";

/** One opened repository inside the worker, where its bytes live. */
export type SessionId = Brand<string, "SessionId">;

/** What the main thread may ask of the worker that holds the repository. Answers are plain data. */
export interface RepositoryService {
  /** Takes the files over. Opening under an id that is in use replaces what was there. */
  open(session: SessionId, files: readonly NamedBytes[], view: AssessView, folder?: string): Promise<Result<OpenAnswer, OpenFault>>;
  /**
   * What was too large to be gathered: its documents come through these ports, one for each shard. `read`: one file of
   * it, read anew; without it their bytes are kept.
   */
  openLarge(session: SessionId, ports: readonly MessagePort[], view: AssessView, folder: string | undefined, onProgress: OnJudged, read: ReadAgain | undefined): Promise<Result<OpenAnswer, OpenFault>>;
  /** An opening that is under way fails soon, and what it took is let go. */
  stopOpening(session: SessionId): Promise<void>;
  assess(session: SessionId, view: AssessView): Promise<RepositoryReport>;
  /** The published repository to compare with: replaces an earlier base. */
  setBase(session: SessionId, files: readonly NamedBytes[], view: AssessView): Promise<Result<RepositoryReport, OpenFault>>;
  /** One that was too large to be gathered: as `openLarge`. */
  setLargeBase(session: SessionId, ports: readonly MessagePort[], view: AssessView, read: ReadAgain | undefined): Promise<Result<RepositoryReport, OpenFault>>;
  clearBase(session: SessionId, view: AssessView): Promise<RepositoryReport>;
  /** Signatures that were collected in an earlier visit. */
  restoreAdded(session: SessionId, files: readonly NamedBytes[], view: AssessView): Promise<RepositoryReport>;
  document(session: SessionId, id: DocumentId): Promise<DocumentDetail | undefined>;
  /** Why a signature is not counted, found by trying. Undefined when it is, or is not there. */
  explain(session: SessionId, place: SignaturePlace): Promise<Explanation | undefined>;
  /** The same for one that came and was left out. */
  explainOffered(session: SessionId, offered: OfferedSignature): Promise<Explanation | undefined>;
  /** What a client is told of a target that updates at the time of the last look. */
  askTarget(session: SessionId, path: string): Promise<RepositoryAnswer<TargetRefusal>>;
  /** Every document of a role, and how the first who delegates to it sees it: a report of a large repository leaves most of them out. */
  role(session: SessionId, role: string): Promise<RoleDetail>;
  findTargets(session: SessionId, question: TargetQuestion, most: number): Promise<TargetHits>;
  targetDetail(session: SessionId, document: DocumentId, path: string): Promise<TargetDetail | undefined>;
  resolvePath(session: SessionId, path: string): Promise<Resolution>;
  identifyFile(session: SessionId, file: FileDigests): Promise<Identified>;
  review(session: SessionId, id: DocumentId, present: UtcInstant): Promise<ReviewModel | undefined>;
  /** The replay of a client, at any time. */
  rehearse(session: SessionId, id: DocumentId, at: UtcInstant): Promise<Rehearsal | undefined>;
  /** Other signers' files, in any order: metadata, detached lists. Nothing already collected is lost. */
  addSignatures(session: SessionId, id: DocumentId, files: readonly NamedBytes[], view: AssessView): Promise<AddedSignatures>;
  /** A signature just made: verified by two implementations before it is kept. */
  attach(session: SessionId, id: DocumentId, signature: NewlySigned, view: AssessView): Promise<Result<RepositoryReport, AttachFault>>;
  /** The canonical bytes, for a key that lives elsewhere. */
  signingBytes(session: SessionId, id: DocumentId): Promise<Bytes | undefined>;
  /** Attributes a signature made elsewhere by verifying it, then attaches it. */
  attachExternal(session: SessionId, id: DocumentId, input: string | Bytes, view: AssessView): Promise<Result<AttachedExternal, AttachFault>>;
  exportDocument(session: SessionId, id: DocumentId): Promise<ExportBundle | undefined>;
  /** Everything that was opened or collected, so that it can be kept on this device. */
  contents(session: SessionId): Promise<SessionContents>;
  close(session: SessionId): Promise<void>;
}

/** Undefined where the file cannot be read any more. */
export type ReadAgain = (path: string) => Promise<Bytes | undefined>;
export type OnJudged = (progress: JudgingProgress) => void;

/** Signatures checked, and those that are known to wait. */
export interface JudgingProgress {
  readonly done: number;
  readonly of: number;
}

export interface AssessView {
  readonly now: UtcInstant;
  /** The confirmed anchors of this device. */
  readonly anchors: readonly Digest[];
  /** The id under which this repository was kept: of two anchors that are both here, the one that it rested on. */
  readonly keptAs?: string;
  /** By anchor digest. Empty in a view of another time. */
  readonly seen: Readonly<Record<string, SeenVersions>>;
}

export interface OpenAnswer {
  readonly report: RepositoryReport;
  readonly layout: "published" | "working" | "loose";
  readonly folder: string;
  readonly otherFolders: readonly string[];
  /** Units: milliseconds that parsing and verifying took. */
  readonly tookMs: number;
  /** Of a large repository. Units: milliseconds. */
  readonly stages?: { readonly parseMs: number; readonly gatherMs: number; readonly judgeMs: number };
}

export type OpenFault =
  | AssessFault
  /** Nothing looks like metadata. `unreadable`: JSON files that were tried. */
  | { readonly kind: "no-metadata"; readonly fileCount: number; readonly firstPaths: readonly string[]; readonly unreadable: readonly { readonly path: string; readonly fault: DocumentFault }[] };

/** One document, for its role's screen. */
export interface DocumentDetail {
  readonly summary: DocumentSummary;
  readonly path: string;
  readonly text: string;
  /** The canonical bytes as text: what signatures cover. It may hold raw newlines. */
  readonly canonicalText: string;
  readonly signedLengthBytes: number;
  readonly fileLengthBytes: number;
  readonly fileDigest: Digest;
  /** The keys that this document hands to others, with the roles that use each. */
  readonly keys: readonly KeyDetail[];
  readonly targetCount: number;
}

export interface RoleDetail {
  readonly documents: readonly DocumentSummary[];
}

export interface KeyDetail {
  readonly keyId: KeyId;
  readonly keyIdForm: KeyIdForm;
  readonly keytype: string;
  readonly scheme: string;
  readonly algorithm: KeyMaterial["algorithm"] | undefined;
  readonly problem: KeyProblem | undefined;
  readonly fingerprint: Fingerprint | undefined;
  readonly label: string | undefined;
  readonly onlineUri: string | undefined;
  /** Present when the signer is an identity and no key. */
  readonly sigstore?: SigstoreIdentity | undefined;
  readonly usedBy: readonly RoleName[];
}

export interface NewlySigned {
  readonly fingerprint: Fingerprint;
  readonly signatureHex: string;
  /** What signed it: the check is done by the other. */
  readonly madeWith: "webcrypto" | "elsewhere";
}

export type AttachFault =
  | { readonly kind: "no-such-document" }
  | { readonly kind: "key-may-not-sign"; readonly fingerprint: Fingerprint }
  | { readonly kind: "signature-does-not-verify"; readonly by: "webcrypto" | "second" }
  | { readonly kind: "external"; readonly fault: SignatureReadingFault | AttributionFault<ExternalSigner> };

/** A key that may sign the document, as a person knows it. */
export interface ExternalSigner {
  readonly fingerprint: Fingerprint;
  readonly label: string | undefined;
}

export interface AttachedExternal {
  readonly report: RepositoryReport;
  readonly signer: ExternalSigner;
  readonly signatureHex: string;
}

export interface AddedSignatures {
  readonly report: RepositoryReport;
  readonly added: readonly { readonly document: DocumentId; readonly role: RoleName; readonly version: number; readonly keyId: KeyId; readonly label: string | undefined }[];
  readonly leftOut: readonly { readonly path: string; readonly keyId: KeyId | undefined; readonly why: LeftOut; /** With the document: enough to ask why it does not verify. */ readonly offered?: OfferedSignature }[];
}

/** A signature that came and was not taken in. */
export interface OfferedSignature {
  readonly document: DocumentId;
  readonly keyId: KeyId;
  readonly sig: string;
}

export type LeftOut =
  | LeftOutReason
  | { readonly kind: "unreadable"; readonly fault: DocumentFault }
  /** Signatures of a document that is not open here. */
  | { readonly kind: "not-open-here"; readonly role: string; readonly version: number };

export interface ExportBundle {
  /** Every file of the document in its place, with only the `signatures` member changed. */
  readonly files: readonly NamedBytes[];
  readonly detached: Bytes;
  readonly role: RoleName;
  readonly version: number;
  readonly digest: Digest;
  readonly verifiedSignatures: number;
}

export interface SessionContents {
  readonly opened: readonly NamedBytes[];
  /** False where most of it is not here. */
  readonly isComplete: boolean;
  readonly base: readonly NamedBytes[];
  readonly added: readonly NamedBytes[];
  readonly folder: string | undefined;
}
