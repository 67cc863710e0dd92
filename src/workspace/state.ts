import type { UtcInstant } from "../lib/utc-instant.ts";
import type { KeyringEntry, KeyringFault, KeyringList } from "../keyring/keyring.ts";
import type { OriginReport } from "../keyring/origin.ts";
import type { NotReadFile, ReadProgress, SourceKind } from "../sources/source-contents.ts";
import type { SourceFault } from "../sources/source-fault.ts";
import type { Digest, Fingerprint } from "../tuf/model/ids.ts";
import type { DocumentId } from "../tuf/repository/inventory.ts";
import type { RepositoryReport } from "../tuf/repository/report.ts";
import type { KeyFinding } from "./key-findings.ts";
import type { KeyPreferences } from "./key-preferences.ts";
import type { KnownKey, RepositoryKeys } from "./people/known-key.ts";
import type { Pace } from "./pace.ts";
import type { AddedSignatures, AttachFault, JudgingProgress, OpenFault } from "./repository-service.ts";

/** What the stores hold. All of it is plain JSON, and none of it is secret. */
export interface WorkspaceState {
  readonly clock: Clock;
  readonly opening: Opening;
  /** By id: the first 32 hex digits of the anchor's digest. */
  readonly repositories: Readonly<Record<string, OpenRepository>>;
  readonly recents: readonly RecentRepository[];
  readonly keyring: KeyringState;
  readonly keyPreferences: KeyPreferences;
  /** What this page's address means for keys. */
  readonly origin: OriginReport;
  readonly people: PeopleState;
  /** What each draft has been through in this tab, by `REPOSITORY/DOCUMENT`. */
  readonly ceremonies: Readonly<Record<string, Ceremony>>;
}

/** A key of this device, public part only: what screens may know of the keyring. */
export type HeldKey = KeyringEntry;

export type Clock = { readonly kind: "now" } | { readonly kind: "as-of"; readonly instant: UtcInstant };

export type Opening =
  | { readonly kind: "idle" }
  | { readonly kind: "reading"; readonly name: string; readonly progress: ReadProgress | undefined; readonly pace?: Pace | undefined }
  | { readonly kind: "verifying"; readonly name: string; readonly progress?: JudgingProgress; readonly pace?: Pace | undefined }
  /** `notRead`: what was there and could not be taken in, which may be why. */
  | { readonly kind: "failed"; readonly name: string; readonly fault: OpeningFault; readonly notRead: readonly NotReadFile[] };

export type OpeningFault =
  | { readonly from: "source"; readonly fault: SourceFault }
  | { readonly from: "repository"; readonly fault: OpenFault }
  /** A defect, a worker that could not be loaded, or storage that the browser refuses. */
  | { readonly from: "app"; readonly fault: { readonly kind: "stopped"; readonly error: string } };

export interface OpenRepository {
  readonly id: string;
  /** What the person calls it, else where it was read from. Foreign text. */
  readonly name: string;
  readonly source: { readonly kind: SourceKind; readonly name: string; readonly readAt: UtcInstant };
  readonly layout: "published" | "working" | "loose";
  readonly folder: string;
  readonly otherFolders: readonly string[];
  readonly practice: boolean;
  /** Judged at the clock's time: in the state "now", at `report.now`. */
  readonly report: RepositoryReport;
  readonly anchorConfirmedAt: UtcInstant | undefined;
  readonly tookMs: number;
  readonly base: { readonly name: string } | undefined;
  readonly notRead: readonly NotReadFile[];
  readonly passedOver: number;
  /** The folder can be written back into. */
  readonly writable: boolean;
  /** False when it is too large to be kept on this device: a reload then loses it, collected signatures too. */
  readonly kept: boolean;
  /** Set while a new look is under way. */
  readonly busy: boolean;
}

export interface RecentRepository {
  readonly id: string;
  readonly name: string;
  readonly practice: boolean;
  readonly openedAt: UtcInstant;
  readonly anchored: boolean;
  /** How it stood at `openedAt`. */
  readonly state: "can-update" | "cannot-update" | "cannot-tell" | "rollback";
  readonly waiting: number;
}

export type KeyringState =
  | { readonly kind: "loading" }
  | ({ readonly kind: "ready"; readonly findings: readonly KeyFinding[] } & KeyringList)
  | { readonly kind: "failed"; readonly fault: KeyringFault };

/** The address book, and what is remembered of the keys of each repository. */
export type PeopleState =
  | { readonly kind: "loading" }
  | { readonly kind: "ready"; readonly known: readonly KnownKey[]; readonly seen: readonly RepositoryKeys[] }
  | { readonly kind: "failed"; readonly error: string };

export interface Ceremony {
  /** The digest that the person was shown in full at Compare, and said that it is the same. */
  readonly compared: Digest | undefined;
  readonly signing: { readonly kind: "idle" } | { readonly kind: "signing" } | { readonly kind: "failed"; readonly fault: SigningFault };
  readonly signed: readonly SignatureMade[];
  /** What became of the last files that were added. */
  readonly added: AddedSignatures | undefined;
}

export type SigningFault =
  | { readonly from: "keyring"; readonly fault: KeyringFault }
  | { readonly from: "repository"; readonly fault: AttachFault }
  /** Signing happens at the real present only. */
  | { readonly from: "ceremony"; readonly fault: { readonly kind: "not-now" } | { readonly kind: "not-compared" } };

/** Enough for a receipt. */
export interface SignatureMade {
  readonly document: DocumentId;
  readonly digest: Digest;
  readonly fingerprint: Fingerprint;
  readonly keyName: string;
  readonly signatureHex: string;
  readonly at: UtcInstant;
}
