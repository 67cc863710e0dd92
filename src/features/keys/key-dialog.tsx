import { useId } from "react";
import type { FormEvent, ReactNode } from "react";
import type { Result } from "../../lib/result.ts";
import { useAnnounce } from "../../ui/controls/announcer.tsx";
import { Button } from "../../ui/controls/button.tsx";
import type { ButtonLook } from "../../ui/controls/button.tsx";
import { Dialog } from "../../ui/controls/dialog.tsx";
import type { Watch } from "../../workspace/key-types.ts";
import { useAct, type KeyFault } from "../../workspace/react.tsx";
import { ActProgress, FaultLine } from "./fault-line.tsx";
import styles from "./keys.module.css";

export type DialogProps = { readonly open: boolean; readonly onClose: () => void };

export type KeyDialogProps = DialogProps & {
  readonly title: ReactNode;
  readonly act: string;
  readonly look?: ButtonLook;
  /** Why it cannot be done yet. */
  readonly unavailable?: string | undefined;
  /** What is being done, where it takes long: shown with how far it is, and a way to stop it. */
  readonly slow?: string | undefined;
  /** The form is there to read fields that no state may hold. Undefined: not even tried. */
  readonly onAct: (form: HTMLFormElement, watch: Required<Watch>) => Promise<Result<string | undefined, KeyFault>> | undefined;
  readonly children: ReactNode;
};

/** One act on the keyring: its fields, what refused it, and closing when it is done. The answer is what to announce; without one it stays open. */
export function KeyDialog(props: KeyDialogProps): ReactNode {
  const { open, onClose, title, act: actWords, look = "act", unavailable, slow, onAct, children } = props;
  const announce = useAnnounce();
  const formId = useId();
  const act = useAct();
  const close = (): void => {
    act.reset();
    onClose();
  };
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (act.busy || unavailable !== undefined) return;
    const form = event.currentTarget;
    const done = await act.run(async (watch) => onAct(form, watch) ?? NOT_TRIED);
    if (done === undefined) return;
    announce(done);
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
          <Button type="submit" form={formId} look={look} busy={act.busy} {...(unavailable === undefined ? {} : { unavailable })}>{actWords}</Button>
        </>
      }
    >
      <form id={formId} className={styles.dialogForm} onSubmit={(event) => void submit(event)} noValidate autoComplete="off">
        {children}
        {slow !== undefined && <ActProgress act={act} label={slow} />}
        <FaultLine fault={act.fault} />
      </form>
    </Dialog>
  );
}

const NOT_TRIED = { ok: true, value: undefined } as const;
