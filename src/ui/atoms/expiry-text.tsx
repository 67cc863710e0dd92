import type { ReactNode } from "react";
import { formatInstant } from "../../lib/utc-instant.ts";
import type { UtcInstant } from "../../lib/utc-instant.ts";
import { cx } from "../cx.ts";
import { relativeWords, utcText } from "./relative-time.ts";
import { StateMark } from "./state-mark.tsx";
import styles from "./expiry-text.module.css";

export type ExpiryTextProps = {
  readonly at: UtcInstant;
  /** The reference time of this view. */
  readonly now: UtcInstant;
  /** The reference time was chosen, it is not the present: the words say so. */
  readonly asOf?: boolean;
  readonly precision?: "day" | "minute" | "second";
  /** The two on lines of their own. */
  readonly stacked?: boolean;
};

/** When trust ends: absolute UTC first, relative second. From that very second on it has ended (TUF 1.0.34, 5.3.10). */
export function ExpiryText({ at, now, asOf = false, precision = "minute", stacked = false }: ExpiryTextProps): ReactNode {
  const expired = at <= now;
  const relative = relativeWords(at, now) + (asOf ? " as of the chosen time" : "");
  return (
    <span className={cx(styles.expiry, stacked && styles.stacked)}>
      <time className={styles.at} dateTime={formatInstant(at)} title={utcText(at, "second")}>
        {utcText(at, precision)}
      </time>
      {expired ? <StateMark kind="bad" wrap>expired {relative}</StateMark> : <span className={styles.relative}>{relative}</span>}
    </span>
  );
}
