import type { EnrolledAuthenticator, EntryFacts, KeyringEntry } from "./keyring-entry.ts";
import { publicKeyOfRecord, type StoredKey } from "./keyring-record.ts";
import { scryptCost } from "./scrypt.ts";
import type { UnlockedKeys } from "./unlocked-keys.ts";

/** What the rest of the product sees of a record: nothing that is secret, and nothing that is encrypted. */
export function entryOf(key: StoredKey, unlocked: Pick<UnlockedKeys, "stateOf">): KeyringEntry {
  const { material, pem, hex, tufKeyJson, keyId } = publicKeyOfRecord(key);
  const { id, name, createdAt, practice, lastUsedAt, provenAt } = key;
  const { algorithm, fingerprint } = material;
  const facts: EntryFacts = { id, name, algorithm, fingerprint, publicKey: { pem, hex, tufKeyJson, keyId }, createdAt, practice, lastUsedAt, provenAt };
  switch (key.kind) {
    case "device":
      return { ...facts, kind: "device", origin: key.origin };
    case "passphrase": {
      const { n, r, p } = key.sealed;
      const backup = key.backupProvenAt === undefined ? ({ state: "awaiting" } as const) : ({ state: "proven", at: key.backupProvenAt } as const);
      return { ...facts, kind: "passphrase", origin: key.origin, kdf: scryptCost(n, r, p), backup, lock: unlocked.stateOf(id) };
    }
    case "wrapped": {
      const [first, ...others] = key.wraps;
      const authenticators = [authenticatorOf(first), ...others.map(authenticatorOf)] as const;
      return { ...facts, kind: "passkey", form: "wrapped", origin: key.origin, rpId: key.rpId, authenticators, lock: unlocked.stateOf(id) };
    }
    case "derived":
      return { ...facts, kind: "passkey", form: "derived", origin: "made", rpId: key.rpId, authenticators: [authenticatorOf(key.authenticator)], lock: unlocked.stateOf(id) };
    case "external":
      return { ...facts, kind: "external", openDrill: key.openDrill };
  }
}

/** Without what else is in the record beside it: a wrap holds the secret, encrypted. */
function authenticatorOf({ credentialId, addedAt, lastUsedAt, backupEligible, backedUp, transports }: EnrolledAuthenticator): EnrolledAuthenticator {
  return { credentialId, addedAt, lastUsedAt, backupEligible, backedUp, transports };
}
