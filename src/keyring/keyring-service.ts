import type { Bytes } from "../lib/bytes.ts";
import { toHex } from "../lib/hex.ts";
import { Redacted } from "../lib/redacted.ts";
import { fail, ok, type Result } from "../lib/result.ts";
import { publicKeyOf, readPublicKey, type PublicKey } from "../crypto/public-key.ts";
import { parseMetadata } from "../tuf/model/parse-metadata.ts";
import type { Keyring, KeyringEntry, KeyringEntryId, KeyringFault, NewKey, NewSignature, SignRequest } from "./keyring.ts";
import { StorageFailure, type KeyringStore, type StoredKey } from "./keyring-store.ts";
import { readPkcs8, type PrivateScalar } from "./pkcs8.ts";
import { generatePrivateKey, importPrivateKey, signWith, type PrivateKey, type PrivateKeyFault } from "./private-key.ts";
import { readPrivatePem } from "./private-pem.ts";

export interface KeyringServices {
  readonly subtle: SubtleCrypto;
  readonly store: KeyringStore;
  /** Lets one change of the keyring run at a time, over all tabs of this origin. */
  readonly oneAtATime: <T>(work: () => Promise<T>) => Promise<T>;
  /** Tells other tabs, and the page of this one, that the list has changed. */
  readonly announce: () => void;
}

type KeyOrigin = Pick<StoredKey, "kind" | "practice">;

const MAX_NAME_LENGTH = 80;
const SEED_LENGTH = 32;

/** The keyring behind the worker's door. Nothing that it returns or throws holds a private part. */
export function keyringService(services: KeyringServices): Keyring {
  const { subtle, store } = services;

  const change = <T>(work: (keys: readonly StoredKey[]) => Promise<Result<T, KeyringFault>>): Promise<Result<T, KeyringFault>> =>
    reading(async () => {
      const result = await services.oneAtATime(async () => work(await store.list()));
      if (result.ok) services.announce();
      return result;
    });

  const add = (request: NewKey, origin: KeyOrigin, publicKey: PublicKey, privateKey: CryptoKey | undefined): Promise<Result<KeyringEntry, KeyringFault>> =>
    change(async (keys) => {
      const name = checkName(request.name, keys, origin.practice, undefined);
      if (!name.ok) return name;
      const id = entryIdOf(publicKey);
      const present = keys.find((key) => key.id === id);
      if (present !== undefined) return fail({ kind: "key-already-here", id, name: present.name, entryKind: present.kind });
      const { tufKeyJson } = publicKey;
      const key = { id, name: name.value, ...origin, tufKeyJson, createdAt: request.now, lastUsedAt: undefined, privateKey };
      await store.put(key);
      return ok(entryOf(key));
    });

  const addPrivate = (request: NewKey, origin: KeyOrigin, made: Result<PrivateKey, PrivateKeyFault>): Promise<Result<KeyringEntry, KeyringFault>> =>
    made.ok ? add(request, origin, publicKeyOf(made.value.material), made.value.handle) : Promise.resolve(made);

  const importScalar = async (request: NewKey, origin: KeyOrigin, scalar: Result<PrivateScalar, KeyringFault>): Promise<Result<KeyringEntry, KeyringFault>> =>
    scalar.ok ? addPrivate(request, origin, await importPrivateKey(subtle, scalar.value)) : scalar;

  return {
    list: () =>
      reading(async () => {
        const keys = await store.list();
        return ok(keys.toSorted((a, b) => a.createdAt - b.createdAt || a.name.localeCompare(b.name, "en")).map(entryOf));
      }),

    createDeviceKey: async (request) =>
      addPrivate(request, { kind: "device", practice: request.practice ?? false }, await generatePrivateKey(subtle)),

    importPkcs8Pem: (request) =>
      new Redacted(request.pem).useOnce((pem) => {
        const der = readPrivatePem(pem);
        if (!der.ok) return Promise.resolve(der);
        return new Redacted(der.value).useOnce((bytes) => importScalar(request, { kind: "imported", practice: false }, readPkcs8(bytes)));
      }),

    importSeed: (request) =>
      new Redacted(request.seed).useOnce((secret) => importScalar(request, { kind: "imported", practice: true }, readSeed(secret))),

    addExternalKey: async (request) => {
      const publicKey = readPublicKey(request.publicKey);
      return publicKey.ok ? add(request, { kind: "external", practice: false }, publicKey.value, undefined) : publicKey;
    },

    rename: (id, wanted) =>
      change(async (keys) => {
        const key = keys.find((each) => each.id === id);
        if (key === undefined) return fail({ kind: "no-such-entry", id });
        const name = checkName(wanted, keys, key.practice, id);
        if (!name.ok) return name;
        await store.put({ ...key, name: name.value });
        return ok(entryOf({ ...key, name: name.value }));
      }),

    remove: (id) =>
      change(async (keys) => {
        if (!keys.some((key) => key.id === id)) return fail({ kind: "no-such-entry", id });
        await store.remove(id);
        return ok(id);
      }),

    removePractice: () =>
      change(async (keys) => {
        const ids = keys.filter((key) => key.practice).map((key) => key.id);
        for (const id of ids) await store.remove(id);
        return ok(ids);
      }),

    exportPublic: (id) =>
      reading(async () => {
        const key = (await store.list()).find((each) => each.id === id);
        return key === undefined ? fail({ kind: "no-such-entry", id }) : ok(entryOf(key).publicKey);
      }),

    sign: (request) => reading(() => signReviewed(services, request)),
  };
}

/** What was reviewed is what is signed: the canonical bytes are made here, from the file, and compared by their digest. */
async function signReviewed(services: KeyringServices, request: SignRequest): Promise<Result<NewSignature, KeyringFault>> {
  const { subtle, store } = services;
  const { entryId, reviewedDigest } = request;
  const entry = (await store.list()).find((key) => key.id === entryId);
  if (entry === undefined) return fail({ kind: "no-such-entry", id: entryId });
  const key = privateKeyOf(entry);
  if (key === undefined) return fail({ kind: "entry-is-external", name: entry.name });
  const document = parseMetadata(new Uint8Array(request.documentBytes)); // a copy: the caller's array may still change
  if (!document.ok) return fail({ kind: "document-not-signable", document: document.fault });
  const { digest, signedBytes } = document.value;
  if (digest !== reviewedDigest) return fail({ kind: "digest-differs", reviewed: reviewedDigest, computed: digest });
  const signature = await signWith(subtle, key, signedBytes);
  if (!signature.ok) return signature;
  await noteUse(services, request);
  return ok({ signatureHex: toHex(signature.value), digest, fingerprint: key.material.fingerprint });
}

/** A signature that was made is worth more than the note of it: when storage fails now, the signature is still returned. */
async function noteUse({ store, oneAtATime, announce }: KeyringServices, { entryId, now }: SignRequest): Promise<void> {
  try {
    await oneAtATime(async () => {
      const present = (await store.list()).find((each) => each.id === entryId); // another tab may have removed it meanwhile
      if (present !== undefined) await store.put({ ...present, lastUsedAt: now });
    });
    announce();
  } catch (error) {
    if (!(error instanceof StorageFailure)) throw error;
  }
}

function privateKeyOf(entry: StoredKey): PrivateKey | undefined {
  const { material } = storedPublicKey(entry);
  const { algorithm } = material;
  if (entry.privateKey === undefined || (algorithm !== "ed25519" && algorithm !== "ecdsa-p256")) return undefined;
  return { algorithm, handle: entry.privateKey, material };
}

function entryOf(key: StoredKey): KeyringEntry {
  const { material, pem, hex, tufKeyJson, keyId } = storedPublicKey(key);
  const { id, name, kind, createdAt, practice, lastUsedAt } = key;
  const { algorithm, fingerprint } = material;
  return { id, name, kind, algorithm, fingerprint, publicKey: { pem, hex, tufKeyJson, keyId }, createdAt, practice, lastUsedAt };
}

function storedPublicKey(key: StoredKey): PublicKey {
  const read = readPublicKey(key.tufKeyJson);
  if (!read.ok) throw new Error(`the keyring holds a record that it would not have written: ${read.fault.kind}`);
  return read.value;
}

function entryIdOf(publicKey: PublicKey): KeyringEntryId {
  return publicKey.material.fingerprint as string as KeyringEntryId; // the one maker: key material is what makes an entry
}

/** Names stand on the button that signs, so two keys never share one. Practice keys have a name space of their own. */
function checkName(wanted: string, keys: readonly StoredKey[], practice: boolean, self: KeyringEntryId | undefined): Result<string, KeyringFault> {
  const name = wanted.normalize("NFC").trim().replace(/\s+/g, " ");
  if (name === "") return fail({ kind: "name-empty" });
  if ([...name].length > MAX_NAME_LENGTH) return fail({ kind: "name-too-long", limit: MAX_NAME_LENGTH });
  const taken = keys.some((key) => key.id !== self && key.practice === practice && key.name === name);
  return taken ? fail({ kind: "name-taken", name }) : ok(name);
}

function readSeed(secret: Bytes): Result<PrivateScalar, KeyringFault> {
  return secret.length === SEED_LENGTH ? ok({ algorithm: "ed25519", secret }) : fail({ kind: "seed-length", found: secret.length });
}

/** The one place where a storage failure becomes data. */
async function reading<T>(work: () => Promise<Result<T, KeyringFault>>): Promise<Result<T, KeyringFault>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StorageFailure) return fail({ kind: "keyring-storage", error: error.reason });
    throw error;
  }
}
