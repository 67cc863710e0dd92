import type { ReactNode } from "react";
import styles from "./empty-state.module.css";

export type EmptyStateProps = {
  /** What is not here. */
  readonly title: string;
  /** Why, and what would put something here. */
  readonly children: ReactNode;
  readonly actions?: ReactNode;
};

export function EmptyState({ title, children, actions }: EmptyStateProps): ReactNode {
  return (
    <section className={styles.empty}>
      <h2>{title}</h2>
      <div className={styles.text}>{children}</div>
      {actions !== undefined && <div className={styles.acts}>{actions}</div>}
    </section>
  );
}
