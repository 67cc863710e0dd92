import { describe, expect, it } from "vitest";
import { autoLock, type Presence, type PresenceSign } from "./auto-lock.ts";
import { DEFAULT_KEY_PREFERENCES, type KeyPreferences } from "./key-preferences.ts";

/** A page whose person, and whose clock, are moved by hand. */
function bench(preferences: Partial<KeyPreferences> = {}): { readonly tell: (sign: PresenceSign) => void; readonly wait: (minutes: number) => void; readonly sleep: (minutes: number) => void; readonly stop: () => void; readonly locked: () => number } {
  let tell = (_: PresenceSign): void => undefined;
  let [now, locked] = [0, 0];
  const timers = new Set<{ at: number; readonly work: () => void }>();
  const presence: Presence = {
    watch: (onSign) => {
      tell = onSign;
      return () => {
        tell = () => undefined;
      };
    },
    after: (ms, work) => {
      const timer = { at: now + ms, work };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
  };
  const stop = autoLock(presence, () => ({ ...DEFAULT_KEY_PREFERENCES, ...preferences }), () => now, () => locked++);
  return {
    tell: (sign) => tell(sign),
    sleep: (minutes) => {
      now += minutes * 60_000;
      for (const timer of timers) timer.at += minutes * 60_000; // timers sleep with the machine
    },
    wait: (minutes) => {
      now += minutes * 60_000;
      for (const timer of [...timers].filter(({ at }) => at <= now)) {
        timers.delete(timer);
        timer.work();
      }
    },
    stop,
    locked: () => locked,
  };
}

describe("locking by itself", () => {
  it("comes once the person has been idle for as long as was chosen, and not before", () => {
    const { tell, wait, locked } = bench({ idleMinutes: 5 });
    wait(4);
    tell("active");
    wait(4);
    expect(locked()).toBe(0);
    wait(1);
    expect(locked()).toBe(1);
  });

  it("begins to wait again with the next act", () => {
    const { tell, wait, locked } = bench({ idleMinutes: 2 });
    wait(2);
    tell("active");
    wait(2);
    expect(locked()).toBe(2);
  });

  it("comes with the first act after the machine has slept for as long", () => {
    const { tell, wait, sleep, locked } = bench({ idleMinutes: 5 });
    wait(1);
    sleep(3);
    tell("active");
    expect(locked()).toBe(0);
    sleep(5);
    tell("active");
    expect(locked()).toBe(1);
    tell("active");
    expect(locked()).toBe(1);
  });

  it("comes at once when the tab goes out of sight, unless the person wants otherwise", () => {
    const strict = bench({ lockWhenHidden: true });
    strict.tell("hidden");
    expect(strict.locked()).toBe(1);
    const lax = bench({ lockWhenHidden: false });
    lax.tell("hidden");
    expect(lax.locked()).toBe(0);
    lax.tell("leaving");
    expect(lax.locked()).toBe(1);
  });

  it("is over when it is stopped", () => {
    const { tell, wait, stop, locked } = bench();
    stop();
    tell("leaving");
    wait(60);
    expect(locked()).toBe(0);
  });
});
