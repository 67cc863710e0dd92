import type { Digest, TopLevelRole } from "../model/ids.ts";

/** What this client has accepted before, from the same anchor. Plain JSON. */
export interface SeenVersions {
  readonly root: number;
  readonly timestamp: number;
  readonly snapshot: number;
  readonly targets: Readonly<Record<string, number>>;
  /** Of the `signed` parts that had those versions; what an older build of this app remembered has none. */
  readonly digests?: Readonly<Partial<Record<TopLevelRole, Digest>>>;
}

/** Another document under a version that was seen: whoever holds the keys has signed both, or the one before is gone. */
export interface OtherContent {
  readonly role: TopLevelRole;
  readonly version: number;
  readonly seen: Digest;
  readonly found: Digest;
}

/** Newer under the same root, or under a newer root, whatever its counters say: a recovery may set them back. */
export function isRaised(before: SeenVersions, after: SeenVersions): boolean {
  if (after.root !== before.root) return after.root > before.root;
  return after.timestamp > before.timestamp || (after.timestamp === before.timestamp && after.snapshot > before.snapshot);
}

/** The same place in the history of a repository, whatever was in it. */
export function isSamePlace(a: SeenVersions, b: SeenVersions): boolean {
  return a.root === b.root && a.timestamp === b.timestamp && a.snapshot === b.snapshot;
}

/** Of what was seen from several anchors of one chain, the newest. */
export function newestSeen(all: readonly (SeenVersions | undefined)[]): SeenVersions | undefined {
  return all.reduce((best, next) => (best === undefined || (next !== undefined && isRaised(best, next)) ? (next ?? best) : best), undefined);
}
