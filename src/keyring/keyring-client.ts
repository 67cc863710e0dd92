import { transfer, wrap } from "comlink";
import type { Bytes } from "../lib/bytes.ts";
import { KEYRING_CHANNEL } from "./keyring-channel.ts";
import { portOf, type RemoteKeyring } from "./keyring-door.ts";
import type { ImportAs, ImportRequest, Keyring, Watch } from "./keyring.ts";
import type { PasskeyAnswer } from "./passkey.ts";
import type { Passphrase } from "./passphrase.ts";

export interface KeyringClient extends Keyring {
  /** Called after every change of the list, by this tab or another. Returns the way to stop. */
  onChange(listener: () => void): () => void;
}

/** What the client needs of a worker; tests hand in a port of a message channel. */
export type KeyringPort = Pick<Worker, "postMessage" | "addEventListener" | "removeEventListener"> & Partial<Pick<Worker, "terminate">>;

/**
 * The keyring as the page sees it. The worker starts with the first question. Secret bytes that are handed in are
 * transferred, so that the page keeps no copy.
 */
export function createKeyring(spawn: () => KeyringPort): KeyringClient {
  let connection: Connection | undefined;
  const ask = async <T>(question: (remote: RemoteKeyring) => Promise<T>): Promise<T> => {
    connection ??= connect(spawn, () => {
      connection = undefined; // the next question starts a new worker
    });
    return Promise.race([question(connection.remote), connection.broken]);
  };
  const watched = (watch: Watch | undefined): MessagePort | undefined => (watch === undefined ? undefined : portOf(watch));
  return {
    list: () => ask((remote) => remote.list()),
    createDeviceKey: (request) => ask((remote) => remote.createDeviceKey(request)),
    createPassphraseKey: (request, watch) => {
      const own = withOwnPassphrase(request);
      return ask((remote) => remote.createPassphraseKey(own, watched(watch)));
    },
    createWrappedKey: (request) => {
      const own = withOwnAnswer(request);
      return ask((remote) => remote.createWrappedKey(own));
    },
    addDerivedKey: (request) => {
      const own = withOwnAnswer(request);
      return ask((remote) => remote.addDerivedKey(own));
    },
    addExternalKey: (request) => ask((remote) => remote.addExternalKey(request)),
    importKey: (request, watch) => {
      const own = withOwnSecrets(request);
      return ask((remote) => remote.importKey(own, watched(watch)));
    },
    importSeed: (request) => {
      const seed = ownBuffer(request.seed);
      return ask((remote) => remote.importSeed(transfer({ ...request, seed }, [seed.buffer])));
    },
    writeBackup: (request, watch) => {
      const own = withOwnPassphrase(request);
      return ask((remote) => remote.writeBackup(own, watched(watch)));
    },
    proveBackup: (request, watch) => {
      const own = withOwnPassphrase(request);
      return ask((remote) => remote.proveBackup(own, watched(watch)));
    },
    enrolSpare: (request) => {
      const own = withOwnAnswer(request);
      return ask((remote) => remote.enrolSpare(own));
    },
    removeAuthenticator: (id, credentialId) => ask((remote) => remote.removeAuthenticator(id, credentialId)),
    unlock: (request, watch) => {
      const own = request.with === "passphrase" ? withOwnPassphrase(request) : withOwnAnswer(request);
      return ask((remote) => remote.unlock(own, watched(watch)));
    },
    lock: (id) => ask((remote) => remote.lock(id)),
    lockAll: async () => {
      if (connection !== undefined) await ask((remote) => remote.lockAll()); // without a worker nothing is unlocked
    },
    rename: (id, name) => ask((remote) => remote.rename(id, name)),
    remove: (id) => ask((remote) => remote.remove(id)),
    removePractice: () => ask((remote) => remote.removePractice()),
    exportPublic: (id) => ask((remote) => remote.exportPublic(id)),
    sign: (request) => ask((remote) => remote.sign(request)),
    proveHolding: (request) => ask((remote) => remote.proveHolding(request)),
    openExternalDrill: (request) => ask((remote) => remote.openExternalDrill(request)),
    closeExternalDrill: (request) => ask((remote) => remote.closeExternalDrill(request)),
    onChange: (listener) => {
      const channel = new BroadcastChannel(KEYRING_CHANNEL);
      channel.addEventListener("message", () => listener());
      return () => channel.close();
    },
  };
}

interface Connection {
  readonly remote: RemoteKeyring;
  /** Rejects when the worker cannot be loaded or dies: a call into a dead worker would never settle. */
  readonly broken: Promise<never>;
}

function connect(spawn: () => KeyringPort, onBroken: () => void): Connection {
  const worker = spawn();
  const broken = new Promise<never>((_, reject) => {
    worker.addEventListener("error", (event) => {
      onBroken();
      worker.terminate?.(); // it may live on, with keys that are unlocked and that nobody could lock any more
      reject(new Error(`the keyring worker failed: ${"message" in event ? event.message : "it could not be loaded"}`));
    });
  });
  broken.catch(() => undefined); // heard by whoever is asking at that moment; with nobody asking there is nobody to tell
  return { remote: wrap<RemoteKeyring>(worker), broken };
}

function withOwnPassphrase<R extends { readonly passphrase: Passphrase }>(request: R): R {
  const passphrase = ownBuffer(request.passphrase);
  return transfer({ ...request, passphrase }, [passphrase.buffer]);
}

function withOwnAnswer<R extends { readonly answer: PasskeyAnswer }>(request: R): R {
  const prf = ownBuffer(request.answer.prf);
  return transfer({ ...request, answer: { ...request.answer, prf } }, [prf.buffer]);
}

function withOwnSecrets(request: ImportRequest): ImportRequest {
  const file = ownBuffer(request.file);
  const filePassphrase = request.filePassphrase === undefined ? undefined : ownBuffer(request.filePassphrase);
  const as = ownProtection(request.as);
  const secrets = [file, filePassphrase, as.kind === "passphrase" ? as.passphrase : as.kind === "wrapped" ? as.answer.prf : undefined];
  const own = { ...request, file, as, ...(filePassphrase === undefined ? {} : { filePassphrase }) };
  return transfer(own, secrets.flatMap((secret) => (secret === undefined ? [] : [secret.buffer])));
}

function ownProtection(as: ImportAs): ImportAs {
  if (as.kind === "passphrase") return { ...as, passphrase: ownBuffer(as.passphrase) };
  return as.kind === "wrapped" ? { ...as, answer: { ...as.answer, prf: ownBuffer(as.answer.prf) } } : as;
}

/** A view into a larger buffer cannot be transferred alone: it is copied out, and its place wiped. */
function ownBuffer<B extends Bytes>(bytes: B): B {
  if (bytes.byteLength === bytes.buffer.byteLength) return bytes;
  const own = new Uint8Array(bytes) as B; // a brand on bytes says what they are, which a copy of them is too
  bytes.fill(0);
  return own;
}
