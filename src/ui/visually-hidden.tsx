import type { ReactNode } from "react";
import styles from "./hidden.module.css";

/** Text for screen readers alone. */
export function VisuallyHidden(props: { readonly children: ReactNode; readonly id?: string }): ReactNode {
  return (
    <span id={props.id} className={styles.hidden}>
      {props.children}
    </span>
  );
}
