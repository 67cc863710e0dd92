import { useState } from "react";
import type { ReactNode } from "react";
import { ok } from "../../lib/result.ts";
import { Field, TextField } from "../../ui/controls/field.tsx";
import { useWorkspace } from "../../workspace/react.tsx";
import type { DialogProps } from "./key-dialog.tsx";
import { KeyDialog } from "./key-dialog.tsx";
import styles from "./keys.module.css";

const FILE = "private-key-file";
const TEXT = "private-key-text";

/**
 * The private key never enters a component's state: both fields are the browser's own, are read when the button is
 * pressed, and are emptied before anything is awaited that could fail.
 */
export function ImportDialog({ open, onClose }: DialogProps): ReactNode {
  const workspace = useWorkspace();
  const [name, setName] = useState("");
  const [missing, setMissing] = useState(false);
  const close = (): void => { setName(""); setMissing(false); onClose(); };
  return (
    <KeyDialog
      open={open}
      onClose={close}
      title="Import a private key"
      act="Import"
      onAct={async (form) => {
        const pem = await takePem(form);
        setMissing(pem === undefined);
        if (pem === undefined) return ok(undefined);
        const imported = await workspace.keys.importKey({ name: name.trim(), file: pem, as: { kind: "device" } }, {});
        return imported.ok ? ok(`${imported.value.entry.name} is imported. Its file is still where it was: keep it safe, or delete it.`) : imported;
      }}
    >
      <TextField label="Name" value={name} onChange={setName} hint="It stands on the button that signs." required />
      <Field label="Private key file" hint="PKCS#8 PEM (“BEGIN PRIVATE KEY”) without a passphrase: Ed25519 or ECDSA P-256." error={missing ? "Choose a file, or paste the key." : undefined}>
        {(wiring) => <input {...wiring} className={styles.file} type="file" name={FILE} accept=".pem,.key,.p8,.txt" />}
      </Field>
      <Field label="Or paste it" hint="The field is emptied as soon as you press Import. What you copied stays in the clipboard until you copy something else.">
        {(wiring) => (
          <textarea {...wiring} className={styles.paste} name={TEXT} rows={4} autoComplete="off" autoCapitalize="off" autoCorrect="off" spellCheck={false} />
        )}
      </Field>
      <p className={styles.small}>
        It is kept here so that scripts cannot take it out again. That does not bind whoever can read this browser’s profile,
        and the file it came from remains a key to the same door.
      </p>
    </KeyDialog>
  );
}

/** Empties both fields in the same turn. Strings cannot be wiped; the bytes are, by the keyring. */
async function takePem(form: HTMLFormElement): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const file = field(form, FILE, HTMLInputElement);
  const area = field(form, TEXT, HTMLTextAreaElement);
  const chosen = file.files?.[0];
  const pasted = area.value.trim() === "" ? undefined : new TextEncoder().encode(area.value);
  area.value = "";
  file.value = "";
  if (chosen === undefined) return pasted;
  pasted?.fill(0);
  return new Uint8Array(await chosen.slice(0, MOST_BYTES).arrayBuffer());
}

/** One byte more than the keyring takes, so that it can say that the file is too large. */
const MOST_BYTES = 64 * 1024 + 1;

function field<T extends HTMLElement>(form: HTMLFormElement, name: string, type: new () => T): T {
  const found = form.elements.namedItem(name);
  if (!(found instanceof type)) throw new Error(`the form has no ${name}`);
  return found;
}
