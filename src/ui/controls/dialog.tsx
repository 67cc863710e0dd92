import { useEffect, useId, useRef } from "react";
import type { MouseEvent, ReactNode } from "react";
import { cx } from "../cx.ts";
import { Icon } from "../icons/icon.tsx";
import styles from "./dialog.module.css";

export type DialogProps = {
  readonly open: boolean;
  /** Called for Esc, the cross and a press beside the dialog. The caller sets `open`. */
  readonly onClose: () => void;
  readonly title: ReactNode;
  readonly children: ReactNode;
  /** The acts, the main one last. */
  readonly actions?: ReactNode;
  /** `corner`: under the bar, at its end. `drawer`: the whole height, at the start. */
  readonly place?: "middle" | "wide" | "corner" | "drawer";
};

/**
 * The platform's modal dialog: it keeps focus inside, makes the page inert and gives focus back when it closes.
 * Nothing inside is mounted while it is shut, so its fields start afresh.
 */
export function Dialog({ open, onClose, title, children, actions, place = "middle" }: DialogProps): ReactNode {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (dialog === null) return;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  const pressedBeside = (event: MouseEvent<HTMLDialogElement>): void => {
    if (event.target === ref.current) onClose();
  };
  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      className={cx(styles.dialog, place !== "middle" && styles[place])}
      onCancel={(event) => {
        // A file input inside fires `cancel` too, and that one bubbles: it must not close the dialog.
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        onClose();
      }}
      onMouseDown={pressedBeside}
    >
      {open && (
        <>
          <div className={styles.head}>
            <h2 id={titleId} className={styles.title}>
              {title}
            </h2>
            <button type="button" className={styles.close} aria-label="Close" onClick={onClose}>
              <Icon name="close" size={18} />
            </button>
          </div>
          <div className={styles.body}>{children}</div>
          {actions !== undefined && <div className={styles.foot}>{actions}</div>}
        </>
      )}
    </dialog>
  );
}
