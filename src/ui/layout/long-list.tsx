import { useState } from "react";
import type { CSSProperties, ReactNode } from "react";
import styles from "./long-list.module.css";

export type LongListProps<T> = {
  readonly label: string;
  readonly items: readonly T[];
  readonly itemKey: (item: T) => string;
  /** Units: CSS pixels. Every row has this height: what does not fit wraps within it or is cut. */
  readonly rowPx: number;
  /** Units: rows that are seen at once, where there are so many. */
  readonly maxRows?: number;
  readonly row: (item: T, index: number) => ReactNode;
};

/** Drawn beyond both edges, so that the keyboard finds the next row and scrolling shows no gap. */
const OVERSCAN_ROWS = 12;

/** A list of any length of which only what is near the window is in the page. Another list wants another `key`. Screen readers are told where in it a row stands. */
export function LongList<T>({ label, items, itemKey, rowPx, maxRows = 10, row }: LongListProps<T>): ReactNode {
  const [top, setTop] = useState(0);
  const seen = Math.min(maxRows, Math.max(1, items.length));
  const first = Math.max(0, Math.min(Math.floor(top / rowPx), items.length - seen) - OVERSCAN_ROWS);
  const end = Math.min(items.length, first + seen + 2 * OVERSCAN_ROWS);
  // Custom properties are not in the type of `style`; these are read by long-list.module.css.
  const size = { "--row": `${rowPx}px`, "--seen": seen, "--before": first, "--after": items.length - end } as CSSProperties;
  return (
    <ul className={styles.frame} style={size} aria-label={label} tabIndex={0} onScroll={(event) => setTop(event.currentTarget.scrollTop)}>
      {first > 0 && <li className={styles.before} role="presentation" />}
      {items.slice(first, end).map((item, i) => (
        <li key={itemKey(item)} className={styles.row} aria-setsize={items.length} aria-posinset={first + i + 1}>
          {row(item, first + i)}
        </li>
      ))}
      {end < items.length && <li className={styles.after} role="presentation" />}
    </ul>
  );
}
