import type { ReactNode } from "react";
import styles from "./skip-link.module.css";

/** First stop of the page. It moves focus itself: the address belongs to the routes, so it cannot be an anchor. */
export function SkipLink({ targetId }: { readonly targetId: string }): ReactNode {
  return (
    <a
      className={styles.skip}
      href={`#${targetId}`}
      onClick={(event) => {
        event.preventDefault();
        document.getElementById(targetId)?.focus();
      }}
    >
      Skip to the content
    </a>
  );
}
