import type { KeyPreferences } from "./key-preferences.ts";

/** What a page notices of the person before it. `leaving`: the page is about to go, or to sleep. */
export type PresenceSign = "active" | "hidden" | "leaving";

export interface Presence {
  /** Answers how to stop. */
  watch(onSign: (sign: PresenceSign) => void): () => void;
  /** Runs the work later, unless it is called off by what this returns. */
  after(ms: number, work: () => void): () => void;
}

/**
 * Locks every key of this tab when the person is idle, looks elsewhere or leaves. Answers how to stop. `readNow`: the
 * clock on the wall, in milliseconds: timers sleep with the machine, and then the first act after it finds that it was long.
 */
export function autoLock(presence: Presence, preferences: () => KeyPreferences, readNow: () => number, lockAll: () => void): () => void {
  let callOff: (() => void) | undefined;
  let activeAt = 0;
  const idleMs = (): number => preferences().idleMinutes * 60_000;
  const waitAgain = (): void => {
    callOff?.();
    activeAt = readNow();
    callOff = presence.after(idleMs(), () => {
      callOff = undefined;
      lockAll();
    });
  };
  const stop = presence.watch((sign) => {
    switch (sign) {
      case "active":
        if (callOff !== undefined && readNow() - activeAt >= idleMs()) lockAll();
        waitAgain();
        break;
      case "hidden":
        if (preferences().lockWhenHidden) lockAll();
        break;
      case "leaving":
        lockAll();
        break;
    }
  });
  waitAgain();
  return () => {
    stop();
    callOff?.();
  };
}
