import { fail, ok, type Result } from "../lib/result.ts";
import { KEYRING_CHANNEL } from "./keyring-channel.ts";
import type { KeyringEntryId } from "./keyring-entry.ts";

/** Keeps the tabs of one origin out of each other's way. */
export interface KeyLocks {
  /** One change of the keyring at a time. */
  oneAtATime<T>(work: () => Promise<T>): Promise<T>;
  /** Holds a key while it is unlocked or signs: others may too, and nobody removes it. Answers how to let go of it. */
  hold(id: KeyringEntryId): Promise<() => Promise<void>>;
  /** Does the work while nobody holds any of the keys. Fails at once when somebody does, with the first that is held. */
  alone<T>(ids: readonly KeyringEntryId[], work: () => Promise<T>): Promise<Result<T, KeyringEntryId>>;
}

/** Over the Web Locks of this origin. A tab that dies lets go of everything. */
export function webKeyLocks(manager: Pick<LockManager, "request">): KeyLocks {
  const lockName = (id: KeyringEntryId): string => `${KEYRING_CHANNEL}/${id}`;
  const alone = async <T>(ids: readonly KeyringEntryId[], work: () => Promise<T>): Promise<Result<T, KeyringEntryId>> => {
    const [first, ...others] = ids;
    if (first === undefined) return ok(await work());
    return await manager.request(lockName(first), { ifAvailable: true }, async (lock) => (lock === null ? fail(first) : await alone(others, work)));
  };
  return {
    alone,
    // The awaited result stands inside the lock, so its type is that of the work and not of a promise of it.
    oneAtATime: async (work) => await manager.request(KEYRING_CHANNEL, async () => await work()),
    hold: (id) =>
      new Promise((resolve, reject) => {
        const held = manager.request(lockName(id), { mode: "shared" }, () =>
          new Promise<void>((done) => {
            resolve(() => {
              done();
              return held; // settles when the lock is free again
            });
          }),
        );
        held.catch(reject);
      }),
  };
}
