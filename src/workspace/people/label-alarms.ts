import type { Digest, Fingerprint, KeyId } from "../../tuf/model/ids.ts";
import { LONGEST_TEXT, type KnownKey, type RepositoryKeys } from "./known-key.ts";
import type { KeyInReport } from "./seen-keys.ts";

/** A key stands under a label that another key had. Labels are claims, so this is what taking somebody's place looks like. */
export interface LabelAlarm {
  readonly label: string;
  readonly fingerprint: Fingerprint;
  readonly keyId: KeyId;
  /** Where it stands: "root 15". */
  readonly by: string;
  readonly version: number;
  readonly had: LabelHolder;
}

/** Who had the label. `known`: by the address book. `remembered`: at an earlier look. `published`: in what is out today. */
export type LabelHolder =
  | { readonly kind: "known"; readonly fingerprint: Fingerprint; readonly name: string }
  | { readonly kind: "remembered" | "published"; readonly fingerprint: Fingerprint };

/**
 * The keys of today's documents and proposals that stand under another key's label. The person's own keys and those in
 * the address book are never among them: naming a key is how an alarm is answered.
 */
export function labelAlarms(keys: readonly KeyInReport[], memory: RepositoryKeys | undefined, known: readonly KnownKey[], own: ReadonlySet<Fingerprint>): readonly LabelAlarm[] {
  const named = new Set(known.map(({ fingerprint }) => fingerprint));
  const namedLabels = new Map<string, { readonly fingerprint: Fingerprint; readonly name: string }>();
  for (const { fingerprint, name, seen } of known) for (const { label } of seen) if (label !== undefined) namedLabels.set(label, { fingerprint, name });
  const remembered = holders(memory?.labels ?? []);
  const published = holders(keys.flatMap(({ listed, current, label, fingerprint }) => (listed && current && label !== undefined ? [[label, fingerprint] as const] : [])));
  return keys.flatMap((key): readonly LabelAlarm[] => {
    const { label, fingerprint, keyId } = key;
    if (!key.current || label === undefined || named.has(fingerprint) || own.has(fingerprint)) return [];
    const place = key.places.toSorted((a, b) => b.version - a.version)[0];
    const had = holderBefore(label, fingerprint, namedLabels.get(label), remembered, published);
    return had === undefined || place === undefined ? [] : [{ label, fingerprint, keyId, by: place.by, version: place.version, had }];
  });
}

/** The memory after a look: a label stays with the keys that had it first, and with those that the person has named. */
export function remember(repository: Digest, keys: readonly KeyInReport[], memory: RepositoryKeys | undefined, alarms: readonly LabelAlarm[]): RepositoryKeys {
  const doubted = new Set(alarms.map(({ fingerprint }) => fingerprint));
  const before = memory?.labels ?? [];
  const had = new Set(before.map(([label, fingerprint]) => pair(label, fingerprint)));
  const fresh = keys.flatMap(({ listed, label, fingerprint }) =>
    listed && label !== undefined && !doubted.has(fingerprint) && !had.has(pair(label, fingerprint)) ? [[label, fingerprint] as const] : []);
  const gone = (memory?.keys ?? []).filter(({ fingerprint }) => !keys.some((key) => key.fingerprint === fingerprint));
  return {
    repository,
    keys: [...keys.map(({ listed: _, current: __, ...key }) => key), ...gone].slice(0, MOST_REMEMBERED),
    labels: [...before, ...fresh].slice(0, MOST_REMEMBERED),
  };
}

const MOST_REMEMBERED = 2048;

function holderBefore(
  label: string, fingerprint: Fingerprint, named: { readonly fingerprint: Fingerprint; readonly name: string } | undefined,
  remembered: ReadonlyMap<string, readonly Fingerprint[]>, published: ReadonlyMap<string, readonly Fingerprint[]>,
): LabelHolder | undefined {
  if (named !== undefined && named.fingerprint !== fingerprint) return { kind: "known", ...named };
  const earlier = remembered.get(label) ?? [];
  if (earlier.includes(fingerprint)) return undefined;
  const today = published.get(label) ?? [];
  return holder("published", today.includes(fingerprint) ? [] : today) ?? holder("remembered", earlier);
}

function holder(kind: "remembered" | "published", fingerprints: readonly Fingerprint[]): LabelHolder | undefined {
  const [fingerprint] = fingerprints;
  return fingerprint === undefined ? undefined : { kind, fingerprint };
}

function holders(pairs: readonly (readonly [string, Fingerprint])[]): ReadonlyMap<string, readonly Fingerprint[]> {
  const out = new Map<string, Fingerprint[]>();
  for (const [label, fingerprint] of pairs) {
    const list = out.get(label.slice(0, LONGEST_TEXT));
    if (list === undefined) out.set(label.slice(0, LONGEST_TEXT), [fingerprint]);
    else list.push(fingerprint);
  }
  return out;
}

function pair(label: string, fingerprint: Fingerprint): string {
  return `${fingerprint} ${label}`;
}
