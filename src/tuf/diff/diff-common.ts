import { wholeDaysBetween } from "../../lib/utc-instant.ts";
import type { MetaFile, Signed, TargetFile } from "../model/metadata.ts";
import type { FileFacts } from "./change.ts";
import type { ChangeList } from "./change-list.ts";
import { sortedText, type FieldPath } from "./field-diff.ts";

/** What every kind of metadata has: version, expiry, format version. */
export function diffCommon(before: Signed, after: Signed, list: ChangeList): void {
  if (before.version !== after.version) {
    list.add({ kind: "version", before: before.version, after: after.version, byRule: after.version === before.version + 1 }, ["signed", "version"]);
  }
  if (before.expires.text !== after.expires.text) {
    const days = wholeDaysBetween(before.expires.instant, after.expires.instant);
    list.add({ kind: "expires", before: before.expires.text, after: after.expires.text, days }, ["signed", "expires"]);
  }
  if (before.specVersion !== after.specVersion) {
    list.add({ kind: "spec-version", before: before.specVersion, after: after.specVersion }, ["signed", "spec_version"]);
  }
}


/** The fields of a listed file that its facts tell about; any other gets a line of its own. */
const TOLD: readonly string[] = ["version", "length", "hashes", "custom"];

/** Compares two lists of files by name and hands each difference, with what it covers, to `tell`. */
export function diffFiles<N extends string>(
  before: ReadonlyMap<N, FileFacts>,
  after: ReadonlyMap<N, FileFacts>,
  place: (name: N) => FieldPath,
  tell: (name: N, then: FileFacts | undefined, now: FileFacts | undefined, covers: readonly FieldPath[]) => void,
): void {
  for (const [name, now] of after) {
    const then = before.get(name);
    if (then === undefined || !sameFile(then, now)) tell(name, then, now, TOLD.map((field) => [...place(name), field]));
  }
  for (const [name, then] of before) if (!after.has(name)) tell(name, then, undefined, [place(name)]);
}

export function fileFacts(file: TargetFile | MetaFile): FileFacts {
  return {
    version: "version" in file ? file.version : undefined,
    lengthBytes: file.lengthBytes,
    hashes: [...(file.hashes ?? [])].map(([algorithm, value]) => ({ algorithm, value })).toSorted((a, b) => (a.algorithm < b.algorithm ? -1 : 1)),
    custom: "custom" in file && file.custom !== undefined ? sortedText(file.custom) : undefined,
  };
}

/** True when both would be read as the same file, whatever the order of their members. */
function sameFile(a: FileFacts, b: FileFacts): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
