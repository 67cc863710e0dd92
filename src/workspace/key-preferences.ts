/** How this device treats keys that can be unlocked, and how often each should be proved. Nothing of it is secret. */
export interface KeyPreferences {
  /** Locks everything as soon as the tab is out of sight. */
  readonly lockWhenHidden: boolean;
  /** Units: minutes without a key press, a pointer or a wheel. */
  readonly idleMinutes: IdleMinutes;
  /** Units: calendar months. */
  readonly proveEveryMonths: ProveMonths;
}

export const IDLE_MINUTES = [2, 5, 15, 60] as const;
export type IdleMinutes = (typeof IDLE_MINUTES)[number];

export const PROVE_MONTHS = [3, 6, 12] as const;
export type ProveMonths = (typeof PROVE_MONTHS)[number];

export const DEFAULT_KEY_PREFERENCES: KeyPreferences = { lockWhenHidden: true, idleMinutes: 5, proveEveryMonths: 6 };

/** Where they are kept between visits: a part of `localStorage`. */
export type PreferenceStore = Pick<Storage, "getItem" | "setItem">;

const NAME = "countersign.keys";

/** Undefined where site data is blocked: reading the property itself throws there. */
export function localPreferences(): PreferenceStore | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined; // a DOMException, and nothing else can go wrong here
  }
}

/** Whatever is not one of the choices is taken for the default: text in storage is anybody's. */
export function readKeyPreferences(store: PreferenceStore | undefined): KeyPreferences {
  const stored = parseObject(readItem(store));
  const { lockWhenHidden, idleMinutes, proveEveryMonths } = DEFAULT_KEY_PREFERENCES;
  return {
    lockWhenHidden: typeof stored["lockWhenHidden"] === "boolean" ? stored["lockWhenHidden"] : lockWhenHidden,
    idleMinutes: IDLE_MINUTES.find((minutes) => minutes === stored["idleMinutes"]) ?? idleMinutes,
    proveEveryMonths: PROVE_MONTHS.find((months) => months === stored["proveEveryMonths"]) ?? proveEveryMonths,
  };
}

/** They hold for this visit even where the browser keeps nothing. */
export function writeKeyPreferences(store: PreferenceStore | undefined, preferences: KeyPreferences): void {
  try {
    store?.setItem(NAME, JSON.stringify(preferences));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // full, or site data is blocked
  }
}

function readItem(store: PreferenceStore | undefined): string | null {
  try {
    return store?.getItem(NAME) ?? null;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

function parseObject(text: string | null): Readonly<Record<string, unknown>> {
  if (text === null) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
