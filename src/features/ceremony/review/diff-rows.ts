import type { Hunk } from "./line-diff.ts";

/** One drawn line: a whole line of the text, or a part of one that is too long for the column. */
export interface DiffCell {
  /** Undefined in the second and later parts of a line. */
  readonly number: number | undefined;
  readonly text: string;
}

export type DiffRow =
  | { readonly kind: "fold"; readonly hunk: number; readonly lines: number }
  | { readonly kind: "same" | "differs"; readonly left: DiffCell | undefined; readonly right: DiffCell | undefined };

export interface RowsOptions {
  readonly mode: "side-by-side" | "unified";
  /** Units: characters of one column. */
  readonly columns: number;
  /** Places of hunks whose unchanged lines are all shown. */
  readonly unfolded: ReadonlySet<number>;
}

/** Unchanged lines kept beside a difference. */
const CONTEXT_LINES = 3;

export function diffRows(hunks: readonly Hunk[], options: RowsOptions): readonly DiffRow[] {
  const rows: DiffRow[] = [];
  hunks.forEach((hunk, index) => {
    if (hunk.kind === "differs") {
      if (options.mode === "side-by-side") pushPairs(rows, hunk, 0, Math.max(hunk.left.length, hunk.right.length), options.columns);
      else pushUnified(rows, hunk, options.columns);
      return;
    }
    const count = hunk.left.length;
    const head = index === 0 ? 0 : CONTEXT_LINES;
    const tail = index === hunks.length - 1 ? 0 : CONTEXT_LINES;
    const folded = count - head - tail;
    // A fold is a line too: hiding two or three lines would gain nothing.
    if (folded <= CONTEXT_LINES || options.unfolded.has(index) || hunks.length === 1) {
      pushPairs(rows, hunk, 0, count, options.columns);
      return;
    }
    pushPairs(rows, hunk, 0, head, options.columns);
    rows.push({ kind: "fold", hunk: index, lines: folded });
    pushPairs(rows, hunk, count - tail, count, options.columns);
  });
  return rows;
}

function pushPairs(rows: DiffRow[], { kind, left, right, leftFrom, rightFrom }: Hunk, from: number, to: number, columns: number): void {
  for (let at = from; at < to; at++) {
    const a = cellsOf(left[at], leftFrom + at, columns);
    const b = cellsOf(right[at], rightFrom + at, columns);
    for (let part = 0; part < Math.max(a.length, b.length); part++) rows.push({ kind, left: a[part], right: b[part] });
  }
}

function pushUnified(rows: DiffRow[], { kind, left, right, leftFrom, rightFrom }: Hunk, columns: number): void {
  left.forEach((line, at) => rows.push(...cellsOf(line, leftFrom + at, columns).map((cell): DiffRow => ({ kind, left: cell, right: undefined }))));
  right.forEach((line, at) => rows.push(...cellsOf(line, rightFrom + at, columns).map((cell): DiffRow => ({ kind, left: undefined, right: cell }))));
}

function cellsOf(line: string | undefined, number: number, columns: number): readonly DiffCell[] {
  if (line === undefined) return [];
  const cells: DiffCell[] = [];
  let at = 0;
  do {
    let end = Math.min(at + columns, line.length);
    const unit = line.charCodeAt(end - 1);
    // Never between the halves of a surrogate pair: each alone would be drawn as a fault that is not there.
    if (end < line.length && unit >= 0xd800 && unit <= 0xdbff && end - 1 > at) end -= 1;
    cells.push({ number: at === 0 ? number : undefined, text: line.slice(at, end) });
    at = end;
  } while (at < line.length);
  return cells;
}
