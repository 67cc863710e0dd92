import type { ReactNode } from "react";
import styles from "./lines.module.css";

/** What clients do with it, and what the person can do. */
export function Answers({ client, you }: { readonly client: string | undefined; readonly you: string }): ReactNode {
  return (
    <dl className={styles.answers}>
      {client !== undefined && <div><dt>Clients</dt><dd>{client}</dd></div>}
      <div><dt>You</dt><dd>{you}</dd></div>
    </dl>
  );
}
