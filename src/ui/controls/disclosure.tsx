import type { ReactNode } from "react";
import { Icon } from "../icons/icon.tsx";
import styles from "./disclosure.module.css";

export type DisclosureProps = {
  readonly summary: ReactNode;
  /** Beside the summary, in a quieter voice. */
  readonly note?: ReactNode;
  readonly children: ReactNode;
  readonly open?: boolean;
  readonly onToggle?: (open: boolean) => void;
};

/** Something that can wait until it is asked for. The browser's own find-in-page opens it. */
export function Disclosure({ summary, note, children, open, onToggle }: DisclosureProps): ReactNode {
  return (
    <details className={styles.disclosure} open={open} onToggle={(event) => onToggle?.(event.currentTarget.open)}>
      <summary className={styles.summary}>
        <span className={styles.marker}>
          <Icon name="chevron" />
        </span>
        <span className={styles.words}>
          <span>{summary}</span>
          {note !== undefined && <> <span className={styles.note}>{note}</span></>}
        </span>
      </summary>
      <div className={styles.body}>{children}</div>
    </details>
  );
}
