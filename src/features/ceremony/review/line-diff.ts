import { diffArrays } from "diff";

/** A run of lines that are the same, or that one side has instead of the other. Line numbers count from 1. */
export interface Hunk {
  readonly kind: "same" | "differs";
  readonly left: readonly string[];
  readonly right: readonly string[];
  readonly leftFrom: number;
  readonly rightFrom: number;
}

/** Units: milliseconds. Two huge texts with nothing in common would hold up the tab for minutes. */
const PATIENCE_MS = 3000;

/** Undefined when the two texts differ too much to be lined up in good time. */
export function diffTexts(before: string, after: string): readonly Hunk[] | undefined {
  const parts = diffArrays(before.split("\n"), after.split("\n"), { timeout: PATIENCE_MS });
  if (parts === undefined) return undefined;
  const hunks: Hunk[] = [];
  let [leftFrom, rightFrom] = [1, 1];
  for (const { added, removed, value } of parts) {
    const left = added ? [] : value;
    const right = removed ? [] : value;
    const last = hunks.at(-1);
    if ((added || removed) && last?.kind === "differs") {
      hunks[hunks.length - 1] = { ...last, left: [...last.left, ...left], right: [...last.right, ...right] };
    } else {
      hunks.push({ kind: added || removed ? "differs" : "same", left, right, leftFrom, rightFrom });
    }
    leftFrom += left.length;
    rightFrom += right.length;
  }
  return hunks;
}
