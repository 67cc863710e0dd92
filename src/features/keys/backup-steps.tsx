import { useState } from "react";
import type { FormEvent, ReactNode } from "react";
import type { Bytes } from "../../lib/bytes.ts";
import { useAnnounce } from "../../ui/controls/announcer.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Field } from "../../ui/controls/field.tsx";
import { PassphraseField } from "../../ui/controls/passphrase-field.tsx";
import { peekText, takeText } from "../../ui/controls/take-text.ts";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { Icon } from "../../ui/icons/icon.tsx";
import { Row } from "../../ui/layout/page.tsx";
import { NumberedSteps } from "../../ui/layout/steps.tsx";
import { downloadBytes } from "../../workspace/downloads.ts";
import { passphraseOf } from "../../workspace/passphrase.ts";
import { useAct, useWorkspace } from "../../workspace/react.tsx";
import { ActProgress, FaultLine } from "./fault-line.tsx";
import { fileStem, type KeyEntry } from "./key-model.ts";
import { hasFile, readFile } from "./read-file-field.ts";
import styles from "./keys.module.css";

const FILE = "backup-file";
const PASSPHRASE = "backup-passphrase";
const AGAIN = "backup-again-passphrase";

export type BackupStepsProps = {
  readonly entry: KeyEntry;
  /** As it was written when the key was made; undefined when it must be written anew. */
  readonly backup: Bytes | undefined;
  readonly onProved: () => void;
};

/** The backup, saved and then restored: the two together are what makes the key usable. */
export function BackupSteps({ entry, backup, onProved }: BackupStepsProps): ReactNode {
  const [saved, setSaved] = useState(backup === undefined);
  return (
    <NumberedSteps>
      <li>
        <h3>Save the file</h3>
        <p className={styles.small}>
          It is the key, encrypted under your passphrase: PKCS#8 that <code>openssl pkey</code> opens. Put it where you will find it when
          this computer is gone; without the passphrase it opens for nobody, you included.
        </p>
        {backup === undefined ? <WriteAgain entry={entry} /> : <SaveNow entry={entry} backup={backup} saved={saved} onSaved={() => setSaved(true)} />}
      </li>
      <li>
        <h3>Restore it, to prove that it works</h3>
        <p className={styles.small}>Choose the file from where you have put it, and enter the passphrase from memory. The key is restored beside the one that is here, compared, and thrown away.</p>
        <ProveForm entry={entry} ready={saved} onProved={onProved} />
      </li>
    </NumberedSteps>
  );
}

function SaveNow({ entry, backup, saved, onSaved }: { readonly entry: KeyEntry; readonly backup: Bytes; readonly saved: boolean; readonly onSaved: () => void }): ReactNode {
  return (
    <Row>
      <Button
        look={saved ? "plain" : "act"}
        onClick={() => {
          saveBackup(entry, backup);
          onSaved();
        }}
      >
        <Icon name="download" /> Save {backupName(entry)}
      </Button>
      {saved && <StateMark kind="ok">Handed to the browser</StateMark>}
    </Row>
  );
}

function WriteAgain({ entry }: { readonly entry: KeyEntry }): ReactNode {
  const workspace = useWorkspace();
  const announce = useAnnounce();
  const act = useAct();
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (act.busy) return;
    const passphrase = passphraseOf(takeText(event.currentTarget, AGAIN));
    const backup = await act.run((watch) => workspace.keys.writeBackup(entry.id, passphrase, watch));
    if (backup === undefined) return;
    saveBackup(entry, backup);
    announce(`${backupName(entry)} was handed to the browser.`);
  };
  return (
    <form className={styles.dialogForm} onSubmit={(event) => void submit(event)} noValidate>
      <p className={styles.small}>If you have the file already, go on to the next step.</p>
      <PassphraseField label="Passphrase of the key, to write the file again" name={AGAIN} use="current" />
      <div><Button type="submit" busy={act.busy}><Icon name="download" /> Write the file again</Button></div>
      <ActProgress act={act} label="Opening the key, then writing its backup" />
      <FaultLine fault={act.fault} />
    </form>
  );
}

function ProveForm({ entry, ready, onProved }: { readonly entry: KeyEntry; readonly ready: boolean; readonly onProved: () => void }): ReactNode {
  const workspace = useWorkspace();
  const act = useAct();
  const [missing, setMissing] = useState<"file" | "passphrase">();
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    if (act.busy || !ready) return;
    const lacks = hasFile(form, FILE) ? (peekText(form, PASSPHRASE) === "" ? "passphrase" : undefined) : "file";
    setMissing(lacks);
    if (lacks !== undefined) return;
    const passphrase = passphraseOf(takeText(form, PASSPHRASE));
    const file = await readFile(form, FILE);
    if (file === undefined) return;
    const proved = await act.run((watch) => workspace.keys.proveBackup({ entryId: entry.id, file, passphrase }, watch));
    if (proved !== undefined) onProved();
  };
  return (
    <form className={styles.dialogForm} onSubmit={(event) => void submit(event)} noValidate>
      <Field label="Backup file" error={missing === "file" ? "Choose the file that you saved." : undefined}>
        {(wiring) => <input {...wiring} className={styles.file} type="file" name={FILE} accept=".pem,.key,.p8,.txt" />}
      </Field>
      <PassphraseField label="Passphrase" name={PASSPHRASE} use="current" error={missing === "passphrase" ? "Enter the passphrase." : undefined} />
      <div>
        <Button type="submit" look={ready ? "act" : "plain"} busy={act.busy} {...(ready ? {} : { unavailable: "Save the file first" })}>Restore and compare</Button>
      </div>
      <ActProgress act={act} label="Restoring the key from its backup" />
      <FaultLine fault={act.fault} />
    </form>
  );
}

export function backupName(entry: KeyEntry): string {
  return `${fileStem(entry)}.backup.pem`;
}

export function saveBackup(entry: KeyEntry, backup: Bytes): void {
  downloadBytes(backupName(entry), backup, "application/x-pem-file");
}
