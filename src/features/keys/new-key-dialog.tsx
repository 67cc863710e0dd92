import type { ReactNode } from "react";
import { Dialog } from "../../ui/controls/dialog.tsx";
import { Icon } from "../../ui/icons/icon.tsx";
import type { DialogProps } from "./key-dialog.tsx";
import { NEW_KINDS, type NewKind } from "./kind-words.ts";
import styles from "./new-key.module.css";

const ORDER: readonly NewKind[] = ["external", "passkey", "passphrase", "device", "import"];

export type NewKeyDialogProps = DialogProps & { readonly onChoose: (kind: NewKind) => void };

/** The first question: what is it for? The limits stand beside each answer, before anything is made. */
export function NewKeyDialog({ open, onClose, onChoose }: NewKeyDialogProps): ReactNode {
  return (
    <Dialog open={open} onClose={onClose} title="What kind of key?" place="wide">
      <ul className={styles.kinds}>
        {ORDER.map((kind) => {
          const { icon, title, good, limits } = NEW_KINDS[kind];
          return (
            <li key={kind} className={styles.kind}>
              <span className={styles.icon}><Icon name={icon} size={20} /></span>
              <button type="button" className={styles.choose} onClick={() => onChoose(kind)}>{title}</button>
              <p className={styles.good}>{good}</p>
              <ul className={styles.limits}>
                {limits.map((limit) => <li key={limit}>{limit}</li>)}
              </ul>
              <span className={styles.go}><Icon name="chevron" size={14} /></span>
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}
