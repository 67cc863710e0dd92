import type { Bytes } from "../lib/bytes.ts";
import { fail, ok } from "../lib/result.ts";
import type { UtcInstant } from "../lib/utc-instant.ts";
import { publicKeyOf } from "../crypto/public-key.ts";
import { addKey, changeEntry, changeUnusedEntry, entryKindOf, note, readKey, type KeyringContext } from "./keyring-context.ts";
import type { EnrolledAuthenticator, KeyringEntry, KeyringEntryId } from "./keyring-entry.ts";
import type { Sealed, StoredDerivedKey, StoredKey, StoredWrappedKey, Wrap } from "./keyring-record.ts";
import type { Answer, NewKey, NewPasskey, OnEntry } from "./keyring.ts";
import type { PasskeyAnswer, PasskeyUse } from "./passkey.ts";
import { checkAnswer, derivedSeed, wrapContext, wrappingKey } from "./passkey-key.ts";
import { importPrivateKey } from "./private-key.ts";
import { seal, unseal } from "./seal.ts";
import { secretSigner } from "./secret-signer.ts";
import type { Opener, UnlockedKey } from "./unlocked-keys.ts";

// A passkey key exists twice over: as what this device stores, and as what an authenticator computes. `wrapped` stores
// the secret encrypted, once for each authenticator. `derived` stores nothing secret and finds the key again anywhere
// that the same authenticator and the same host name are. Both are lost with the last authenticator.

/** A passkey that is to guard a key from now on. */
export function checkNewPasskey({ answer, acknowledgedSync }: NewPasskey, use: PasskeyUse, now: UtcInstant): Answer<EnrolledAuthenticator> {
  const flags = checkAnswer(answer, use);
  if (!flags.ok) return flags;
  const { backupEligible, backedUp } = flags.value;
  if (backupEligible && !acknowledgedSync) return fail({ kind: "passkey-sync-unacknowledged", backedUp });
  return ok({ credentialId: answer.credentialId, addedAt: now, lastUsedAt: undefined, backupEligible, backedUp, transports: answer.transports });
}

/** Wipes neither the answer nor the secret. */
export async function wrapSecret({ subtle, random }: KeyringContext, id: KeyringEntryId, answer: PasskeyAnswer, secret: Bytes): Promise<Sealed> {
  return seal(subtle, await wrappingKey(subtle, answer), secret, wrapContext(id, answer), random);
}

export async function addDerivedKey(context: KeyringContext, request: NewKey & NewPasskey): Promise<Answer<KeyringEntry>> {
  const authenticator = checkNewPasskey(request, "derive", request.now);
  if (!authenticator.ok) return authenticator;
  const secret = await derivedSeed(context.subtle, request.answer);
  try {
    const key = await importPrivateKey(context.subtle, { algorithm: "ed25519", secret });
    if (!key.ok) return key;
    return await addKey(context, request, false, publicKeyOf(key.value.material), { kind: "derived", rpId: request.answer.rpId, authenticator: authenticator.value });
  } finally {
    secret.fill(0);
  }
}

/** What an unlocking leaves in memory. The caller wipes the answer. */
export async function openWithPasskey(context: KeyringContext, key: StoredKey, answer: PasskeyAnswer): Promise<Answer<UnlockedKey>> {
  if (key.kind !== "wrapped" && key.kind !== "derived") return fail({ kind: "entry-kind", name: key.name, entryKind: entryKindOf(key), wanted: "passkey" });
  const flags = checkAnswer(answer, key.kind === "wrapped" ? "wrap" : "derive");
  if (!flags.ok) return flags;
  if (answer.rpId !== key.rpId) return fail({ kind: "passkey-other-host", expected: key.rpId });
  const authenticator = authenticatorsOf(key).find(({ credentialId }) => credentialId === answer.credentialId);
  if (authenticator === undefined) return fail({ kind: "passkey-unknown", name: key.name });
  if (authenticator.backupEligible !== flags.value.backupEligible) return fail({ kind: "passkey-eligibility-changed", name: key.name });
  return key.kind === "wrapped" ? openWrapped(context, key, answer) : openDerived(context, key, answer);
}

/** When it was used, and whether it has been copied by now. */
export async function notePasskeyUse(context: KeyringContext, id: KeyringEntryId, answer: PasskeyAnswer, now: UtcInstant): Promise<void> {
  const flags = checkAnswer(answer, answer.use);
  if (!flags.ok) return;
  const used = <A extends EnrolledAuthenticator>(one: A): A =>
    one.credentialId === answer.credentialId ? { ...one, lastUsedAt: now, backedUp: flags.value.backedUp } : one;
  await note(context, id, (key) => {
    if (key.kind === "derived") return { ...key, authenticator: used(key.authenticator) };
    if (key.kind !== "wrapped") return key;
    const [first, ...others] = key.wraps;
    return { ...key, wraps: [used(first), ...others.map(used)] };
  }, now);
}

/** The secret is decrypted with what is in memory, encrypted for the new authenticator, and wiped. */
export async function enrolSpare(context: KeyringContext, request: OnEntry & NewPasskey): Promise<Answer<KeyringEntry>> {
  const { entryId, now, answer } = request;
  const authenticator = checkNewPasskey(request, "wrap", now);
  if (!authenticator.ok) return authenticator;
  const found = await readKey(context, entryId);
  if (!found.ok) return found;
  const accepts = acceptsSpare(found.value, answer);
  if (!accepts.ok) return accepts;
  const wrapped = await withWrappedSecret(context, accepts.value, now, async (secret) => ok(await wrapSecret(context, entryId, answer, secret)));
  if (!wrapped.ok) return wrapped;
  const wrap: Wrap = { ...authenticator.value, ...wrapped.value };
  return changeEntry(context, entryId, (key) => {
    const still = acceptsSpare(key, answer);
    return still.ok ? ok({ ...still.value, wraps: [...still.value.wraps, wrap] }) : still;
  });
}

/** It may be the one that has opened the key: nothing that it opened stays open. */
export function removeAuthenticator(context: KeyringContext, id: KeyringEntryId, credentialId: string): Promise<Answer<KeyringEntry>> {
  return changeUnusedEntry(context, id, (key) => {
    if (key.kind !== "wrapped") return fail({ kind: "entry-kind", name: key.name, entryKind: entryKindOf(key), wanted: "wrapped" });
    const [first, ...others] = key.wraps.filter((wrap) => wrap.credentialId !== credentialId);
    if (first === undefined) return fail({ kind: "last-authenticator", name: key.name });
    if (others.length + 1 === key.wraps.length) return fail({ kind: "passkey-unknown", name: key.name });
    return ok({ ...key, wraps: [first, ...others] });
  });
}

/** Runs work on the secret of a wrapped key that is unlocked, and wipes it. This is one act. */
export async function withWrappedSecret<T>(context: KeyringContext, key: StoredWrappedKey, now: UtcInstant, work: (secret: Bytes) => Promise<Answer<T>>): Promise<Answer<T>> {
  const done = await context.unlocked.use(key.id, now, ({ opener }) => withUnwrapped(context, key, opener, work));
  return done ?? fail({ kind: "key-locked", name: key.name, entryKind: "passkey" });
}

function acceptsSpare(key: StoredKey, answer: PasskeyAnswer): Answer<StoredWrappedKey> {
  if (key.kind !== "wrapped") return fail({ kind: "entry-kind", name: key.name, entryKind: entryKindOf(key), wanted: "wrapped" });
  if (answer.rpId !== key.rpId) return fail({ kind: "passkey-other-host", expected: key.rpId });
  return key.wraps.some(({ credentialId }) => credentialId === answer.credentialId) ? fail({ kind: "passkey-already-enrolled" }) : ok(key);
}

function authenticatorsOf(key: StoredWrappedKey | StoredDerivedKey): readonly EnrolledAuthenticator[] {
  return key.kind === "wrapped" ? key.wraps : [key.authenticator];
}

async function openWrapped(context: KeyringContext, key: StoredWrappedKey, answer: PasskeyAnswer): Promise<Answer<UnlockedKey>> {
  const opener = { key: await wrappingKey(context.subtle, answer), credentialId: answer.credentialId };
  return withUnwrapped(context, key, opener, (secret) => opened(context.subtle, key, secret, opener));
}

/** Runs work on the secret, decrypted by one of the authenticators, and wipes it. */
async function withUnwrapped<T>({ subtle }: KeyringContext, key: StoredWrappedKey, opener: Opener | undefined, work: (secret: Bytes) => Promise<Answer<T>>): Promise<Answer<T>> {
  const wrap = key.wraps.find(({ credentialId }) => credentialId === opener?.credentialId);
  const secret = opener === undefined || wrap === undefined ? undefined : await unseal(subtle, opener.key, wrap, wrapContext(key.id, { ...wrap, rpId: key.rpId }));
  if (secret === undefined) return fail({ kind: "passkey-does-not-open", name: key.name });
  try {
    return await work(secret);
  } finally {
    secret.fill(0);
  }
}

async function openDerived(context: KeyringContext, key: StoredDerivedKey, answer: PasskeyAnswer): Promise<Answer<UnlockedKey>> {
  const secret = await derivedSeed(context.subtle, answer);
  try {
    return await opened(context.subtle, key, secret, undefined);
  } finally {
    secret.fill(0);
  }
}

async function opened(subtle: SubtleCrypto, key: StoredKey, secret: Bytes, opener: Opener | undefined): Promise<Answer<UnlockedKey>> {
  const signer = await secretSigner(subtle, key, secret);
  if (!signer.ok) return signer;
  return signer.value === undefined ? fail({ kind: "passkey-does-not-open", name: key.name }) : ok({ signer: signer.value, opener });
}
