import { useId } from "react";
import type { ReactNode } from "react";
import { cx } from "../cx.ts";
import styles from "./sheet.module.css";

export type SheetProps = {
  readonly title?: ReactNode;
  /** At the end of the title's line: a count, a link. */
  readonly note?: ReactNode;
  readonly children: ReactNode;
  /** The body reaches the edges: for tables and lists with hairlines. */
  readonly flush?: boolean;
  /** Marked with the pen: this one waits for the person. */
  readonly ask?: boolean;
  /** Name for screen readers where there is no visible title. */
  readonly label?: string;
};

/** One sheet of paper: a titled part of a screen. */
export function Sheet({ title, note, children, flush = false, ask = false, label }: SheetProps): ReactNode {
  const titleId = useId();
  return (
    <section
      className={cx(styles.sheet, ask && styles.ask)}
      aria-label={label}
      aria-labelledby={title === undefined ? undefined : titleId}
    >
      {title !== undefined && (
        <header className={styles.head}>
          <h2 id={titleId}>{title}</h2>
          {note !== undefined && <span className={styles.note}>{note}</span>}
        </header>
      )}
      <div className={cx(styles.body, flush && styles.flush)}>{children}</div>
    </section>
  );
}
