import type { ReactNode } from "react";
import { cx } from "../cx.ts";
import { Icon } from "../icons/icon.tsx";
import type { IconName } from "../icons/icon.tsx";
import styles from "./state-mark.module.css";

/** Trusted, due, refused, cannot tell, not yet, and what the person can do. */
export type StateKind = "ok" | "warn" | "bad" | "unknown" | "wait" | "pen";

export type StateMarkProps = {
  readonly kind: StateKind;
  /** The word: a shape and a colour are not enough. */
  readonly children: ReactNode;
  /** `inherit` takes the size of the text around it. */
  readonly size?: "s" | "inherit";
  /** A finer shape of the same kind. */
  readonly icon?: IconName;
  /** Long words may break lines; the shape stays at the first. */
  readonly wrap?: boolean;
  /** It is the beginning of running text, or stands in it: its lines break as those of the text do. */
  readonly flow?: boolean;
};

/** A shape and a word, in the colour of what they mean. */
export function StateMark({ kind, children, size = "s", icon, wrap = false, flow = false }: StateMarkProps): ReactNode {
  return (
    <span className={cx(styles.mark, styles[kind], size === "s" && styles.s, wrap && styles.wrap, flow && styles.flow)} data-state={kind}>
      <Icon name={icon ?? kind} />
      <span>{children}</span>
    </span>
  );
}
