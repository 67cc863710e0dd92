import { Buffer } from "node:buffer";
import type { Bytes } from "../../lib/bytes.ts";
import type { UtcInstant } from "../../lib/utc-instant.ts";

/** One question to every judge: does a client that trusts this root update from these files, and what does it find? */
export interface Case {
  /** What was done to which repository, in words. */
  readonly name: string;
  readonly root: Bytes;
  /** By their names at the repository's address. */
  readonly files: ReadonlyMap<string, Bytes>;
  readonly now: UtcInstant;
  /** Target paths to search for. */
  readonly targets: readonly string[];
  /** The same files before anything was done to them, where that is known. */
  readonly plain?: ReadonlyMap<string, Bytes>;
  /** The verdict turns on `now`, which a judge that reads the machine's clock does not know. */
  readonly turnsOnTime: boolean;
}

/** As JSON, to be written down and asked again. */
export function caseText(about: Case): string {
  const base64 = (bytes: Bytes): string => Buffer.from(bytes).toString("base64");
  const { name, root, files, now, targets, turnsOnTime } = about;
  return JSON.stringify({ name, root: base64(root), files: Object.fromEntries([...files].map(([path, bytes]) => [path, base64(bytes)])), now, targets, turnsOnTime }, undefined, 1);
}

export function readCase(text: string): Case {
  const bytes = (base64: string): Bytes => new Uint8Array(Buffer.from(base64, "base64"));
  const { root, files, ...rest } = JSON.parse(text) as Omit<Case, "root" | "files"> & { readonly root: string; readonly files: Readonly<Record<string, string>> }; // written by `caseText`
  return { ...rest, root: bytes(root), files: new Map(Object.entries(files).map(([path, base64]) => [path, bytes(base64)])) };
}

export type Versions = Readonly<Partial<Record<"root" | "timestamp" | "snapshot" | "targets", number>>>;

/** What one judge says of a case. */
export interface Verdict {
  /** The role whose document was refused, or was missing; undefined where the update went through. */
  readonly stop: string | undefined;
  /** In the judge's own words. */
  readonly why: string | undefined;
  /** Versions that it came to trust; a judge need not tell them for an update that it refused. */
  readonly trusted: Versions;
  /** One for each path; empty where the update was refused. */
  readonly found: readonly Found[];
}

/** The target's SHA-256, nothing, or the role at which the search had to stop. */
export type Found = { readonly kind: "found"; readonly sha256: string } | { readonly kind: "nothing" } | { readonly kind: "stopped"; readonly role: string; readonly why: string };

/** `1.root.json` and `%2Froot.json` belong to `root` and `/root`. */
export function roleOfFile(name: string): string {
  const [, role = name] = /^(?:\d+\.)?(.*)\.json$/.exec(name) ?? [];
  try {
    return decodeURIComponent(role);
  } catch {
    return role; // a name that some judge escapes otherwise
  }
}
