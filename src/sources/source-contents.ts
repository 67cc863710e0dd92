import type { NamedBytes } from "../lib/named-bytes.ts";

/** What a person pointed at, once it was read. Safe for `postMessage`. */
export interface SourceContents {
  /** Of the folder, the file or the archive, or the address. Foreign text. */
  readonly name: string;
  readonly kind: SourceKind;
  /** What may be metadata, sorted by path. Each has a buffer of its own and was read once. */
  readonly files: readonly NamedBytes[];
  /** What is there and was left alone, sorted by path, with the reason. */
  readonly notRead: readonly NotReadFile[];
  /** Folders such as `.git`, each counted once however much it holds, and files such as `.DS_Store`. */
  readonly passedOver: number;
  /** Set for what is large: its files went to the outlets that were asked for, and `files` is empty. */
  readonly sent?: ReadAmount;
}

export interface ReadAmount {
  readonly files: number;
  /** Units: bytes. */
  readonly bytes: number;
}

export type SourceKind = "folder" | "files" | "zip" | "tar" | "url" | "practice";

export interface NotReadFile {
  readonly path: string;
  /** Undefined where it could not be learned without reading. */
  readonly sizeBytes: number | undefined;
  readonly why: NotReadReason;
}

export type NotReadReason =
  /** Not metadata by its name or place: what a repository delivers, or a file beside it. */
  | { readonly kind: "content" }
  | { readonly kind: "too-large"; readonly limitBytes: number }
  | { readonly kind: "changed-while-read"; readonly expectedBytes: number; readonly foundBytes: number }
  | { readonly kind: "unreadable"; readonly cause: ReadFailure }
  | { readonly kind: "unsafe-name"; readonly problem: PathProblem }
  /** The server answered that it does not give this file. */
  | { readonly kind: "http"; readonly status: number }
  /** The server did not answer, or did not allow this page to see the answer: not the same as a missing file. */
  | { readonly kind: "no-answer" }
  | { readonly kind: "redirect" };

/** `changed`: the file on disk is no longer the one that was picked. */
export type ReadFailure = "gone" | "changed" | "forbidden" | "unknown";

export type PathProblem =
  | "absolute"
  | "parent-segment"
  | "backslash"
  | "drive-letter"
  | "nul"
  | "empty-segment"
  | "no-name"
  | "too-long"
  | "not-utf8";

export interface SourceLimits {
  /** A larger file is listed, not read. Units: bytes. */
  readonly maxFileBytes: number;
  /** Files that are read. */
  readonly maxFiles: number;
  /** Files of any kind, those that are only listed too. */
  readonly maxEntries: number;
  /** Of all files that are read. Units: bytes. */
  readonly maxTotalBytes: number;
  /** What a compressed archive may become, listed content included. Units: bytes. */
  readonly maxUnpackedBytes: number;
  /** Unpacked size over packed size, asked for beyond the first 16 MiB. Metadata, which is hex and hashes, stays below 30. */
  readonly maxRatio: number;
}

const MIB = 1024 * 1024;

/** Beyond either of these a source is large: its files go on as they are read, and are not gathered. */
export const LARGE: ReadAmount = { files: 512, bytes: 8 * MIB };

export const DEFAULT_SOURCE_LIMITS: SourceLimits = {
  maxFileBytes: 64 * MIB,
  maxFiles: 50_000,
  maxEntries: 250_000,
  maxTotalBytes: 512 * MIB,
  maxUnpackedBytes: 4096 * MIB,
  maxRatio: 200,
};

export interface ReadProgress {
  readonly filesRead: number;
  readonly bytesRead: number;
  /** How many files there are to read, where that is known. */
  readonly of: number | undefined;
}
