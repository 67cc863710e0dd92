import { useState } from "react";
import type { ReactNode } from "react";
import { useAnnounce } from "../../ui/controls/announcer.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Dialog } from "../../ui/controls/dialog.tsx";
import type { ImportedKey } from "../../workspace/key-types.ts";
import { useAct } from "../../workspace/react.tsx";
import { BackupSteps } from "./backup-steps.tsx";
import { ImportForm } from "./import-form.tsx";
import { importedWords } from "./import-words.ts";
import type { DialogProps } from "./key-dialog.tsx";

/** A key that was elsewhere: its file, what opens that, and what keeps the key from then on. */
export function ImportDialog({ open, onClose }: DialogProps): ReactNode {
  const announce = useAnnounce();
  const act = useAct();
  const [imported, setImported] = useState<ImportedKey>();
  const close = (): void => {
    act.reset();
    setImported(undefined);
    onClose();
  };
  const done = (key: ImportedKey): void => {
    announce(importedWords(key));
    if (key.backup === undefined) close();
    else setImported(key);
  };
  const proved = (): void => {
    announce(`${imported?.entry.name ?? "The key"} is ready: its backup was restored.`);
    close();
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      title={imported === undefined ? "Import a private key" : "Now its backup"}
      {...(imported === undefined ? {} : { actions: <Button onClick={close}>Later: it does not sign until then</Button> })}
    >
      {imported === undefined ? <ImportForm act={act} onDone={done} onClose={close} /> : <BackupSteps entry={imported.entry} backup={imported.backup} onProved={proved} />}
    </Dialog>
  );
}
