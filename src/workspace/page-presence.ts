import type { Presence, PresenceSign } from "./auto-lock.ts";

const ACTS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;
/** A moving pointer says the same thing many times a second. */
const QUIET_MS = 1000;

/** Of this browser's page. `readMs`: milliseconds, from any start. */
export function pagePresence(page: Document, window: Window, readMs: () => number): Presence {
  return {
    watch(onSign) {
      const stop = new AbortController();
      const options = { signal: stop.signal, passive: true, capture: true };
      let heardAt = -QUIET_MS;
      const heard = (): void => {
        const now = readMs();
        if (now - heardAt < QUIET_MS) return;
        heardAt = now;
        onSign("active");
      };
      for (const act of ACTS) page.addEventListener(act, heard, options);
      const tell = (sign: PresenceSign) => (): void => onSign(sign);
      page.addEventListener("visibilitychange", () => { if (page.visibilityState === "hidden") onSign("hidden"); }, options);
      window.addEventListener("pagehide", tell("leaving"), options);
      page.addEventListener("freeze", tell("leaving"), options); // before a browser puts a tab to sleep
      return () => stop.abort();
    },
    after(ms, work) {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
  };
}
