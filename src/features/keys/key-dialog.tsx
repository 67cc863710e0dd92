import { useId, useState } from "react";
import type { FormEvent, ReactNode } from "react";
import type { Result } from "../../lib/result.ts";
import { useAnnounce } from "../../ui/controls/announcer.tsx";
import { Button } from "../../ui/controls/button.tsx";
import type { ButtonLook } from "../../ui/controls/button.tsx";
import { Dialog } from "../../ui/controls/dialog.tsx";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { describeKeyringFault } from "../../workspace/words.ts";
import type { KeyFault } from "./key-model.ts";
import styles from "./keys.module.css";

export type KeyDialogProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  readonly act: string;
  readonly look?: ButtonLook;
  /** Why it cannot be done yet. */
  readonly unavailable?: string | undefined;
  /** The form is there to read fields that no state may hold. Undefined: not even tried. */
  readonly onAct: (form: HTMLFormElement) => Promise<Result<string, KeyFault> | undefined>;
  readonly children: ReactNode;
};

/** One act on the keyring: its fields, what refused it, and closing when it is done. The answer is what to announce. */
export function KeyDialog(props: KeyDialogProps): ReactNode {
  const { open, onClose, title, act, look = "act", unavailable, onAct, children } = props;
  const announce = useAnnounce();
  const formId = useId();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<KeyFault>();
  const close = (): void => {
    setFault(undefined);
    onClose();
  };
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (busy || unavailable !== undefined) return;
    setBusy(true);
    setFault(undefined);
    const done = await onAct(event.currentTarget);
    setBusy(false);
    if (done === undefined) return;
    if (!done.ok) return setFault(done.fault);
    announce(done.value);
    close();
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      title={title}
      actions={
        <>
          <Button onClick={close}>Leave it</Button>
          <Button type="submit" form={formId} look={look} busy={busy} {...(unavailable === undefined ? {} : { unavailable })}>{act}</Button>
        </>
      }
    >
      <form id={formId} className={styles.dialogForm} onSubmit={(event) => void submit(event)} noValidate autoComplete="off">
        {children}
        <div aria-live="polite">
          {fault !== undefined && <StateMark kind="bad" wrap>{describeKeyringFault(fault)}</StateMark>}
        </div>
      </form>
    </Dialog>
  );
}
