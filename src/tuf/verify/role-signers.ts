import type { KeyId } from "../model/ids.ts";
import { fingerprintOf, identityOfKey, type Key } from "../model/key.ts";
import { keyIdentity } from "../model/key-identity.ts";
import type { RoleKeys } from "../model/metadata.ts";
import type { SignatureJudgement, SignatureVerdict, Signer, SignerState } from "./verification-report.ts";

/** Who may sign for a role: a fact about its delegator, and the same for every document that is judged by it. */
export interface RoleSigners {
  readonly listed: ReadonlySet<KeyId>;
  /** One for each material, all waiting; keys that cannot be read are told apart by their canonical text. */
  readonly waiting: readonly Signer[];
  /** Where in `waiting` the signer stands that this id names. */
  readonly placeOf: ReadonlyMap<KeyId, number>;
}

const known = new WeakMap<RoleKeys, { readonly keys: ReadonlyMap<KeyId, Key>; readonly signers: RoleSigners }>();

/** Made once for each role: a role may list thousands of keys, and thousands of documents may be judged by it. */
export function signersOfRole(role: RoleKeys, keys: ReadonlyMap<KeyId, Key>): RoleSigners {
  const before = known.get(role);
  if (before?.keys === keys) return before.signers;
  const signers = readSigners(role, keys);
  known.set(role, { keys, signers });
  return signers;
}

/** The signers as these signatures leave them. Those who have not signed are shared between reports. */
export function afterSigning({ waiting, placeOf }: RoleSigners, signatures: readonly SignatureJudgement[]): readonly Signer[] {
  const kinds = new Map<number, Set<SignatureVerdict["kind"]>>();
  for (const { keyId, verdict } of signatures) {
    const place = placeOf.get(keyId);
    if (place === undefined) continue;
    const own = kinds.get(place);
    if (own === undefined) kinds.set(place, new Set([verdict.kind]));
    else own.add(verdict.kind);
  }
  if (kinds.size === 0) return waiting;
  const after = [...waiting];
  for (const [place, own] of kinds) {
    const signer = waiting[place];
    if (signer !== undefined) after[place] = { ...signer, state: signerState(own) };
  }
  return after;
}

function readSigners(role: RoleKeys, keys: ReadonlyMap<KeyId, Key>): RoleSigners {
  const groups = new Map<string, { readonly key: Key; readonly place: number; readonly keyIds: KeyId[] }>();
  const placeOf = new Map<KeyId, number>();
  for (const keyId of role.keyIds) {
    const key = keys.get(keyId);
    if (key === undefined) continue;
    const identity = keyIdentity(key);
    const group = groups.get(identity) ?? { key, place: groups.size, keyIds: [] };
    group.keyIds.push(keyId);
    groups.set(identity, group);
    placeOf.set(keyId, group.place);
  }
  const waiting = [...groups.values()].map(({ key, keyIds }): Signer => ({
    fingerprint: fingerprintOf(key),
    algorithm: key.material.ok ? key.material.value.algorithm : undefined,
    keytype: key.keytype,
    scheme: key.scheme,
    keyIds,
    label: key.label,
    onlineUri: key.onlineUri,
    sigstore: identityOfKey(key),
    state: "waiting",
  }));
  return { listed: new Set(role.keyIds), waiting, placeOf };
}

function signerState(own: ReadonlySet<SignatureVerdict["kind"]>): SignerState {
  const has = (...kinds: readonly SignatureVerdict["kind"][]): boolean => kinds.some((kind) => own.has(kind));
  if (has("verified", "duplicate")) return "signed";
  if (has("does-not-verify", "not-hex")) return "does-not-verify";
  return has("cannot-check", "not-checked") ? "cannot-check" : "waiting";
}
