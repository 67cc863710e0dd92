// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import type { PresenceSign } from "./auto-lock.ts";
import { pagePresence } from "./page-presence.ts";

function watched(): { readonly signs: PresenceSign[]; readonly pass: (ms: number) => void; readonly stop: () => void } {
  let now = 0;
  const signs: PresenceSign[] = [];
  const stop = pagePresence(document, window, () => now).watch((sign) => signs.push(sign));
  return { signs, pass: (ms) => { now += ms; }, stop };
}

describe("what a page notices of a person", () => {
  it("is every kind of act, told once a second at most", () => {
    const { signs, pass, stop } = watched();
    for (const type of ["keydown", "pointermove", "wheel"]) document.body.dispatchEvent(new Event(type, { bubbles: true }));
    expect(signs).toEqual(["active"]);
    pass(1000);
    document.body.dispatchEvent(new Event("pointerdown", { bubbles: true }));
    expect(signs).toEqual(["active", "active"]);
    stop();
  });

  it("is the tab going out of sight, and not its coming back", () => {
    const { signs, stop } = watched();
    for (const state of ["hidden", "visible"]) {
      Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }
    expect(signs).toEqual(["hidden"]);
    stop();
  });

  it("is leaving, and being put to sleep; nothing once it is stopped", () => {
    const { signs, stop } = watched();
    window.dispatchEvent(new Event("pagehide"));
    document.dispatchEvent(new Event("freeze"));
    stop();
    window.dispatchEvent(new Event("pagehide"));
    expect(signs).toEqual(["leaving", "leaving"]);
  });
});
