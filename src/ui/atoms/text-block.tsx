import type { ReactNode } from "react";
import { cx } from "../cx.ts";
import styles from "./text-block.module.css";

export type TextBlockProps = {
  /** What it is: "Public key as PEM". */
  readonly label: string;
  /** A few lines high, and scrolls. */
  readonly low?: boolean;
  readonly children: string;
};

/** Text to be taken along as it stands. Long lines break at the width. */
export function TextBlock({ label, low = false, children }: TextBlockProps): ReactNode {
  return <pre className={cx(styles.block, low && styles.low)} tabIndex={0} role="region" aria-label={label}>{children}</pre>;
}
