/** A stretch of foreign text that can be drawn as it is, or one code point that must be named instead. */
export type ForeignRun =
  | { readonly kind: "plain"; readonly text: string }
  | { readonly kind: "named"; readonly name: string; readonly text: string };

/**
 * Code points that draw nothing, draw like something else, or change how others are drawn: controls, format characters
 * (bidi marks, zero widths), line separators, other spaces, private use, unassigned, lone surrogates, and everything
 * that a renderer may leave out.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;
const OTHER_SPACE = /\p{Zs}/u;
const COMBINING = /\p{M}/u;
/** More marks than this on one letter only serve to paint over other lines. */
const MOST_MARKS = 2;

/** Shape: the texts of all runs, joined, are the input. */
export function foreignRuns(text: string): readonly ForeignRun[] {
  const runs: ForeignRun[] = [];
  let plain = "";
  let marks = 0;
  let at = 0;
  for (const char of text) {
    marks = COMBINING.test(char) ? marks + 1 : 0;
    const edge = char === " " && (at === 0 || at + 1 === text.length);
    const named = edge ? "space" : nameOf(char, marks > MOST_MARKS || (marks > 0 && plain === ""));
    at += char.length;
    if (named === undefined) {
      plain += char;
      continue;
    }
    if (plain !== "") runs.push({ kind: "plain", text: plain });
    plain = "";
    runs.push({ kind: "named", name: named, text: char });
  }
  if (plain !== "") runs.push({ kind: "plain", text: plain });
  return runs;
}

function nameOf(char: string, looseMark: boolean): string | undefined {
  const plainSpace = char === " ";
  if (!plainSpace && (looseMark || HIDDEN.test(char) || OTHER_SPACE.test(char))) return codePointName(char);
  return undefined;
}

function codePointName(char: string): string {
  const point = char.codePointAt(0) ?? 0;
  return `U+${point.toString(16).toUpperCase().padStart(4, "0")}`;
}
