import type { UtcInstant } from "../lib/utc-instant.ts";
import type { Hold, KeyringEntryId, LockState } from "./keyring-entry.ts";
import type { Signer } from "./signer.ts";

/** What is in memory of an unlocked key: handles that no script can read. */
export interface UnlockedKey {
  readonly signer: Signer;
  /** Of a wrapped key: what its secret is encrypted under, so that a spare can be enrolled. */
  readonly opener: Opener | undefined;
}

export interface Opener {
  readonly key: CryptoKey;
  readonly credentialId: string;
}

/** The keys that are unlocked in this tab, each until its time is over. */
export interface UnlockedKeys {
  stateOf(id: KeyringEntryId): LockState;
  /** Rises whenever somebody locks this key, or all: an unlocking that began before must not end in an unlocked key. */
  timesLocked(id: KeyringEntryId): number;
  /** `release` lets go of the key for other tabs, once it is locked again. */
  add(id: KeyringEntryId, key: UnlockedKey, hold: Hold, now: UtcInstant, release: () => Promise<void>): Promise<void>;
  /** Runs an act with the key; undefined when it is locked. A key that was unlocked for one act is locked by it. */
  use<T>(id: KeyringEntryId, now: UtcInstant, act: (key: UnlockedKey) => Promise<T>): Promise<T | undefined>;
  lock(id: KeyringEntryId): Promise<void>;
  lockAll(): Promise<void>;
}

/** Runs the work later, unless it is called off by what this returns. */
export type After = (ms: number, work: () => void) => () => void;

/** One act must follow the unlocking soon. */
const ONE_ACT_MS = 2 * 60_000;
/** However long somebody asks for. */
export const MAX_HOLD_MINUTES: number = 8 * 60;

interface Held {
  readonly key: UnlockedKey;
  readonly state: Extract<LockState, { readonly state: "unlocked" }>;
  readonly callOff: () => void;
  readonly release: () => Promise<void>;
}

export function unlockedKeys(after: After, announce: () => void): UnlockedKeys {
  const held = new Map<KeyringEntryId, Held>();
  const timesLocked = new Map<KeyringEntryId, number>();
  let timesAllLocked = 0;
  /** The key leaves the memory at once; letting go of it for other tabs may take until an act is over. */
  const take = (id: KeyringEntryId): Held | undefined => {
    const one = held.get(id);
    if (held.delete(id)) announce();
    one?.callOff();
    return one;
  };
  const letGo = async (id: KeyringEntryId): Promise<void> => take(id)?.release();
  return {
    lock: (id) => {
      timesLocked.set(id, (timesLocked.get(id) ?? 0) + 1);
      return letGo(id);
    },
    lockAll: async () => {
      timesAllLocked++;
      await Promise.all([...held.keys()].map(letGo));
    },
    timesLocked: (id) => timesAllLocked + (timesLocked.get(id) ?? 0),
    stateOf: (id) => held.get(id)?.state ?? { state: "locked" },
    async add(id, key, hold, now, release) {
      const before = take(id); // nothing is waited for before the new one is in its place, so locking finds one of the two
      const ms = hold.for === "one-act" ? ONE_ACT_MS : Math.min(Math.max(hold.minutes, 0), MAX_HOLD_MINUTES) * 60_000;
      const until = (now + ms) as UtcInstant; // a sum of instants' units
      held.set(id, { key, state: { state: "unlocked", hold: hold.for, until }, callOff: after(ms, () => void letGo(id)), release });
      announce();
      await before?.release();
    },
    async use(id, now, act) {
      const one = held.get(id);
      if (one === undefined) return undefined;
      if (now >= one.state.until) return letGo(id).then(() => undefined); // timers sleep with the machine
      if (one.state.hold === "minutes") return act(one.key);
      take(id); // before the act, so that there is no second one beside it
      try {
        return await act(one.key);
      } finally {
        await one.release();
      }
    },
  };
}
