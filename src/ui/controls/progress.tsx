import { useId } from "react";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import styles from "./progress.module.css";

export type ProgressProps = {
  /** What is being done. */
  readonly label: string;
  /** How much is done and left, in words: "212 of 1,004 files". */
  readonly detail?: ReactNode;
  /** Unknown length when left out. */
  readonly value?: number;
  readonly max?: number;
  readonly onCancel?: () => void;
  readonly cancelLabel?: string;
};

/** Long work: what it is, how much is left, and a way to stop it. */
export function Progress({ label, detail, value, max = 1, onCancel, cancelLabel = "Stop" }: ProgressProps): ReactNode {
  const id = useId();
  return (
    <div className={styles.progress}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {onCancel !== undefined && (
        <Button size="small" onClick={onCancel}>
          {cancelLabel}
        </Button>
      )}
      <progress id={id} className={styles.bar} {...(value === undefined ? {} : { value, max })} />
      <span className={styles.detail}>{detail}</span>
    </div>
  );
}
