import type { KeyPreferences } from "./key-preferences.ts";

/** What a page notices of the person before it. `leaving`: the page is about to go, or to sleep. */
export type PresenceSign = "active" | "hidden" | "leaving";

export interface Presence {
  /** Answers how to stop. */
  watch(onSign: (sign: PresenceSign) => void): () => void;
  /** Runs the work later, unless it is called off by what this returns. */
  after(ms: number, work: () => void): () => void;
}

/** Locks every key of this tab when the person is idle, looks elsewhere or leaves. Answers how to stop. */
export function autoLock(presence: Presence, preferences: () => KeyPreferences, lockAll: () => void): () => void {
  let callOff = (): void => undefined;
  const waitAgain = (): void => {
    callOff();
    callOff = presence.after(preferences().idleMinutes * 60_000, lockAll);
  };
  const stop = presence.watch((sign) => {
    switch (sign) {
      case "active":
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
    callOff();
  };
}
