import type { Bytes } from "../lib/bytes.ts";
import { fail, ok } from "../lib/result.ts";
import { publicKeyOf, readPublicKey } from "../crypto/public-key.ts";
import { entryOf } from "./entry-of.ts";
import { addKey, answering, changeEntry, changeUnused, checkName, readKey, type KeyringContext, type KeyringServices } from "./keyring-context.ts";
import type { KeyringEntryId } from "./keyring-entry.ts";
import type { StoredRecords } from "./keyring-store.ts";
import type { Answer, ImportRequest, Keyring } from "./keyring.ts";
import { part } from "./part.ts";
import { SECRET_LENGTH, type PrivateScalar } from "./private-secret.ts";
import { unlockedKeys } from "./unlocked-keys.ts";

// Listing keys is needed at once, and everything else when somebody asks for it.
const adding = () => part(() => import("./add-secret.ts"));
const importing = () => part(() => import("./import-key.ts"));
const backups = () => part(() => import("./backup-acts.ts"));
const passkeys = () => part(() => import("./passkey-acts.ts"));
const signing = () => part(() => import("./signing-acts.ts"));
const unlocking = () => part(() => import("./unlock-acts.ts"));

/** The keyring behind the worker's door. Nothing that it returns or throws holds a private part in clear. */
export function keyringService(services: KeyringServices): Keyring {
  const context: KeyringContext = { ...services, unlocked: unlockedKeys(services.after, services.announce) };
  const { subtle, store, unlocked } = context;

  return {
    list: () =>
      answering(async () => {
        const { keys, damaged } = await store.read();
        const sorted = keys.toSorted((a, b) => a.createdAt - b.createdAt || a.name.localeCompare(b.name, "en"));
        return ok({ entries: sorted.map((key) => entryOf(key, unlocked)), damaged });
      }),

    createDeviceKey: (request) =>
      answering(async () => {
        const { generatePrivateKey } = await part(() => import("./private-key.ts"));
        const made = await generatePrivateKey(subtle);
        if (!made.ok) return made;
        const { material, handle } = made.value;
        return addKey(context, request, request.practice ?? false, publicKeyOf(material), { kind: "device", origin: "made", privateKey: handle });
      }),

    createPassphraseKey: (request, watch) =>
      wiping([request.passphrase], async () => {
        const { name, now, algorithm, passphrase } = request;
        const { makeSecret } = await adding();
        const made = await makeSecret(context, { name, now, origin: "made", practice: false, protection: { kind: "passphrase", passphrase } }, algorithm, watch);
        if (!made.ok) return made;
        const { entry, backup } = made.value;
        if (backup === undefined) throw new Error("a passphrase key came to be without its backup");
        return ok({ entry, backup });
      }),

    createWrappedKey: (request) =>
      wiping([request.answer.prf], async () => {
        const { name, now, algorithm, answer, acknowledgedSync } = request;
        const { makeSecret } = await adding();
        const made = await makeSecret(context, { name, now, origin: "made", practice: false, protection: { kind: "wrapped", answer, acknowledgedSync } }, algorithm);
        return made.ok ? ok(made.value.entry) : made;
      }),

    addDerivedKey: (request) => wiping([request.answer.prf], async () => (await passkeys()).addDerivedKey(context, request)),

    addExternalKey: (request) =>
      answering(async () => {
        const publicKey = readPublicKey(request.publicKey);
        return publicKey.ok ? addKey(context, request, false, publicKey.value, { kind: "external", openDrill: undefined }) : publicKey;
      }),

    importKey: (request, watch = {}) => wiping([request.file, ...secretsOf(request)], async () => (await importing()).importKey(context, request, watch)),

    importSeed: (request) =>
      wiping([request.seed], async () => {
        const scalar = readSeed(request.seed);
        if (!scalar.ok) return scalar;
        const { name, now } = request;
        const { importSecret } = await adding();
        const added = await importSecret(context, { name, now, origin: "imported", practice: true, protection: { kind: "device" } }, scalar.value);
        return added.ok ? ok(added.value.entry) : added;
      }),

    writeBackup: (request, watch = {}) => wiping([request.passphrase], async () => (await backups()).giveBackup(context, request, request.passphrase, watch)),
    proveBackup: (request, watch = {}) =>
      wiping([request.file, request.passphrase], async () => (await backups()).proveBackup(context, request, request.file, request.passphrase, watch)),

    enrolSpare: (request) => wiping([request.answer.prf], async () => (await passkeys()).enrolSpare(context, request)),
    removeAuthenticator: (id, credentialId) => answering(async () => (await passkeys()).removeAuthenticator(context, id, credentialId)),

    unlock: (request, watch = {}) => {
      const timesLocked = unlocked.timesLocked(request.entryId); // before anything is waited for
      const secret = request.with === "passphrase" ? request.passphrase : request.answer.prf;
      return wiping([secret], async () => (await unlocking()).unlock(context, request, watch, timesLocked));
    },
    lock: (id) => unlocked.lock(id),
    lockAll: () => unlocked.lockAll(),

    rename: (id, wanted) =>
      answering(() =>
        changeEntry(context, id, (key, records) => {
          const name = checkName(wanted, records, key.practice, id);
          return name.ok ? ok({ ...key, name: name.value }) : name;
        }),
      ),

    remove: (id) =>
      answering(async () => {
        const removed = await removeKeys(context, ({ keys, damaged }) => [...keys, ...damaged].filter((record) => record.id === id).map((record) => record.id));
        if (!removed.ok) return removed;
        return removed.value.length === 0 ? fail({ kind: "no-such-entry", id }) : ok(id);
      }),

    removePractice: () => answering(() => removeKeys(context, ({ keys }) => keys.filter((key) => key.practice).map((key) => key.id))),

    exportPublic: (id) =>
      answering(async () => {
        const key = await readKey(context, id);
        return key.ok ? ok(entryOf(key.value, unlocked).publicKey) : key;
      }),

    sign: (request) => answering(async () => (await signing()).signReviewed(context, request)),
    proveHolding: (request) => answering(async () => (await signing()).proveHolding(context, request)),
    openExternalDrill: (request) => answering(async () => (await signing()).openExternalDrill(context, request)),
    closeExternalDrill: (request) => answering(async () => (await signing()).closeExternalDrill(context, request, request.signature)),
  };
}

/** Removes records, unless one of them is in use. */
async function removeKeys(context: KeyringContext, choose: (records: StoredRecords) => readonly KeyringEntryId[]): Promise<Answer<readonly KeyringEntryId[]>> {
  const chosen = choose(await context.store.read());
  if (chosen.length === 0) return ok([]);
  return changeUnused(context, chosen, (records) => {
    const still = choose(records).filter((id) => chosen.includes(id));
    return { remove: still, answer: ok(still) };
  });
}

/** Secrets that were handed in are wiped whatever happens. */
async function wiping<T>(secrets: readonly Bytes[], work: () => Promise<Answer<T>>): Promise<Answer<T>> {
  try {
    return await answering(work);
  } finally {
    for (const secret of secrets) secret.fill(0);
  }
}

function secretsOf({ filePassphrase, as }: ImportRequest): readonly Bytes[] {
  const ofFile = filePassphrase === undefined ? [] : [filePassphrase];
  switch (as.kind) {
    case "device":
      return ofFile;
    case "passphrase":
      return [...ofFile, as.passphrase];
    case "wrapped":
      return [...ofFile, as.answer.prf];
  }
}

function readSeed(secret: Bytes): Answer<PrivateScalar> {
  return secret.length === SECRET_LENGTH.ed25519 ? ok({ algorithm: "ed25519", secret }) : fail({ kind: "seed-length", found: secret.length });
}
