import type { ReactNode } from "react";
import { StateMark } from "../atoms/state-mark.tsx";
import type { StateKind } from "../atoms/state-mark.tsx";
import { cx } from "../cx.ts";
import styles from "./wash.module.css";

export type WashProps = {
  readonly kind: Exclude<StateKind, "wait">;
  /** The point in one line; its shape stands before it. */
  readonly title?: ReactNode;
  readonly children?: ReactNode;
};

/** A coloured ground for something that must not be overlooked. */
export function Wash({ kind, title, children }: WashProps): ReactNode {
  return (
    <div className={cx(styles.wash, styles[kind])}>
      {title !== undefined && (
        <div className={styles.title}>
          <StateMark kind={kind} wrap>
            {title}
          </StateMark>
        </div>
      )}
      {children}
    </div>
  );
}
