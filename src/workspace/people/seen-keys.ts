import type { Fingerprint } from "../../tuf/model/ids.ts";
import type { RepositoryReport } from "../../tuf/repository/report.ts";
import { LONGEST_TEXT, MOST_KEYS, MOST_PLACES, type KeyPlace, type SeenKey } from "./known-key.ts";

/** A key as a report shows it, and whether anything but a proposal lists it. */
export interface KeyInReport extends SeenKey {
  /** By a document that is out, or was. */
  readonly listed: boolean;
  /** By a document that holds today, or is proposed; what only an older one lists is history. */
  readonly current: boolean;
}

/** Every key that may sign something in this repository, by material, with where it stands and what it is labelled. */
export function keysInReport({ identity, documents }: Pick<RepositoryReport, "identity" | "documents">, repositoryName: string): readonly KeyInReport[] {
  const found = new Map<Fingerprint, Omit<KeyInReport, "places"> & { readonly places: Map<string, KeyPlace> }>();
  const newestRoot = Math.max(0, ...documents.filter(({ role, publication }) => role === "root" && publication === "published").map(({ version }) => version));
  for (const document of documents) {
    for (const { by, report } of document.quorums) {
      for (const { fingerprint, algorithm, keyIds, label: claimed, onlineUri } of report.signers) {
        const [keyId] = keyIds;
        if (fingerprint === undefined || keyId === undefined) continue;
        const label = claimed?.slice(0, LONGEST_TEXT);
        const before = found.get(fingerprint);
        if (before === undefined && found.size >= MOST_KEYS) continue;
        const listed = by.publication === "published" || by.publication === "superseded";
        const current = by.publication !== "superseded" && !(by.role === "root" && by.version < newestRoot);
        // What is out says what a key is called before what is proposed does, and that before what was.
        const telling = before === undefined || rank(listed, current) > rank(before.listed, before.current);
        const places = before?.places ?? new Map<string, KeyPlace>();
        found.set(fingerprint, {
          fingerprint, algorithm, places,
          keyId: telling ? keyId : before.keyId,
          label: telling ? (label ?? before?.label) : (before.label ?? label),
          onlineUri: before?.onlineUri ?? onlineUri,
          listed: listed || (before?.listed ?? false),
          current: current || (before?.current ?? false),
        });
        const place = `${by.role} ${document.role} ${label ?? ""}`;
        const known = places.get(place);
        if (known === undefined ? places.size < MOST_PLACES : known.version < by.version) {
          places.set(place, { repository: identity, repositoryName, by: by.role, version: by.version, role: document.role, keyId, label });
        }
      }
    }
  }
  return [...found.values()].map(({ places, ...key }) => ({ ...key, places: [...places.values()] }));
}

function rank(listed: boolean, current: boolean): number {
  return listed && current ? 2 : current ? 1 : 0;
}
