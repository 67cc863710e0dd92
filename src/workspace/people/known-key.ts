import type { UtcInstant } from "../../lib/utc-instant.ts";
import type { Digest, Fingerprint, KeyId } from "../../tuf/model/ids.ts";
import type { KeyMaterial } from "../../tuf/model/key.ts";

/** Somebody else's key that the person has given a name. One person may have several keys, so names may repeat. */
export interface KnownKey {
  readonly fingerprint: Fingerprint;
  /** The person's own name for it, whatever metadata says. */
  readonly name: string;
  /** How they know: "read to me over the phone". May be empty. */
  readonly note: string;
  readonly addedAt: UtcInstant;
  /** Where it stood, and under which labels, when it was named or brought in. */
  readonly seen: readonly KeyPlace[];
}

/** One place where metadata lists a key. All of it is a claim by whoever wrote that metadata. */
export interface KeyPlace {
  /** The digest of the anchor that the repository was judged from. */
  readonly repository: Digest;
  readonly repositoryName: string;
  /** The role of the document that lists the key, and the newest version of it that does. */
  readonly by: string;
  readonly version: number;
  /** The role that the key signs. */
  readonly role: string;
  readonly keyId: KeyId;
  readonly label: string | undefined;
}

/** A key as one repository shows it. */
export interface SeenKey {
  readonly fingerprint: Fingerprint;
  readonly algorithm: KeyMaterial["algorithm"] | undefined;
  readonly keyId: KeyId;
  readonly label: string | undefined;
  readonly onlineUri: string | undefined;
  readonly places: readonly KeyPlace[];
}

/** What this device remembers of the keys of one repository. Plain JSON. */
export interface RepositoryKeys {
  /** Of the anchor. */
  readonly repository: Digest;
  readonly keys: readonly SeenKey[];
  /** Which keys bore a label when it was first seen, or have been named since: `[label, fingerprint]`. */
  readonly labels: readonly (readonly [label: string, fingerprint: Fingerprint])[];
}

/** The bounds of a list that metadata fills. */
export const MOST_KEYS = 1024;
export const MOST_PLACES = 32;
/** Units: UTF-16 code units. Longer labels and names are compared and kept by their beginning. */
export const LONGEST_TEXT = 200;
