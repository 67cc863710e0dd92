import type { KeyFacts } from "./key-facts.ts";
import type { KeyId } from "../model/ids.ts";
import type { DelegationScope } from "../model/metadata.ts";

/**
 * One difference between two documents of a role, as a reader should think of it. Plain data that may cross to
 * another thread. What no other kind covers is a `field`, so that nothing in `signed` changes unseen.
 */
export type Change =
  | { readonly kind: "version"; readonly before: number; readonly after: number; readonly byRule: boolean }
  /** `days` is whole days from the old to the new date, negative when it comes nearer. */
  | { readonly kind: "expires"; readonly before: string; readonly after: string; readonly days: number }
  | { readonly kind: "spec-version"; readonly before: string; readonly after: string }
  | { readonly kind: "consistent-snapshot"; readonly before: boolean | undefined; readonly after: boolean | undefined }
  | KeyChange
  | { readonly kind: "threshold"; readonly role: string; readonly before: number; readonly after: number; readonly keysBefore: number; readonly keysAfter: number }
  /** A role of a root beside the four; `value` is what stands there, JSON on one line. */
  | { readonly kind: "role-added" | "role-removed"; readonly role: string; readonly value: string }
  | DelegationChange
  | { readonly kind: "target-added" | "target-removed"; readonly path: string; readonly file: FileFacts }
  | { readonly kind: "target-changed"; readonly path: string; readonly before: FileFacts; readonly after: FileFacts }
  | { readonly kind: "meta-added" | "meta-removed"; readonly role: string; readonly file: FileFacts }
  | { readonly kind: "meta-changed"; readonly role: string; readonly before: FileFacts; readonly after: FileFacts }
  | FieldChange;

export type KeyChange =
  /** `known`: the same key also stands, or stood, elsewhere in the other document. */
  | { readonly kind: "signer-leaves" | "signer-joins"; readonly role: string; readonly key: KeyFacts; readonly known: boolean }
  /** The same key under another name; never a new key. */
  | { readonly kind: "key-id-changed"; readonly key: KeyFacts; readonly before: readonly KeyId[]; readonly after: readonly KeyId[]; readonly roles: readonly string[]; readonly fields: readonly FieldChange[] }
  /** The same key under the same name, written otherwise. */
  | { readonly kind: "key-fields-changed"; readonly key: KeyFacts; readonly fields: readonly FieldChange[] }
  | { readonly kind: "label-changed"; readonly key: KeyFacts; readonly before: string | undefined; readonly after: string | undefined }
  /** An alarm: a label that one key had now stands at another. */
  | { readonly kind: "label-reused"; readonly label: string; readonly before: KeyFacts; readonly after: KeyFacts }
  /** An alarm: another key under an old name. */
  | { readonly kind: "key-material-replaced"; readonly keyId: KeyId; readonly roles: readonly string[]; readonly before: KeyFacts; readonly after: KeyFacts }
  /** A key that no role lists. */
  | { readonly kind: "key-added" | "key-removed"; readonly key: KeyFacts };

export type DelegationChange =
  | { readonly kind: "delegation-added" | "delegation-removed"; readonly delegation: DelegationFacts }
  | { readonly kind: "delegations-reordered"; readonly before: readonly string[]; readonly after: readonly string[] }
  | { readonly kind: "paths"; readonly role: string; readonly before: DelegationScope; readonly after: DelegationScope; readonly widened: readonly string[]; readonly narrowed: readonly string[] }
  | { readonly kind: "terminating"; readonly role: string; readonly before: boolean; readonly after: boolean }
  | { readonly kind: "hash-bins"; readonly before: BinsFacts | undefined; readonly after: BinsFacts | undefined };

export interface FieldChange {
  readonly kind: "field";
  /** Written as in JavaScript: `signed.roles.root["x-note"]`. */
  readonly path: string;
  /** JSON on one line; undefined where the field does not stand. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** The specification or this app gives the field a meaning. */
  readonly known: boolean;
}

export interface DelegationFacts {
  readonly name: string;
  /** Place in the order of priority, from 1. */
  readonly position: number;
  readonly threshold: number;
  readonly keys: readonly KeyFacts[];
  readonly terminating: boolean;
  readonly scope: DelegationScope;
}

export interface BinsFacts {
  readonly namePrefix: string;
  readonly bitLength: number;
  readonly threshold: number;
  readonly keys: readonly KeyFacts[];
}

/** A target or a metadata file as it is listed. */
export interface FileFacts {
  readonly version: number | undefined;
  readonly lengthBytes: number | undefined;
  readonly hashes: readonly { readonly algorithm: string; readonly value: string }[];
  /** JSON on one line. */
  readonly custom: string | undefined;
}
