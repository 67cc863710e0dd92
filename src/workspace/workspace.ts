import type { StoreApi } from "zustand/vanilla";
import type { Bytes } from "../lib/bytes.ts";
import type { Result } from "../lib/result.ts";
import type { UtcInstant } from "../lib/utc-instant.ts";
import type { WriteFault } from "../exports/write-back.ts";
import type { KeyringEntryId } from "../keyring/keyring.ts";
import type { Collected } from "../sources/collect.ts";
import type { SourceFault } from "../sources/source-fault.ts";
import type { Digest } from "../tuf/model/ids.ts";
import type { Rehearsal } from "../tuf/repository/rehearse.ts";
import type { Explanation, SignaturePlace } from "../tuf/explain/explanation.ts";
import type { DocumentId } from "../tuf/repository/inventory.ts";
import type { KeyActions } from "./key-actions.ts";
import type { MapFileSummary } from "../tuf/repository/neighbours.ts";
import type { MapAnswer } from "./agreement.ts";
import type { PeopleActions } from "./people/people.ts";
import type { DocumentDetail, ExportBundle, OfferedSignature, RoleDetail } from "./repository-service.ts";
import type { Identified, Resolution, TargetDetail, TargetHits, TargetQuestion } from "./targets-model.ts";
import type { ReviewModel } from "./review-model.ts";
import type { OpeningFault, SignatureMade, WorkspaceState } from "./state.ts";

/** The application without pixels: one store to read, and everything that a person can do. */
export interface Workspace {
  readonly store: StoreApi<WorkspaceState>;
  /** The real present, read anew. */
  readNow(): UtcInstant;
  setClock(clock: WorkspaceState["clock"]): void;

  /** Each opens a repository and answers its id, for the address; undefined when it failed or was cancelled: see `opening`. */
  openCollected(collected: Result<Collected, SourceFault>, folder?: string): Promise<string | undefined>;
  openAddress(address: string): Promise<string | undefined>;
  openPractice(): Promise<string | undefined>;
  /** New keys, new metadata; the old practice keys are gone for good. `own`: a key of the person's own that joins in root 3. */
  startPracticeOver(own?: KeyringEntryId): Promise<string | undefined>;
  /** Brings back what this device keeps; false when it keeps nothing under that id. */
  reopen(id: string): Promise<boolean>;
  /** Opens another of the repositories that lay in the same folder or archive. */
  openOtherFolder(id: string, folder: string): Promise<string | undefined>;
  cancelOpening(): void;
  dismissOpeningFault(): void;
  rename(id: string, name: string): Promise<void>;
  /** Forgets the repository, its anchor and its pins on this device. */
  forget(id: string): Promise<void>;

  setBase(id: string, collected: Result<Collected, SourceFault>): Promise<OpeningFault | undefined>;
  setBaseFromAddress(id: string, address: string): Promise<OpeningFault | undefined>;
  clearBase(id: string): Promise<void>;

  /** The person has confirmed the root that the report calls its anchor. `typed`: a digest they had from elsewhere, if they gave one. */
  confirmAnchor(id: string, typed: string | undefined): Promise<Result<Digest, AnchorFault>>;

  /** Documents of one role, asked for where the report of a large repository leaves them out. */
  readRole(id: string, role: string): Promise<RoleDetail>;
  findTargets(id: string, question: TargetQuestion, most: number): Promise<TargetHits>;
  readTarget(id: string, document: DocumentId, path: string): Promise<TargetDetail | undefined>;
  resolvePath(id: string, path: string): Promise<Resolution>;
  /** Hashes the file in a worker, and looks for it among the targets. */
  identifyFile(id: string, file: File): Promise<Result<Identified, SourceFault>>;
  readDocument(id: string, document: DocumentId): Promise<DocumentDetail | undefined>;
  explainSignature(id: string, place: SignaturePlace): Promise<Explanation | undefined>;
  explainOffered(id: string, offered: OfferedSignature): Promise<Explanation | undefined>;
  /** Asks the repositories of a map file that are open here for a target. */
  askMapFile(map: MapFileSummary, path: string): Promise<MapAnswer>;
  readReview(id: string, document: DocumentId): Promise<ReviewModel | undefined>;
  /** The replay of step 3 again, now or at a chosen date. */
  rehearse(id: string, document: DocumentId, at: UtcInstant): Promise<Rehearsal | undefined>;
  /** The person has compared the whole digest and says that it is the one the others see. */
  markCompared(id: string, document: DocumentId, digest: Digest): void;
  sign(id: string, document: DocumentId, entry: KeyringEntryId): Promise<SignatureMade | undefined>;
  signingBytes(id: string, document: DocumentId): Promise<Bytes | undefined>;
  attachExternal(id: string, document: DocumentId, input: string | Bytes): Promise<SignatureMade | undefined>;
  addSignatures(id: string, document: DocumentId, collected: Result<Collected, SourceFault>): Promise<SourceFault | undefined>;
  exportDocument(id: string, document: DocumentId): Promise<ExportBundle | undefined>;
  writeBack(id: string, document: DocumentId): Promise<Result<readonly string[], WriteFault | { readonly kind: "no-folder" }>>;
  /** RFC 8785 JSON. */
  receipt(id: string, made: SignatureMade): Promise<Bytes>;

  readonly keys: KeyActions;
  readonly people: PeopleActions;
}

export type AnchorFault = { readonly kind: "digest-differs"; readonly typed: string; readonly expected: Digest } | { readonly kind: "not-a-digest"; readonly typed: string };

