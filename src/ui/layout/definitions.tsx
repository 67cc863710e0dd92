import type { ReactNode } from "react";
import { cx } from "../cx.ts";
import styles from "./definitions.module.css";

export type Definition = { readonly term: string; readonly value: ReactNode };

export type DefinitionsProps = {
  readonly items: readonly Definition[];
  /** Without hairlines, for short lists inside something else. */
  readonly plain?: boolean;
};

/** Names and what they stand for. */
export function Definitions({ items, plain = false }: DefinitionsProps): ReactNode {
  return (
    <dl className={cx(styles.list, plain && styles.plain)}>
      {items.map((item) => (
        <div key={item.term} className={styles.pair}>
          <dt className={styles.term}>{item.term}</dt>
          <dd className={styles.value}>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
