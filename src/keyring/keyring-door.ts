import { expose, transfer, type Endpoint } from "comlink";
import type { Keyring, Watch } from "./keyring.ts";

/** What a page says to slow work, and what the work says to the page, over a port of its own. */
type FromPage = "cancel";
type FromWork = number;

/** The keyring as it goes over a message channel: signals and callbacks do not, so a port stands for both. */
export type RemoteKeyring = Omit<Keyring, WatchedAct> & {
  readonly [Name in WatchedAct]: (request: Parameters<Keyring[Name]>[0], port?: MessagePort) => ReturnType<Keyring[Name]>;
};

const WATCHED = ["createPassphraseKey", "importKey", "writeBackup", "proveBackup", "unlock"] as const;
type WatchedAct = (typeof WATCHED)[number];
/** More often than this nobody sees. */
const STEP = 0.01;

/** Serves the keyring at this end of a channel. */
export function exposeKeyring(keyring: Keyring, endpoint?: Endpoint): void {
  const watched = Object.fromEntries(
    WATCHED.map((name) => {
      const act = keyring[name] as (request: unknown, watch?: Watch) => Promise<unknown>; // each takes the request of its own name
      return [name, (request: unknown, port?: MessagePort) => watching(port, (watch) => act(request, watch))];
    }),
  );
  expose(Object.freeze({ ...keyring, ...watched }), endpoint);
}

/** For the page: a port to hand over, when there is something to tell or to hear. */
export function portOf({ onProgress, signal }: Watch): MessagePort {
  const { port1, port2 } = new MessageChannel();
  const cancel: FromPage = "cancel";
  port1.onmessage = ({ data }: MessageEvent<FromWork>) => onProgress?.(data);
  if (signal?.aborted === true) port1.postMessage(cancel);
  else signal?.addEventListener("abort", () => port1.postMessage(cancel), { once: true });
  return transfer(port2, [port2]);
}

async function watching<T>(port: MessagePort | undefined, work: (watch: Watch) => Promise<T>): Promise<T> {
  if (port === undefined) return work({});
  const stop = new AbortController();
  let told = 0;
  port.onmessage = () => stop.abort();
  try {
    return await work({
      signal: stop.signal,
      onProgress: (fraction) => {
        if (fraction - told < STEP && fraction < 1) return;
        told = fraction;
        port.postMessage(fraction);
      },
    });
  } finally {
    port.close();
  }
}
