import type { Metadata } from "../model/metadata.ts";
import { isOfType } from "../model/parse-metadata.ts";
import type { Change } from "./change.ts";
import { diffSnapshot, diffTimestamp } from "./diff-meta.ts";
import { diffRoot } from "./diff-root.ts";
import { diffTargets } from "./diff-targets.ts";

/** Two documents of one kind. Throws for two of different kinds: to compare those is a defect of the caller. */
export function diffDocuments(before: Metadata, after: Metadata): readonly Change[] {
  if (isOfType(before, "root") && isOfType(after, "root")) return diffRoot(before, after);
  if (isOfType(before, "targets") && isOfType(after, "targets")) return diffTargets(before, after);
  if (isOfType(before, "snapshot") && isOfType(after, "snapshot")) return diffSnapshot(before, after);
  if (isOfType(before, "timestamp") && isOfType(after, "timestamp")) return diffTimestamp(before, after);
  throw new Error(`no difference between ${before.signed.type} and ${after.signed.type}`);
}
