/** One drawn row of a text: a whole line, or a part of one that is too long for the width. */
export type RawRow = {
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
  /** The first row of its line: it carries the number. */
  readonly first: boolean;
};

/** Where the rows of a text begin, without making a million objects: two flat arrays. */
export type RawIndex = {
  readonly rowCount: number;
  readonly lineCount: number;
  readonly rowAt: (row: number) => RawRow;
};

/** Splits at `\n` (as the source spans of a parser do) and after `columns` characters. Units: UTF-16 code units. */
export function indexRows(text: string, columns: number): RawIndex {
  const starts: number[] = [];
  const lines: number[] = [];
  let line = 0;
  for (let lineStart = 0; lineStart <= text.length; ) {
    const newline = text.indexOf("\n", lineStart);
    const lineEnd = newline === -1 ? text.length : newline;
    line += 1;
    let at = lineStart;
    do {
      starts.push(at);
      lines.push(line);
      at = nextBreak(text, at, columns, lineEnd);
    } while (at < lineEnd);
    if (newline === -1) break;
    lineStart = newline + 1;
  }
  const rowAt = (row: number): RawRow => {
    const start = starts[row] ?? text.length;
    const next = starts[row + 1];
    const own = lines[row] ?? line;
    const endsLine = next === undefined || lines[row + 1] !== own;
    const end = next === undefined ? text.length : endsLine ? next - 1 : next;
    return { line: own, text: text.slice(start, end), first: row === 0 || lines[row - 1] !== own };
  };
  return { rowCount: starts.length, lineCount: line, rowAt };
}

/** Never between the two halves of a surrogate pair: each half alone would be drawn as a fault that is not there. */
function nextBreak(text: string, at: number, columns: number, lineEnd: number): number {
  const next = Math.min(at + columns, lineEnd);
  const unit = text.charCodeAt(next - 1);
  return next < lineEnd && unit >= 0xd800 && unit <= 0xdbff && next - 1 > at ? next - 1 : next;
}
