import { roleName } from "../model/ids.ts";
import type { Metadata, MetaFile, Snapshot, Timestamp } from "../model/metadata.ts";
import type { Change } from "./change.ts";
import { ChangeList } from "./change-list.ts";
import { diffCommon, diffFiles, fileFacts } from "./diff-common.ts";

/** Source: TUF 1.0.34, 4.4. */
export function diffSnapshot(before: Metadata<Snapshot>, after: Metadata<Snapshot>): readonly Change[] {
  return diffMeta(before, after, before.signed.meta, after.signed.meta);
}

/** Source: TUF 1.0.34, 4.6. */
export function diffTimestamp(before: Metadata<Timestamp>, after: Metadata<Timestamp>): readonly Change[] {
  const name = roleName("snapshot");
  return diffMeta(before, after, new Map([[name, before.signed.snapshot]]), new Map([[name, after.signed.snapshot]]));
}

function diffMeta<N extends string>(before: Metadata, after: Metadata, then: ReadonlyMap<N, MetaFile>, now: ReadonlyMap<N, MetaFile>): readonly Change[] {
  const list = new ChangeList();
  diffCommon(before.signed, after.signed, list);
  diffFiles(facts(then), facts(now), (role) => ["signed", "meta", `${role}.json`], (role, was, is, covers) => {
    if (was === undefined && is !== undefined) list.add({ kind: "meta-added", role, file: is }, ...covers);
    else if (was !== undefined && is === undefined) list.add({ kind: "meta-removed", role, file: was }, ...covers);
    else if (was !== undefined && is !== undefined) list.add({ kind: "meta-changed", role, before: was, after: is }, ...covers);
  });
  return list.finish(before, after);
}

function facts<N extends string>(files: ReadonlyMap<N, MetaFile>): ReadonlyMap<N, ReturnType<typeof fileFacts>> {
  return new Map([...files].map(([name, file]) => [name, fileFacts(file)]));
}
