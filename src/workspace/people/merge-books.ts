import type { Fingerprint } from "../../tuf/model/ids.ts";
import { MOST_PLACES, type KeyPlace, type KnownKey } from "./known-key.ts";

/** What bringing in another address book would do. Nothing is lost before the person has chosen. */
export interface MergePlan {
  readonly added: readonly KnownKey[];
  /** Known under the same name and note; where it was seen is put together. */
  readonly same: readonly KnownKey[];
  readonly conflicts: readonly MergeConflict[];
}

/** One key under two names, or with two notes. */
export interface MergeConflict {
  readonly fingerprint: Fingerprint;
  readonly mine: KnownKey;
  readonly theirs: KnownKey;
}

export type Side = "mine" | "theirs";

export function planMerge(mine: readonly KnownKey[], theirs: readonly KnownKey[]): MergePlan {
  const own = new Map(mine.map((key) => [key.fingerprint, key]));
  const added: KnownKey[] = [];
  const same: KnownKey[] = [];
  const conflicts: MergeConflict[] = [];
  for (const key of theirs) {
    const before = own.get(key.fingerprint);
    if (before === undefined) added.push(key);
    else if (before.name === key.name && before.note === key.note) same.push(joined(before, key));
    else conflicts.push({ fingerprint: key.fingerprint, mine: before, theirs: key });
  }
  return { added, same, conflicts };
}

/** The records to write. A conflict without a choice keeps the person's own name. */
export function settleMerge({ added, same, conflicts }: MergePlan, choices: ReadonlyMap<Fingerprint, Side>): readonly KnownKey[] {
  return [...added, ...same, ...conflicts.map(({ fingerprint, mine, theirs }) => (choices.get(fingerprint) === "theirs" ? joined(theirs, mine) : joined(mine, theirs)))];
}

/** The places of both: of one place, the newer version. */
export function joinPlaces(a: readonly KeyPlace[], b: readonly KeyPlace[]): readonly KeyPlace[] {
  const out = new Map<string, KeyPlace>();
  for (const place of [...a, ...b]) {
    const key = JSON.stringify([place.repository, place.by, place.role, place.label]);
    const before = out.get(key);
    if (before === undefined || before.version < place.version) out.set(key, place);
  }
  return [...out.values()].slice(0, MOST_PLACES);
}

function joined(kept: KnownKey, other: KnownKey): KnownKey {
  return { ...kept, addedAt: kept.addedAt < other.addedAt ? kept.addedAt : other.addedAt, seen: joinPlaces(kept.seen, other.seen) };
}
