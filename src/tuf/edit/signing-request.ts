import type { CanonicalBytes } from "../json/canonical-json.ts";
import type { Digest, Fingerprint, KeyId, RoleName } from "../model/ids.ts";
import { fingerprintOf, type Key } from "../model/key.ts";
import type { Metadata, RoleKeys } from "../model/metadata.ts";
import { isOfType } from "../model/parse-metadata.ts";

/** Whoever says which keys may sign a role: a root for the top level, targets for what they delegate. */
export interface Delegator {
  readonly role: RoleKeys;
  readonly keys: ReadonlyMap<KeyId, Key>;
}

/** One document to sign: its exact bytes, their digest, and the keys that may. */
export interface SigningRequest {
  readonly role: RoleName;
  readonly version: number;
  readonly digest: Digest;
  readonly signedBytes: CanonicalBytes;
  readonly signers: readonly RequestedSigner[];
}

/** A key by its material, with every id that its signature is to be written under. */
export interface RequestedSigner {
  readonly fingerprint: Fingerprint;
  readonly keyIds: readonly KeyId[];
  readonly label: string | undefined;
  readonly onlineUri: string | undefined;
}

/** For a root, `delegators` holds the root before it (if any): its own root role is added here. Source: TUF 1.0.34, 5.3.4. */
export function signingRequest(role: RoleName, document: Metadata, delegators: readonly Delegator[]): SigningRequest {
  const signers = new Map<Fingerprint, RequestedSigner>();
  for (const { role: { keyIds }, keys } of allDelegators(document, delegators)) {
    for (const keyId of keyIds) {
      const key = keys.get(keyId);
      const fingerprint = key === undefined ? undefined : fingerprintOf(key);
      if (key === undefined || fingerprint === undefined) continue;
      const known = signers.get(fingerprint);
      const ids = [...new Set([...(known?.keyIds ?? []), keyId])];
      // The newest delegator comes last, so its label is the one that is shown.
      signers.set(fingerprint, { fingerprint, keyIds: ids, label: key.label ?? known?.label, onlineUri: key.onlineUri ?? known?.onlineUri });
    }
  }
  return { role, version: document.signed.version, digest: document.digest, signedBytes: document.signedBytes, signers: [...signers.values()] };
}

/**
 * Every id under which one key's signature must be written, so that each delegator counts it: for a root the ids in
 * the old and in the new root. Empty when the key may not sign.
 */
export function keyIdsFor(fingerprint: Fingerprint, document: Metadata, delegators: readonly Delegator[]): readonly KeyId[] {
  const ids = allDelegators(document, delegators).flatMap(({ role, keys }) =>
    role.keyIds.filter((keyId) => {
      const key = keys.get(keyId);
      return key !== undefined && fingerprintOf(key) === fingerprint;
    }),
  );
  return [...new Set(ids)];
}

function allDelegators(document: Metadata, delegators: readonly Delegator[]): readonly Delegator[] {
  if (!isOfType(document, "root")) return delegators;
  const own = document.signed.roles.get("root");
  if (own === undefined) throw new Error("a parsed root always has the role root");
  return [...delegators, { role: own, keys: document.signed.keys }];
}
