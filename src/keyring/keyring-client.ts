import { transfer, wrap } from "comlink";
import type { Bytes } from "../lib/bytes.ts";
import { KEYRING_CHANNEL } from "./keyring-channel.ts";
import type { Keyring } from "./keyring.ts";

export interface KeyringClient extends Keyring {
  /** Called after every change of the list, by this tab or another. Returns the way to stop. */
  onChange(listener: () => void): () => void;
}

/** What the client needs of a worker; tests hand in a port of a message channel. */
export type KeyringPort = Pick<Worker, "postMessage" | "addEventListener" | "removeEventListener">;

/**
 * The keyring as the page sees it. The worker starts with the first question. Secret bytes that are handed in are
 * transferred, so that the page keeps no copy.
 */
export function createKeyring(spawn: () => KeyringPort): KeyringClient {
  let connection: Connection | undefined;
  const ask = async <T>(question: (remote: Keyring) => Promise<T>): Promise<T> => {
    connection ??= connect(spawn, () => {
      connection = undefined; // the next question starts a new worker
    });
    return Promise.race([question(connection.remote), connection.broken]);
  };
  return {
    list: () => ask((remote) => remote.list()),
    createDeviceKey: (request) => ask((remote) => remote.createDeviceKey(request)),
    importPkcs8Pem: (request) => {
      const pem = ownBuffer(request.pem);
      return ask((remote) => remote.importPkcs8Pem(transfer({ ...request, pem }, [pem.buffer])));
    },
    importSeed: (request) => {
      const seed = ownBuffer(request.seed);
      return ask((remote) => remote.importSeed(transfer({ ...request, seed }, [seed.buffer])));
    },
    addExternalKey: (request) => ask((remote) => remote.addExternalKey(request)),
    rename: (id, name) => ask((remote) => remote.rename(id, name)),
    remove: (id) => ask((remote) => remote.remove(id)),
    removePractice: () => ask((remote) => remote.removePractice()),
    exportPublic: (id) => ask((remote) => remote.exportPublic(id)),
    sign: (request) => ask((remote) => remote.sign(request)),
    onChange: (listener) => {
      const channel = new BroadcastChannel(KEYRING_CHANNEL);
      channel.addEventListener("message", () => listener());
      return () => channel.close();
    },
  };
}

interface Connection {
  readonly remote: Keyring;
  /** Rejects when the worker cannot be loaded or dies: a call into a dead worker would never settle. */
  readonly broken: Promise<never>;
}

function connect(spawn: () => KeyringPort, onBroken: () => void): Connection {
  const worker = spawn();
  const broken = new Promise<never>((_, reject) => {
    worker.addEventListener("error", (event) => {
      onBroken();
      reject(new Error(`the keyring worker failed: ${"message" in event ? event.message : "it could not be loaded"}`));
    });
  });
  broken.catch(() => undefined); // heard by whoever is asking at that moment; with nobody asking there is nobody to tell
  return { remote: wrap<Keyring>(worker), broken };
}

/** A view into a larger buffer cannot be transferred alone: it is copied out, and its place wiped. */
function ownBuffer(bytes: Bytes): Bytes {
  if (bytes.byteLength === bytes.buffer.byteLength) return bytes;
  const own = new Uint8Array(bytes);
  bytes.fill(0);
  return own;
}
