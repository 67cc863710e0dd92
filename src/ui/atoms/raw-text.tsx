import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { CSSProperties, ReactNode } from "react";
import { cx } from "../cx.ts";
import { Runs } from "./foreign-text.tsx";
import { indexRows } from "./raw-rows.ts";
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

const ROW_PX = 20;
/** Up to here everything is in the page, so that the browser's own find works. Beyond it only what is near the window. */
const WHOLE_UP_TO_ROWS = 2000;
const OVERSCAN_ROWS = 30;
const COLUMNS_BEFORE_MEASURING = 100;
const PROBE = "0".repeat(100);

/** Raw text with line numbers. Long lines break at the width; what cannot be seen is named. Holds megabytes. */
export function RawText({ text, label, marked, maxRows = 24 }: RawTextProps): ReactNode {
  const frame = useRef<HTMLDivElement>(null);
  const probe = useRef<HTMLSpanElement>(null);
  const [columns, setColumns] = useState(COLUMNS_BEFORE_MEASURING);
  const [top, setTop] = useState(0);
  const index = useMemo(() => indexRows(text, columns), [text, columns]);
  const gutter = Math.max(4, String(index.lineCount).length + 2);

  useLayoutEffect(() => {
    const element = frame.current;
    const ruler = probe.current;
    if (element === null || ruler === null) return;
    const measure = (): void => {
      const ch = ruler.getBoundingClientRect().width / PROBE.length;
      if (ch > 0) setColumns(Math.max(20, Math.floor(element.clientWidth / ch) - gutter - 4));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    observer.observe(ruler); // the ruler grows when the font arrives
    return () => observer.disconnect();
  }, [gutter]);

  useEffect(() => {
    if (marked === undefined || marked.size === 0 || frame.current === null) return;
    const first = firstRowOfLine(index.rowCount, (row) => index.rowAt(row).line, Math.min(...marked));
    frame.current.scrollTop = Math.max(0, (first - 3) * ROW_PX);
  }, [index, marked]);

  const whole = index.rowCount <= WHOLE_UP_TO_ROWS;
  const from = whole ? 0 : Math.max(0, Math.floor(top / ROW_PX) - OVERSCAN_ROWS);
  const to = whole ? index.rowCount : Math.min(index.rowCount, Math.ceil(top / ROW_PX) + maxRows + OVERSCAN_ROWS);
  // A custom property is not in the type of `style`; this one is read by raw-text.module.css.
  const frameStyle = { maxHeight: `${maxRows * ROW_PX + 2}px`, "--gutter-ch": `${gutter}ch` } as CSSProperties;
  return (
    <div
      ref={frame}
      role="region"
      aria-label={`${label}, ${index.lineCount.toLocaleString("en")} ${index.lineCount === 1 ? "line" : "lines"}`}
      tabIndex={0}
      className={styles.frame}
      style={frameStyle}
      onScroll={whole ? undefined : (event) => setTop(event.currentTarget.scrollTop)}
      translate="no"
    >
      <span ref={probe} className={styles.probe} aria-hidden="true">
        {PROBE}
      </span>
      <div className={styles.space} style={{ height: `${index.rowCount * ROW_PX}px` }}>
        {Array.from({ length: to - from }, (_, offset) => {
          const row = from + offset;
          const { line, text: part, first } = index.rowAt(row);
          return (
            <div key={row} className={cx(styles.row, marked?.has(line) === true && styles.marked)} style={{ top: `${row * ROW_PX}px` }}>
              <span className={styles.number} aria-hidden="true">
                {first ? line : ""}
              </span>
              <bdi className={styles.text} dir="ltr">
                <RawPart text={part} />
              </bdi>
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Spaces are spaces here, at the edges too: indentation is not a trick. */
function RawPart({ text }: { readonly text: string }): ReactNode {
  const lead = text.length - text.trimStart().length;
  const isIndent = /^ *$/.test(text.slice(0, lead));
  if (!isIndent) return <Runs text={text} />;
  const body = text.slice(lead).replace(/ +$/, "");
  const tail = text.slice(lead + body.length);
  return (
    <>
      {text.slice(0, lead)}
      <Runs text={body} />
      {tail}
    </>
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
