import { expose } from "comlink";
import { KEYRING_CHANNEL } from "./keyring-channel.ts";
import { keyringService } from "./keyring-service.ts";
import { indexedDbStore } from "./keyring-store.ts";

// The only place where a private key exists. Served with `connect-src 'none'`: it can reach nothing but its own page.

const channel = new BroadcastChannel(KEYRING_CHANNEL);

expose(
  Object.freeze(
    keyringService({
      subtle: crypto.subtle,
      store: indexedDbStore(),
      // The awaited result stands inside the lock, so its type is that of the work and not of a promise of it.
      oneAtATime: async (work) => await navigator.locks.request(KEYRING_CHANNEL, async () => await work()),
      announce: () => channel.postMessage("changed"),
    }),
  ),
);
