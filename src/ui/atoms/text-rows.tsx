import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { CSSProperties, ReactNode } from "react";
import { cx } from "../cx.ts";
import { Runs } from "./foreign-text.tsx";
import styles from "./text-rows.module.css";

export type TextRowsProps = {
  readonly label: string;
  readonly rowCount: number;
  /** As many are seen at once. */
  readonly maxRows: number;
  /** Width of a column of line numbers. Units: characters. */
  readonly gutter: number;
  /** Scrolled to, with a few rows before it. */
  readonly shownRow?: number | undefined;
  /** Told before the first paint and whenever it changes. Units: CSS pixels, of the frame and of one character. Another function is told again. */
  readonly onWidth: (framePx: number, charPx: number) => void;
  /** A `TextRow`. */
  readonly children: (row: number) => ReactNode;
};

const ROW_PX = 20;
/** Up to here everything is in the page, so that the browser's own find works. Beyond it only what is near the window. */
const WHOLE_UP_TO_ROWS = 2000;
const OVERSCAN_ROWS = 30;
const PROBE = "0".repeat(100);

/** The frame of raw text: rows of one height, as many as there are. */
export function TextRows({ label, rowCount, maxRows, gutter, shownRow, onWidth, children }: TextRowsProps): ReactNode {
  const frame = useRef<HTMLDivElement>(null);
  const probe = useRef<HTMLSpanElement>(null);
  const [top, setTop] = useState(0);

  useLayoutEffect(() => {
    const element = frame.current;
    const ruler = probe.current;
    if (element === null || ruler === null) return;
    const measure = (): void => {
      const charPx = ruler.getBoundingClientRect().width / PROBE.length;
      if (charPx > 0) onWidth(element.clientWidth, charPx);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    observer.observe(ruler); // the ruler grows when the font arrives
    return () => observer.disconnect();
  }, [onWidth]);

  useEffect(() => {
    if (shownRow !== undefined && frame.current !== null) frame.current.scrollTop = Math.max(0, (shownRow - 3) * ROW_PX);
  }, [shownRow]);

  const whole = rowCount <= WHOLE_UP_TO_ROWS;
  const from = whole ? 0 : Math.max(0, Math.floor(top / ROW_PX) - OVERSCAN_ROWS);
  const to = whole ? rowCount : Math.min(rowCount, Math.ceil(top / ROW_PX) + maxRows + OVERSCAN_ROWS);
  // A custom property is not in the type of `style`; this one is read by text-rows.module.css.
  const style = { maxHeight: `${maxRows * ROW_PX + 2}px`, "--gutter-ch": `${gutter}ch` } as CSSProperties;
  return (
    <div
      ref={frame}
      role="region"
      aria-label={label}
      tabIndex={0}
      className={styles.frame}
      style={style}
      onScroll={whole ? undefined : (event) => setTop(event.currentTarget.scrollTop)}
      translate="no"
    >
      <span ref={probe} className={styles.probe} aria-hidden="true">{PROBE}</span>
      <div className={styles.space} style={{ height: `${rowCount * ROW_PX}px` }}>
        {Array.from({ length: Math.max(0, to - from) }, (_, offset) => children(from + offset))}
      </div>
    </div>
  );
}

/** `className` says how what is in it is laid out. */
export function TextRow({ at, className, children }: { readonly at: number; readonly className: string | undefined; readonly children: ReactNode }): ReactNode {
  return <div className={cx(styles.row, className)} style={{ top: `${at * ROW_PX}px` }}>{children}</div>;
}

export function LineNumber({ className, children }: { readonly className?: string | undefined; readonly children?: ReactNode }): ReactNode {
  return <span className={cx(styles.number, className)} aria-hidden="true">{children}</span>;
}

/** Indentation is no trick: at both ends spaces are spaces here. What cannot be seen is named. */
export function LineText({ text }: { readonly text: string }): ReactNode {
  const indent = /^ */.exec(text)?.[0] ?? "";
  const body = text.slice(indent.length).replace(/ +$/, "");
  return <bdi dir="ltr">{indent}<Runs text={body} />{text.slice(indent.length + body.length)}</bdi>;
}
