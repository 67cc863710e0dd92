import type { Bytes } from "../lib/bytes.ts";
import { fail, ok } from "../lib/result.ts";
import type { UtcInstant } from "../lib/utc-instant.ts";
import type { PublicKey } from "../crypto/public-key.ts";
import type { KeyLocks } from "./key-locks.ts";
import type { KeyringEntry, KeyringEntryId } from "./keyring-entry.ts";
import { entryOf } from "./entry-of.ts";
import { RECORD_VERSION, type RecordFacts, type StoredKey } from "./keyring-record.ts";
import { StorageFailure, type Change, type KeyringStore, type StoredRecords } from "./keyring-store.ts";
import type { Answer, NewKey } from "./keyring.ts";
import type { OriginReport } from "./origin.ts";
import { PartMissing } from "./part.ts";
import type { Kdf } from "./scrypt.ts";
import type { After, UnlockedKeys } from "./unlocked-keys.ts";

/** The world outside the keyring, behind small ports. */
export interface KeyringServices {
  readonly subtle: SubtleCrypto;
  readonly store: KeyringStore;
  readonly locks: KeyLocks;
  readonly kdf: Kdf;
  readonly random: (length: number) => Bytes;
  readonly after: After;
  readonly origin: Pick<OriginReport, "keepsKeys"> & { readonly protocol: string };
  /** Tells other tabs, and the page of this one, that the list has changed. */
  readonly announce: () => void;
}

/** What the acts of the keyring share. */
export interface KeyringContext extends KeyringServices {
  readonly unlocked: UnlockedKeys;
}

const MAX_NAME_LENGTH = 80;

/** The one place where a failure of storage or loading becomes data. */
export async function answering<T>(work: () => Promise<Answer<T>>): Promise<Answer<T>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StorageFailure) return fail(error.fault);
    if (error instanceof PartMissing) return fail({ kind: "part-missing" });
    throw error;
  }
}

/** Everything is computed before; here it is decided, on what is stored at that moment, and written at once. */
export function change<T>(context: KeyringContext, decide: (records: StoredRecords) => Change<Answer<T>>): Promise<Answer<T>> {
  return changeUnused(context, [], decide);
}

/** The same, refused while another tab has one of these keys open, or any tab signs with one. What this tab has open of them is locked first. */
export async function changeUnused<T>(context: KeyringContext, ids: readonly KeyringEntryId[], decide: (records: StoredRecords) => Change<Answer<T>>): Promise<Answer<T>> {
  const { store, locks, unlocked } = context;
  for (const id of ids) await unlocked.lock(id);
  const changed = await locks.oneAtATime(() => locks.alone(ids, () => store.change(decide)));
  if (changed.ok) {
    if (changed.value.ok) context.announce();
    return changed.value;
  }
  const inUse = await readKey(context, changed.fault);
  return inUse.ok ? fail({ kind: "key-in-use", name: inUse.value.name }) : inUse;
}

/** A record without what all records have. */
export type KindFacts = StoredKey extends infer K ? (K extends StoredKey ? Omit<K, keyof RecordFacts> : never) : never;

/** Practice keys are anybody's, so they may lie anywhere. */
export function mayKeepSecrets({ origin: { keepsKeys, protocol } }: KeyringContext, practice: boolean): Answer<undefined> {
  return keepsKeys || practice ? ok(undefined) : fail({ kind: "origin-keeps-no-keys", protocol });
}

/** One record, written whole or not at all. */
export async function addKey(context: KeyringContext, request: NewKey, practice: boolean, publicKey: PublicKey, facts: KindFacts): Promise<Answer<KeyringEntry>> {
  const kept = facts.kind === "external" ? ok(undefined) : mayKeepSecrets(context, practice);
  if (!kept.ok) return kept;
  return change(context, (records) => {
    const name = checkNewKey(records, publicKey, request, practice);
    if (!name.ok) return { answer: name };
    const common: RecordFacts = {
      version: RECORD_VERSION,
      id: entryIdOf(publicKey),
      name: name.value,
      tufKeyJson: publicKey.tufKeyJson,
      createdAt: request.now,
      practice,
      lastUsedAt: undefined,
      provenAt: undefined,
    };
    const key: StoredKey = { ...common, ...facts };
    return { put: key, answer: ok(entryOf(key, context.unlocked)) };
  });
}

/** Sees the entry as it is stored now, and not as it was when the work began. */
type NextKey = (key: StoredKey, records: StoredRecords) => Answer<StoredKey>;

export function changeEntry(context: KeyringContext, id: KeyringEntryId, next: NextKey): Promise<Answer<KeyringEntry>> {
  return change(context, decideEntry(context, id, next));
}

export function changeUnusedEntry(context: KeyringContext, id: KeyringEntryId, next: NextKey): Promise<Answer<KeyringEntry>> {
  return changeUnused(context, [id], decideEntry(context, id, next));
}

function decideEntry(context: KeyringContext, id: KeyringEntryId, next: NextKey): (records: StoredRecords) => Change<Answer<KeyringEntry>> {
  return (records) => {
    const present = findKey(records, id);
    const changed = present.ok ? next(present.value, records) : present;
    return changed.ok ? { put: changed.value, answer: ok(entryOf(changed.value, context.unlocked)) } : { answer: changed };
  };
}

export async function readKey({ store }: KeyringContext, id: KeyringEntryId): Promise<Answer<StoredKey>> {
  return findKey(await store.read(), id);
}

function findKey(records: StoredRecords, id: KeyringEntryId): Answer<StoredKey> {
  const key = records.keys.find((each) => each.id === id);
  if (key !== undefined) return ok(key);
  const damaged = records.damaged.find((each) => each.id === id);
  return fail(damaged?.fault ?? { kind: "no-such-entry", id });
}

/** Whether a key may be added, and under which name. */
export function checkNewKey(records: StoredRecords, publicKey: PublicKey, request: NewKey, practice: boolean): Answer<string> {
  const id = entryIdOf(publicKey);
  const present = records.keys.find((key) => key.id === id);
  if (present !== undefined) return fail({ kind: "key-already-here", id, name: present.name, entryKind: entryKindOf(present) });
  const damaged = records.damaged.find((each) => each.id === id);
  return damaged === undefined ? checkName(request.name, records, practice, undefined) : fail(damaged.fault);
}

/** Names stand on the button that signs, so two keys never share one. Practice keys have a name space of their own. */
export function checkName(wanted: string, { keys }: StoredRecords, practice: boolean, self: KeyringEntryId | undefined): Answer<string> {
  const name = wanted.normalize("NFC").trim().replace(/\s+/g, " ");
  if (name === "") return fail({ kind: "name-empty" });
  if ([...name].length > MAX_NAME_LENGTH) return fail({ kind: "name-too-long", limit: MAX_NAME_LENGTH });
  const taken = keys.some((key) => key.id !== self && key.practice === practice && key.name === name);
  return taken ? fail({ kind: "name-taken", name }) : ok(name);
}

export function entryIdOf(publicKey: PublicKey): KeyringEntryId {
  return publicKey.material.fingerprint as string as KeyringEntryId; // the one maker: key material is what makes an entry
}

export function entryKindOf(key: StoredKey): KeyringEntry["kind"] {
  return key.kind === "wrapped" || key.kind === "derived" ? "passkey" : key.kind;
}

/** A signature or an unlocking is worth more than the note of it: when storage fails now, it counts all the same. */
export async function note(context: KeyringContext, id: KeyringEntryId, noted: (key: StoredKey, now: UtcInstant) => StoredKey, now: UtcInstant): Promise<void> {
  await answering(() => changeEntry(context, id, (key) => ok(noted(key, now)))); // another tab may have removed it meanwhile
}
