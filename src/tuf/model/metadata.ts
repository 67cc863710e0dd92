import type { CanonicalBytes } from "../json/canonical-json.ts";
import type { JsonArray, JsonObject } from "../json/json-value.ts";
import type { Bytes } from "../../lib/bytes.ts";
import type { Expires } from "./fields.ts";
import type { Digest, KeyId, RoleName, TargetPath, TopLevelRole } from "./ids.ts";
import type { KeyAlgorithm } from "./key-algorithm.ts";
import type { Key, KeyIdForm, KeyProblem } from "./key.ts";
import type { FileAway, SignedAway } from "./put-away.ts";

/** One metadata file, parsed once. What is shown, digested, verified and signed all comes from this object. */
export interface Metadata<S extends Signed = Signed> {
  readonly bytes: Bytes;
  readonly text: string;
  readonly envelope: JsonObject;
  readonly signedNode: JsonObject;
  readonly signaturesNode: JsonArray;
  readonly signed: S;
  readonly signatures: readonly SignatureEntry[];
  /** What signatures cover: the canonical form of `signed`. */
  readonly signedBytes: CanonicalBytes;
  /** SHA-256 of `signedBytes`: two files with the same digest are one document with more or fewer signatures. */
  readonly digest: Digest;
  readonly notes: readonly FormatNote[];
  /** Set where the bytes, and everything that is read from them alone, lie elsewhere: see `PutAwayTargets`. */
  readonly away?: { readonly file: FileAway; readonly signed: SignedAway };
}

export interface SignatureEntry {
  readonly keyId: KeyId;
  /** Hex as written; empty in a slot that waits for its signature (tuf-on-ci). */
  readonly sig: string;
  readonly node: JsonObject;
}

export type Signed = Root | Timestamp | Snapshot | Targets;

interface SignedBase {
  readonly version: number;
  readonly specVersion: string;
  readonly expires: Expires;
  /** `x-tuf-on-ci-signing-period`. Units: days before expiry in which signing is asked for. */
  readonly signingPeriodDays: number | undefined;
}

/** Source: TUF 1.0.34, 4.3. */
export interface Root extends SignedBase {
  readonly type: "root";
  /** Undefined when absent, which clients read as false. */
  readonly consistentSnapshot: boolean | undefined;
  readonly keys: ReadonlyMap<KeyId, Key>;
  readonly roles: ReadonlyMap<TopLevelRole, RoleKeys>;
}

export interface RoleKeys {
  /** Without repetitions, in the order of the document. */
  readonly keyIds: readonly KeyId[];
  readonly threshold: number;
  /** The same field of tuf-on-ci, which for the online roles stands here. Units: days. */
  readonly signingPeriodDays?: number | undefined;
}

/** Source: TUF 1.0.34, 4.6. */
export interface Timestamp extends SignedBase {
  readonly type: "timestamp";
  readonly snapshot: MetaFile;
}

/** Source: TUF 1.0.34, 4.4. Names are role names: `.json` is taken off. */
export interface Snapshot extends SignedBase {
  readonly type: "snapshot";
  readonly meta: ReadonlyMap<RoleName, MetaFile>;
}

export interface MetaFile {
  readonly version: number;
  readonly lengthBytes: number | undefined;
  readonly hashes: ReadonlyMap<string, string> | undefined;
}

/** Source: TUF 1.0.34, 4.5. */
export interface Targets extends SignedBase {
  readonly type: "targets";
  readonly targets: TargetFiles;
  readonly delegations: Delegations | undefined;
}

/** To be asked: of a document that was put away only their number is at hand. */
export interface TargetFiles extends Iterable<readonly [TargetPath, TargetFile]> {
  readonly size: number;
  get(path: TargetPath): TargetFile | undefined;
  keys(): IterableIterator<TargetPath>;
  values(): IterableIterator<TargetFile>;
}

export interface TargetFile {
  readonly lengthBytes: number;
  readonly hashes: ReadonlyMap<string, string>;
  readonly custom: JsonObject | undefined;
}

export interface Delegations {
  readonly keys: ReadonlyMap<KeyId, Key>;
  /** In order of priority. */
  readonly roles: readonly DelegatedRole[];
  readonly succinct: SuccinctRoles | undefined;
}

export interface DelegatedRole extends RoleKeys {
  readonly name: RoleName;
  readonly terminating: boolean;
  readonly scope: DelegationScope;
}

/** `none` reaches no target: the document set neither field. */
export type DelegationScope =
  | { readonly kind: "paths"; readonly patterns: readonly string[] }
  | { readonly kind: "path-hash-prefixes"; readonly prefixes: readonly string[] }
  | { readonly kind: "none" };

/** Source: TAP 15. */
export interface SuccinctRoles extends RoleKeys {
  readonly bitLength: number;
  readonly namePrefix: string;
}

/** What a document does that some client refuses or a reader should know, and that the spec's workflow lets pass. */
export type FormatNote =
  | SingleNote
  /** So many more of one kind stand in the document; they are counted and not kept. */
  | { readonly kind: "more-of-a-kind"; readonly of: SingleNote["kind"]; readonly count: number };

export type SingleNote =
  | { readonly kind: "date-form"; readonly text: string }
  | { readonly kind: "key-id-not-hash"; readonly keyId: KeyId; readonly form: KeyIdForm; readonly label: string | undefined }
  | { readonly kind: "hex-point-key"; readonly keyId: KeyId }
  /** A kind that is checked here and not by every client. */
  | { readonly kind: "rare-key-kind"; readonly keyId: KeyId; readonly algorithm: KeyAlgorithm }
  | { readonly kind: "unusable-key"; readonly keyId: KeyId; readonly problem: KeyProblem }
  | { readonly kind: "same-key-twice"; readonly keyIds: readonly KeyId[] }
  | { readonly kind: "key-not-listed"; readonly role: string; readonly keyId: KeyId }
  | { readonly kind: "key-id-repeated"; readonly role: string; readonly keyId: KeyId }
  | { readonly kind: "role-without-keys"; readonly role: string }
  | { readonly kind: "threshold-unreachable"; readonly role: string; readonly threshold: number; readonly keys: number }
  | { readonly kind: "empty-signature-slot"; readonly keyId: KeyId }
  | { readonly kind: "extra-role"; readonly role: string }
  | { readonly kind: "consistent-snapshot-missing" }
  | { readonly kind: "terminating-missing"; readonly role: string }
  | { readonly kind: "scope-missing"; readonly role: string };
