import type { ReactNode } from "react";
import { cx } from "../../../ui/cx.ts";
import { Icon, type IconName } from "../../../ui/icons/icon.tsx";
import styles from "./changes.module.css";

export type ChangeMark = { readonly icon: IconName | undefined; readonly word: string; readonly alarm?: boolean };

export type ChangeRowProps = {
  /** What kind of change, in two or three words. */
  readonly title: string;
  readonly children: ReactNode;
  readonly mark: ChangeMark;
};

/** One change: its kind, what was and what is, and a mark. Coming and going are neither good nor bad: plain ink. */
export function ChangeRow({ title, children, mark }: ChangeRowProps): ReactNode {
  return (
    <li className={cx(styles.row, mark.alarm === true && styles.alarm)} data-change={title}>
      <h3 className={styles.kind}>{title}</h3>
      <div className={styles.body}>{children}</div>
      <span className={styles.mark}>
        {mark.icon !== undefined && <Icon name={mark.icon} />}
        {mark.word}
      </span>
    </li>
  );
}

/** What stood there before, or a remark: in a quieter voice below. */
export function Was({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className={styles.was}>{children}</div>;
}
