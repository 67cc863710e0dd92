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
  /** Which of `waiting` this id names. */
  readonly signerOf: ReadonlyMap<KeyId, Signer>;
  /** Of short lists: the signers as signatures left them, by their states in the order of `waiting`. Grows as documents are judged. */
  readonly afterSigning: Map<string, readonly Signer[]>;
}

const known = new WeakMap<RoleKeys, { readonly keys: ReadonlyMap<KeyId, Key>; readonly signers: RoleSigners }>();
/** Of short lists, by the keys of the delegator, then by the list as JSON: thousands of bins name the same few keys, each in a role of its own. */
const shared = new WeakMap<ReadonlyMap<KeyId, Key>, Map<string, RoleSigners>>();
/** Units: key ids. In longer lists, signers end in too many ways for any two documents to share one. */
const SHORT_LIST = 8;

/** Made once for each role, or list of keys: a role may list thousands of keys, and thousands of documents may be judged by it. */
export function signersOfRole(role: RoleKeys, keys: ReadonlyMap<KeyId, Key>): RoleSigners {
  if (role.keyIds.length <= SHORT_LIST) return sharedSigners(role, keys);
  const before = known.get(role);
  if (before?.keys === keys) return before.signers;
  const signers = readSigners(role, keys);
  known.set(role, { keys, signers });
  return signers;
}

function sharedSigners(role: RoleKeys, keys: ReadonlyMap<KeyId, Key>): RoleSigners {
  const lists = shared.get(keys) ?? new Map<string, RoleSigners>();
  shared.set(keys, lists);
  const list = JSON.stringify(role.keyIds);
  const signers = lists.get(list) ?? readSigners(role, keys);
  lists.set(list, signers);
  return signers;
}

/** The signers as these signatures leave them, shared between reports as far as they are the same. */
export function afterSigning({ waiting, signerOf, afterSigning: before }: RoleSigners, signatures: readonly SignatureJudgement[]): readonly Signer[] {
  const kinds = new Map<Signer, Set<SignatureVerdict["kind"]>>();
  for (const { keyId, verdict } of signatures) {
    const signer = signerOf.get(keyId);
    if (signer === undefined) continue;
    const own = kinds.get(signer) ?? new Set();
    kinds.set(signer, own.add(verdict.kind));
  }
  if (kinds.size === 0) return waiting;
  const after = (): readonly Signer[] => waiting.map((signer) => {
    const own = kinds.get(signer);
    return own === undefined ? signer : { ...signer, state: signerState(own) };
  });
  if (waiting.length > SHORT_LIST) return after();
  const states = waiting.map((signer) => signerState(kinds.get(signer) ?? new Set())).join();
  const signers = before.get(states) ?? after();
  before.set(states, signers);
  return signers;
}

function readSigners(role: RoleKeys, keys: ReadonlyMap<KeyId, Key>): RoleSigners {
  const byIdentity = new Map<string, { readonly signer: Signer; readonly keyIds: KeyId[] }>();
  const signerOf = new Map<KeyId, Signer>();
  for (const keyId of role.keyIds) {
    const key = keys.get(keyId);
    if (key === undefined) continue;
    const identity = keyIdentity(key);
    const { signer, keyIds } = byIdentity.get(identity) ?? waitingSigner(key);
    keyIds.push(keyId);
    byIdentity.set(identity, { signer, keyIds });
    signerOf.set(keyId, signer);
  }
  return { listed: new Set(role.keyIds), waiting: [...byIdentity.values()].map(({ signer }) => signer), signerOf, afterSigning: new Map() };
}

function waitingSigner(key: Key): { readonly signer: Signer; readonly keyIds: KeyId[] } {
  const keyIds: KeyId[] = [];
  const signer: Signer = {
    fingerprint: fingerprintOf(key),
    algorithm: key.material.ok ? key.material.value.algorithm : undefined,
    keytype: key.keytype,
    scheme: key.scheme,
    keyIds,
    label: key.label,
    onlineUri: key.onlineUri,
    sigstore: identityOfKey(key),
    state: "waiting",
  };
  return { signer, keyIds };
}

function signerState(own: ReadonlySet<SignatureVerdict["kind"]>): SignerState {
  const has = (...kinds: readonly SignatureVerdict["kind"][]): boolean => kinds.some((kind) => own.has(kind));
  if (has("verified")) return "signed"; // before a duplicate there is always the one that counts
  if (has("does-not-verify", "not-hex")) return "does-not-verify";
  return has("cannot-check", "not-checked") ? "cannot-check" : "waiting";
}
