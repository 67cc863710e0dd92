/** How fast something goes, and how long it will still take. */
export interface Pace {
  readonly perSecond: number;
  /** Undefined where it is not known how much there is. */
  readonly secondsLeft: number | undefined;
}

/** Nothing is said before so much time has gone by: the first moments tell little. Units: milliseconds. */
const SETTLE_MS = 500;

/** Begins with its first call. Shape of the answer: undefined until it can be told. */
export function paceOf(clockMs: () => number): (done: number, of: number | undefined) => Pace | undefined {
  let began: { readonly at: number; readonly done: number } | undefined;
  return (done, of) => {
    const now = clockMs();
    began ??= { at: now, done };
    const elapsed = now - began.at;
    if (elapsed < SETTLE_MS || done <= began.done) return undefined;
    const perSecond = ((done - began.done) / elapsed) * 1000;
    return { perSecond, secondsLeft: of === undefined ? undefined : Math.max(0, of - done) / perSecond };
  };
}
