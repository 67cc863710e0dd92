import { useState } from "react";
import type { FormEvent, ReactNode } from "react";
import type { Result } from "../../lib/result.ts";
import { Button } from "../../ui/controls/button.tsx";
import { Choices } from "../../ui/controls/choices.tsx";
import { Field, TextField } from "../../ui/controls/field.tsx";
import { PassphraseField } from "../../ui/controls/passphrase-field.tsx";
import { takeText } from "../../ui/controls/take-text.ts";
import type { ImportedKey, RegisteredPasskey, Watch } from "../../workspace/key-types.ts";
import { passphraseOf, passphraseOfFile } from "../../workspace/passphrase.ts";
import { useWorkspace, type Act, type KeyFault } from "../../workspace/react.tsx";
import { ActProgress, FaultLine } from "./fault-line.tsx";
import { KEPT_AS, type KeptAs } from "./import-words.ts";
import { nameProblem } from "./key-model.ts";
import { FIRST, NewPassphrase, newPassphraseProblem, SECOND, type PassphraseProblem } from "./new-passphrase.tsx";
import { FILE, hasKeyText, takeKeyFile, TEXT } from "./key-file-fields.ts";
import { SyncQuestion } from "./sync-question.tsx";
import { useEntries } from "./use-entries.ts";
import styles from "./keys.module.css";

const FILE_PASSPHRASE = "file-passphrase";

export type ImportFormProps = { readonly act: Act; readonly onDone: (imported: ImportedKey) => void; readonly onClose: () => void };

/**
 * Nothing secret is in a component's state: the fields are the browser's own, are read when everything else is in order,
 * and are emptied in the same turn. A chosen file stays chosen, so that a wrong passphrase does not send one looking for it.
 */
export function ImportForm({ act, onDone, onClose }: ImportFormProps): ReactNode {
  const workspace = useWorkspace();
  const entries = useEntries();
  const [name, setName] = useState("");
  const [kept, setKept] = useState<KeptAs>("passphrase");
  const [passkey, setPasskey] = useState<RegisteredPasskey>();
  const [acknowledged, setAcknowledged] = useState(false);
  const [nameError, setNameError] = useState<string>();
  const [missing, setMissing] = useState(false);
  const [problem, setProblem] = useState<PassphraseProblem>();
  const [hindrance, setHindrance] = useState<string>();
  const keyName = name.trim();
  const needsPasskey = kept === "wrapped" && passkey === undefined;
  const unacknowledged = kept === "wrapped" && passkey?.backupEligible === true && !acknowledged;
  const unavailable = unacknowledged ? "Say first that the key may be in that account" : kept === "passphrase" ? hindrance : undefined;

  const isInOrder = (form: HTMLFormElement): boolean => {
    const wrongName = nameProblem(name, entries);
    const noKey = !hasKeyText(form);
    const wrongPassphrase = kept === "passphrase" ? newPassphraseProblem(form) : undefined;
    setNameError(wrongName);
    setMissing(noKey);
    setProblem(wrongPassphrase);
    return wrongName === undefined && !noKey && wrongPassphrase === undefined;
  };

  const importAs = async (form: HTMLFormElement, watch: Required<Watch>): Promise<Result<ImportedKey, KeyFault>> => {
    const typed = takeText(form, FILE_PASSPHRASE);
    const opens = typed === "" ? {} : { filePassphrase: passphraseOfFile(typed) };
    const chosen = kept === "passphrase" ? passphraseOf(takeText(form, FIRST)) : undefined;
    if (chosen !== undefined) takeText(form, SECOND);
    const request = { name: keyName, file: await takeKeyFile(form), ...opens };
    if (kept === "wrapped" && passkey !== undefined) return workspace.keys.importUnderPasskey({ ...request, passkey, acknowledgedSync: acknowledged }, watch);
    return workspace.keys.importKey({ ...request, as: chosen === undefined ? { kind: "device" } : { kind: "passphrase", passphrase: chosen } }, watch);
  };

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    if (act.busy || unavailable !== undefined || !isInOrder(form)) return;
    if (needsPasskey) {
      const made = await act.run(({ signal }) => workspace.keys.registerPasskey({ use: "wrap", keyName, exclude: [] }, signal));
      if (made !== undefined) setPasskey(made);
      return;
    }
    const imported = await act.run((watch) => importAs(form, watch));
    if (imported !== undefined) onDone(imported);
  };

  return (
    <form className={styles.dialogForm} onSubmit={(event) => void submit(event)} noValidate autoComplete="off">
      <TextField label="Name" value={name} onChange={setName} error={nameError} hint="It stands on the button that signs." required />
      <Field
        label="Private key file"
        hint="PEM of OpenSSL or python-cryptography, OpenSSH, go-tuf, securesystemslib, or a seed of 64 hex digits; encrypted or not."
        error={missing ? "Choose a file, or paste the key." : undefined}
      >
        {(wiring) => <input {...wiring} className={styles.file} type="file" name={FILE} />}
      </Field>
      <Field label="Or paste it" hint="The field is emptied as soon as the key is taken. What you copied stays in the clipboard until you copy something else.">
        {(wiring) => <textarea {...wiring} className={styles.paste} name={TEXT} rows={3} autoComplete="off" autoCapitalize="off" autoCorrect="off" spellCheck={false} />}
      </Field>
      <PassphraseField label="Passphrase of the file, if it has one" name={FILE_PASSPHRASE} use="current" />
      <Choices label="What keeps it here" titled value={kept} options={KEPT_AS} onChange={setKept} />
      {kept === "passphrase" && <NewPassphrase known={name} problem={problem} onHindrance={setHindrance} />}
      {kept === "wrapped" && passkey !== undefined && <SyncQuestion passkey={passkey} acknowledged={acknowledged} onAcknowledge={setAcknowledged} />}
      <p className={styles.small}>The file itself remains a key to the same door.</p>
      <ActProgress act={act} label={kept === "device" ? "Opening the file" : "Opening the file, and encrypting the key"} />
      <FaultLine fault={act.fault} />
      <div className={styles.foot}>
        <Button onClick={onClose}>Leave it</Button>
        <Button type="submit" look="act" busy={act.busy} {...(unavailable === undefined ? {} : { unavailable })}>
          {kept !== "wrapped" ? "Import" : needsPasskey ? "Make the passkey first" : "Touch it again, and import"}
        </Button>
      </div>
    </form>
  );
}
