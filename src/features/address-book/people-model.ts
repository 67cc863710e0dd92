import { algorithmName } from "../../tuf/model/key-algorithm.ts";
import type { KeyMaterial } from "../../tuf/model/key.ts";
import type { Fingerprint } from "../../tuf/model/ids.ts";
import type { PeopleState } from "../../workspace/state.ts";

type Ready = Extract<PeopleState, { kind: "ready" }>;
export type KnownKey = Ready["known"][number];
export type SeenKey = Ready["seen"][number]["keys"][number];
export type KeyPlace = SeenKey["places"][number];

/** A key that some repository shows and the person has no name for. */
export interface ClaimedKey {
  readonly fingerprint: Fingerprint;
  readonly algorithm: KeyMaterial["algorithm"] | undefined;
  readonly keyId: SeenKey["keyId"];
  readonly labels: readonly string[];
  readonly onlineUri: string | undefined;
  readonly places: readonly KeyPlace[];
}

/** Every key that was seen, once, whatever repositories it was seen in. Those with a label first, by it. */
export function claimedKeys({ known, seen }: Ready, own: ReadonlySet<Fingerprint>): readonly ClaimedKey[] {
  const named = new Set(known.map(({ fingerprint }) => fingerprint));
  const all = new Map<Fingerprint, ClaimedKey>();
  for (const key of seen.flatMap(({ keys }) => keys)) {
    if (named.has(key.fingerprint) || own.has(key.fingerprint)) continue;
    const before = all.get(key.fingerprint);
    const labels = new Set([...(before?.labels ?? []), ...key.places.flatMap(({ label }) => label ?? []), ...(key.label === undefined ? [] : [key.label])]);
    all.set(key.fingerprint, { ...key, ...before, labels: [...labels], places: [...(before?.places ?? []), ...key.places] });
  }
  return [...all.values()].toSorted((a, b) => Number(a.labels.length === 0) - Number(b.labels.length === 0) || (a.labels[0] ?? "").localeCompare(b.labels[0] ?? "", "en"));
}

/** The places of a named key: what was kept with it, and what was seen since. */
export function placesOf(key: KnownKey, seen: Ready["seen"]): readonly KeyPlace[] {
  return [...seen.flatMap(({ keys }) => keys.filter(({ fingerprint }) => fingerprint === key.fingerprint).flatMap(({ places }) => places)), ...key.seen];
}

/** One line for each document that lists the key. */
export interface PlaceLine {
  readonly repositoryName: string;
  readonly by: string;
  readonly version: number;
  readonly roles: readonly string[];
  readonly labels: readonly string[];
}

export function placeLines(places: readonly KeyPlace[]): readonly PlaceLine[] {
  const lines = new Map<string, PlaceLine>();
  for (const { repository, repositoryName, by, version, role, label } of places) {
    const key = `${repository} ${by}`;
    const before = lines.get(key);
    lines.set(key, {
      repositoryName: before?.repositoryName ?? repositoryName, by,
      version: Math.max(before?.version ?? 0, version),
      roles: [...new Set([...(before?.roles ?? []), role])],
      labels: [...new Set([...(before?.labels ?? []), ...(label === undefined ? [] : [label])])],
    });
  }
  return [...lines.values()];
}

/** `ed25519:…` begins with the name of its kind; kinds of later builds have no words here. */
export function kindOfFingerprint(fingerprint: Fingerprint, algorithm?: KeyMaterial["algorithm"]): string {
  if (algorithm !== undefined) return algorithmName(algorithm);
  const [kind = ""] = fingerprint.split(":");
  return { ed25519: "Ed25519", "ecdsa-p256": "ECDSA P-256", "ecdsa-p384": "ECDSA P-384", "ecdsa-p521": "ECDSA P-521", rsa: "RSA" }[kind] ?? kind;
}

/** Shape: what stands after the kind. */
export function materialOf(fingerprint: Fingerprint): string {
  return fingerprint.slice(fingerprint.indexOf(":") + 1);
}
