import type { Brand } from "../../lib/brand.ts";
import { encodeCanonical } from "../json/canonical-json.ts";
import { sha256Digest } from "../model/digest.ts";
import type { Fingerprint, KeyId } from "../model/ids.ts";
import { fingerprintOf, identityOfKey, type Key, type KeyMaterial, type SigstoreIdentity } from "../model/key.ts";
import type { RoleKeys } from "../model/metadata.ts";

/** What two keys share when they are one key. */
export type KeyIdentity = Brand<string, "KeyIdentity">;

/** A key as a reader may be told of it. Plain JSON. */
export interface KeyFacts {
  readonly identity: KeyIdentity;
  /** Undefined when the key cannot be read here, or is not listed at all. */
  readonly fingerprint: Fingerprint | undefined;
  readonly keyIds: readonly KeyId[];
  readonly label: string | undefined;
  readonly algorithm: KeyMaterial["algorithm"] | undefined;
  /** Undefined when a role names a key id that the document does not define. */
  readonly keytype: string | undefined;
  readonly scheme: string | undefined;
  readonly onlineUri: string | undefined;
  /** Present when the signer is a Sigstore identity and no key. */
  readonly sigstore?: SigstoreIdentity | undefined;
}

const MATERIAL_FIELDS: readonly string[] = ["keytype", "scheme", "keyval"];

/** The fingerprint; for a key of an unknown kind a digest of its material fields; for a key id without key the id. */
export function identityOf(keyId: KeyId, key: Key | undefined): KeyIdentity {
  return nameIdentity(keyId, key) as KeyIdentity; // the one maker of this brand
}

/** Every distinct key that a role lists, in its order. */
export function keysOfRole(role: RoleKeys, keys: ReadonlyMap<KeyId, Key>): ReadonlyMap<KeyIdentity, KeyFacts> {
  return group(role.keyIds, keys);
}

/** Every distinct key that a document defines. */
export function keysOfDocument(keys: ReadonlyMap<KeyId, Key>): ReadonlyMap<KeyIdentity, KeyFacts> {
  return group([...keys.keys()], keys);
}

function group(keyIds: readonly KeyId[], keys: ReadonlyMap<KeyId, Key>): ReadonlyMap<KeyIdentity, KeyFacts> {
  const out = new Map<KeyIdentity, KeyFacts>();
  for (const keyId of keyIds) {
    const key = keys.get(keyId);
    const identity = identityOf(keyId, key);
    const known = out.get(identity);
    out.set(identity, known === undefined ? factsOf(identity, keyId, key) : { ...known, keyIds: [...known.keyIds, keyId], label: known.label ?? key?.label });
  }
  return out;
}

function factsOf(identity: KeyIdentity, keyId: KeyId, key: Key | undefined): KeyFacts {
  return {
    identity,
    fingerprint: key === undefined ? undefined : fingerprintOf(key),
    keyIds: [keyId],
    label: key?.label,
    algorithm: key?.material.ok === true ? key.material.value.algorithm : undefined,
    keytype: key?.keytype,
    scheme: key?.scheme,
    onlineUri: key?.onlineUri,
    sigstore: key === undefined ? undefined : identityOfKey(key),
  };
}

function nameIdentity(keyId: KeyId, key: Key | undefined): string {
  if (key === undefined) return `unlisted:${keyId}`;
  const fingerprint = fingerprintOf(key);
  if (fingerprint !== undefined) return fingerprint;
  const members = new Map([...key.node.members].filter(([name]) => MATERIAL_FIELDS.includes(name)));
  return `unread:${sha256Digest(encodeCanonical({ ...key.node, members }))}`;
}
