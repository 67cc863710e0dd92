import type { Bytes } from "../../lib/bytes.ts";
import type { NamedBytes } from "../../lib/named-bytes.ts";
import type { KeyMaterial } from "../../tuf/model/key.ts";
import type { LeafFacts } from "../../tuf/model/put-away.ts";
import type { TargetRow } from "../../tuf/targets/target-table.ts";

/** One leaf of a shard, without its bytes and without its targets. Its number in the shard is its place in the list. */
export interface ShardLeaf extends LeafFacts {
  readonly path: string;
  /** Units: bytes, of the file and of its canonical `signed`. */
  readonly lengthBytes: number;
  readonly signedLengthBytes: number;
}

/** What was read, but for the leaves. */
export interface ShardOthers {
  /** What is no plain leaf: roots, snapshots, delegators, what cannot be read. */
  readonly files: readonly NamedBytes[];
  /** Units: milliseconds spent reading documents, digests apart. */
  readonly parseMs: number;
}

/** Signatures of leaves to be checked; the lists run side by side. */
export interface ShardQuestions {
  readonly keys: readonly KeyMaterial[];
  readonly leaves: readonly number[];
  /** Places in `keys`. */
  readonly keyOf: readonly number[];
  readonly signatures: readonly Uint8Array[];
}

export type TargetQuery =
  | { readonly kind: "path"; readonly text: string }
  /** Shape: at least eight lower-case hex digits, the beginning of a hash. */
  | { readonly kind: "hash"; readonly digits: string };

/** A row whose `document` is the leaf's number in its shard. */
export type ShardRow = TargetRow;

/** Part of a large repository: some of its leaves, their bytes as long as they are needed, and their targets for good. */
export interface ShardApi {
  /** Once everything has arrived. The bytes are handed over. */
  others(): Promise<ShardOthers>;
  /** After that, once. */
  inventory(): Promise<readonly ShardLeaf[]>;
  /** Hex, one list for each algorithm, in the order of the leaves. */
  hashes(algorithms: readonly ("sha256" | "sha512")[]): Promise<readonly (readonly string[])[]>;
  verify(questions: ShardQuestions): Promise<readonly boolean[]>;
  /** Undefined where the bytes were let go. */
  bytesOf(leaf: number): Promise<Bytes | undefined>;
  /** The bytes of those leaves go whose canonical form can be written again without them. */
  letGo(): Promise<void>;
  search(query: TargetQuery, most: number): Promise<readonly ShardRow[]>;
  find(leaf: number, path: string): Promise<ShardRow | undefined>;
}
