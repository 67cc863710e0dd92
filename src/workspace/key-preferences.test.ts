import { describe, expect, it } from "vitest";
import { DEFAULT_KEY_PREFERENCES, readKeyPreferences, writeKeyPreferences, type PreferenceStore } from "./key-preferences.ts";

function storeWith(text: string | null): PreferenceStore & { readonly text: () => string | null } {
  let stored = text;
  return { getItem: () => stored, setItem: (_, value) => { stored = value; }, text: () => stored };
}

const blocked: PreferenceStore = {
  getItem: () => { throw new DOMException("blocked", "SecurityError"); },
  setItem: () => { throw new DOMException("full", "QuotaExceededError"); },
};

describe("what a person has chosen", () => {
  it("comes back as it was written", () => {
    const store = storeWith(null);
    const chosen = { lockWhenHidden: false, idleMinutes: 60, proveEveryMonths: 12 } as const;
    writeKeyPreferences(store, chosen);
    expect(readKeyPreferences(store)).toEqual(chosen);
  });

  it.each([null, "", "null", "[]", "{", '"x"', '{"idleMinutes":1e9,"proveEveryMonths":-1,"lockWhenHidden":"no"}', '{"idleMinutes":"5"}'])("is the default where %j is stored", (text) => {
    expect(readKeyPreferences(storeWith(text))).toEqual(DEFAULT_KEY_PREFERENCES);
  });

  it("holds for this visit where the browser keeps nothing", () => {
    expect(readKeyPreferences(blocked)).toEqual(DEFAULT_KEY_PREFERENCES);
    expect(() => writeKeyPreferences(blocked, DEFAULT_KEY_PREFERENCES)).not.toThrow();
    expect(readKeyPreferences(undefined)).toEqual(DEFAULT_KEY_PREFERENCES);
  });

  it("hides no defect of the store", () => {
    expect(() => readKeyPreferences({ ...blocked, getItem: () => { throw new Error("a defect"); } })).toThrow("a defect");
  });
});
