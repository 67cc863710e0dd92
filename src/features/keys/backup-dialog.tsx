import { useState } from "react";
import type { ReactNode } from "react";
import { ok } from "../../lib/result.ts";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { useAnnounce } from "../../ui/controls/announcer.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Dialog } from "../../ui/controls/dialog.tsx";
import { PassphraseField } from "../../ui/controls/passphrase-field.tsx";
import { peekText, takeText } from "../../ui/controls/take-text.ts";
import type { PasskeyEntry, PassphraseEntry } from "../../workspace/key-types.ts";
import { passphraseOf } from "../../workspace/passphrase.ts";
import { useWorkspace } from "../../workspace/react.tsx";
import { backupName, BackupSteps, saveBackup } from "./backup-steps.tsx";
import { KeyDialog, type DialogProps } from "./key-dialog.tsx";
import { FIRST, NewPassphrase, newPassphraseProblem, SECOND, type PassphraseProblem } from "./new-passphrase.tsx";

/** Of a passphrase key that has not shown its backup yet. */
export function FinishBackupDialog({ entry, open, onClose }: DialogProps & { readonly entry: PassphraseEntry }): ReactNode {
  const announce = useAnnounce();
  const proved = (): void => {
    announce(`${entry.name} is ready: its backup was restored.`);
    onClose();
  };
  return (
    <Dialog open={open} onClose={onClose} title={<>The backup of <ForeignText text={entry.name} showAtMost={80} /></>} actions={<Button onClick={onClose}>Later</Button>}>
      <BackupSteps entry={entry} backup={undefined} onProved={proved} />
    </Dialog>
  );
}

const CURRENT = "passphrase";

/** Another copy of the file of a passphrase key, under its own passphrase. */
export function CopyBackupDialog({ entry, open, onClose }: DialogProps & { readonly entry: PassphraseEntry }): ReactNode {
  const workspace = useWorkspace();
  const [missing, setMissing] = useState(false);
  return (
    <KeyDialog
      open={open}
      onClose={onClose}
      title="Write the backup file again"
      act="Write the file"
      slow="Opening the key, then writing its backup"
      onAct={(form, watch) => {
        setMissing(peekText(form, CURRENT) === "");
        if (peekText(form, CURRENT) === "") return undefined;
        const passphrase = passphraseOf(takeText(form, CURRENT));
        return workspace.keys.writeBackup(entry.id, passphrase, watch).then((written) => {
          if (!written.ok) return written;
          saveBackup(entry, written.value);
          return ok(`${backupName(entry)} was handed to the browser.`);
        });
      }}
    >
      <p>The file is the key, encrypted under its passphrase: PKCS#8 that <code>openssl pkey</code> opens.</p>
      <PassphraseField label="Passphrase of the key" name={CURRENT} use="current" error={missing ? "Enter the passphrase." : undefined} />
    </KeyDialog>
  );
}

/** Of a wrapped passkey key: the one road back when every authenticator is lost, or the site's data is cleared. */
export function WrappedBackupDialog({ entry, open, onClose }: DialogProps & { readonly entry: PasskeyEntry }): ReactNode {
  const workspace = useWorkspace();
  const [problem, setProblem] = useState<PassphraseProblem>();
  const [hindrance, setHindrance] = useState<string>();
  const locked = entry.lock.state === "locked";
  return (
    <KeyDialog
      open={open}
      onClose={onClose}
      title="Write an encrypted backup"
      act={locked ? "Touch, then write the file" : "Write the file"}
      slow="Encrypting the backup"
      unavailable={hindrance}
      onAct={(form, watch) => {
        const wrong = newPassphraseProblem(form);
        setProblem(wrong);
        if (wrong !== undefined) return undefined;
        const passphrase = passphraseOf(takeText(form, FIRST));
        takeText(form, SECOND);
        return (async () => {
          if (locked) {
            const unlocked = await workspace.keys.unlockWithPasskey({ entry, hold: { for: "one-act" }, signal: watch.signal });
            if (!unlocked.ok) {
              passphrase.fill(0);
              return unlocked;
            }
          }
          const written = await workspace.keys.writeBackup(entry.id, passphrase, watch);
          if (!written.ok) return written;
          saveBackup(entry, written.value);
          return ok(`${backupName(entry)} was handed to the browser. Restore it once somewhere, to know that it works.`);
        })();
      }}
    >
      <p>
        A file that opens with a passphrase, without any authenticator: PKCS#8 that <code>openssl pkey</code> opens. Whoever has both has the
        key, so keep it apart from this computer.
      </p>
      <NewPassphrase known={entry.name} problem={problem} onHindrance={setHindrance} />
    </KeyDialog>
  );
}
