import { describeOrigin } from "./origin.ts";
import { webKeyLocks } from "./key-locks.ts";
import { KEYRING_CHANNEL } from "./keyring-channel.ts";
import { exposeKeyring } from "./keyring-door.ts";
import { keyringService } from "./keyring-service.ts";
import { indexedDbStore } from "./keyring-store.ts";
import { scryptKdf } from "./scrypt.ts";

// The only place where a private key exists. Served with `connect-src 'none'`: it can reach nothing but its own page.

const channel = new BroadcastChannel(KEYRING_CHANNEL);

// The key derivation gives way between its slices. By `scheduler.yield` it would come back before the message that
// cancels it; by a timer, which the library takes where there is no scheduler, it comes after.
Object.defineProperty(globalThis, "scheduler", { value: undefined });

exposeKeyring(
  keyringService({
    subtle: crypto.subtle,
    store: indexedDbStore(),
    locks: webKeyLocks(navigator.locks),
    kdf: scryptKdf(() => performance.now()),
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    after: (ms, work) => {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
    origin: { ...describeOrigin({ protocol: location.protocol, hostname: location.hostname, port: location.port }), protocol: location.protocol },
    announce: () => channel.postMessage("changed"),
  }),
);
