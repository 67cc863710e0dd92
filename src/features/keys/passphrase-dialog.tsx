import { useId, useState } from "react";
import type { ReactNode } from "react";
import { useAnnounce } from "../../ui/controls/announcer.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Dialog } from "../../ui/controls/dialog.tsx";
import type { KeyWithBackup } from "../../workspace/key-types.ts";
import { useAct } from "../../workspace/react.tsx";
import { BackupSteps } from "./backup-steps.tsx";
import type { DialogProps } from "./key-dialog.tsx";
import { PassphraseForm } from "./passphrase-form.tsx";

/** A key under a passphrase: made, saved as a file, and usable once the file was restored. */
export function PassphraseDialog({ open, onClose }: DialogProps): ReactNode {
  const announce = useAnnounce();
  const formId = useId();
  const act = useAct();
  const [made, setMade] = useState<KeyWithBackup>();
  const [hindrance, setHindrance] = useState<string>();
  const close = (): void => {
    act.reset();
    setMade(undefined);
    onClose();
  };
  const proved = (): void => {
    announce(`${made?.entry.name ?? "The key"} is ready: its backup was restored.`);
    close();
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      title={made === undefined ? "Make a key under a passphrase" : "Now its backup"}
      actions={
        made === undefined ? (
          <>
            <Button onClick={close}>Leave it</Button>
            <Button type="submit" form={formId} look="act" busy={act.busy} {...(hindrance === undefined ? {} : { unavailable: hindrance })}>Make the key</Button>
          </>
        ) : (
          <Button onClick={close}>Later: it does not sign until then</Button>
        )
      }
    >
      {made === undefined ? (
        <PassphraseForm id={formId} act={act} onMade={setMade} onHindrance={setHindrance} />
      ) : (
        <BackupSteps entry={made.entry} backup={made.backup} onProved={proved} />
      )}
    </Dialog>
  );
}
