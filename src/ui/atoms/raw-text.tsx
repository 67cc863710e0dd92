import { useCallback, useMemo, useState } from "react";
import type { ReactNode } from "react";
import { cx } from "../cx.ts";
import { indexRows } from "./raw-rows.ts";
import { LineNumber, LineText, TextRow, TextRows } from "./text-rows.tsx";
import styles from "./raw-text.module.css";

export type RawTextProps = {
  readonly text: string;
  /** What it is: "root.json, as read". */
  readonly label: string;
  /** Line numbers to point at, counted from 1. The first of them is scrolled to. */
  readonly marked?: ReadonlySet<number>;
  /** Units: rows of text. */
  readonly maxRows?: number;
};

const COLUMNS_BEFORE_MEASURING = 100;

/** Raw text with line numbers. Long lines break at the width; what cannot be seen is named. Holds megabytes. */
export function RawText({ text, label, marked, maxRows = 24 }: RawTextProps): ReactNode {
  const [columns, setColumns] = useState(COLUMNS_BEFORE_MEASURING);
  const index = useMemo(() => indexRows(text, columns), [text, columns]);
  const gutter = Math.max(4, String(index.lineCount).length + 2);
  const onWidth = useCallback((framePx: number, charPx: number): void => setColumns(Math.max(20, Math.floor(framePx / charPx) - gutter - 4)), [gutter]);
  const shownRow = useMemo(
    () => (marked === undefined || marked.size === 0 ? undefined : firstRowOfLine(index.rowCount, (row) => index.rowAt(row).line, Math.min(...marked))),
    [index, marked],
  );
  return (
    <TextRows
      label={`${label}, ${index.lineCount.toLocaleString("en")} ${index.lineCount === 1 ? "line" : "lines"}`}
      rowCount={index.rowCount}
      maxRows={maxRows}
      gutter={gutter}
      shownRow={shownRow}
      onWidth={onWidth}
    >
      {(row) => {
        const { line, text: part, first } = index.rowAt(row);
        return (
          <TextRow key={row} at={row} className={cx(styles.row, marked?.has(line) === true && styles.marked)}>
            <LineNumber>{first ? line : ""}</LineNumber>
            <LineText text={part} />
          </TextRow>
        );
      }}
    </TextRows>
  );
}

/** Rows are in the order of their lines: a binary search. */
function firstRowOfLine(rowCount: number, lineOf: (row: number) => number, line: number): number {
  let low = 0;
  let high = rowCount;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lineOf(middle) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}
