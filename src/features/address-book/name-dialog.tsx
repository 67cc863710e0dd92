import { useId, useState } from "react";
import type { FormEvent, ReactNode } from "react";
import { HexText } from "../../ui/atoms/hex-text.tsx";
import { useAnnounce } from "../../ui/controls/announcer.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Dialog } from "../../ui/controls/dialog.tsx";
import { TextField } from "../../ui/controls/field.tsx";
import { useWorkspace, useWorkspaceState } from "../../workspace/react.tsx";
import { kindOfFingerprint, materialOf, type ClaimedKey, type KnownKey } from "./people-model.ts";
import { Names } from "./places.tsx";
import styles from "./address-book.module.css";

export type NameDialogProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly about: Pick<ClaimedKey, "fingerprint" | "labels"> & { readonly keyId: string | undefined };
  /** Set when the key has a name already. */
  readonly before?: KnownKey;
};

const LONGEST = 200;

/** Giving a key the person's own name. What metadata calls it is shown, and never taken over by itself. */
export function NameDialog(props: NameDialogProps): ReactNode {
  const { open, onClose, about, before } = props;
  return (
    <Dialog open={open} onClose={onClose} title={before === undefined ? "Whose key is this?" : "Change name and note"}>
      <NameForm {...props} about={about} />
    </Dialog>
  );
}

function NameForm({ onClose, about, before }: NameDialogProps): ReactNode {
  const workspace = useWorkspace();
  const announce = useAnnounce();
  const formId = useId();
  const { fingerprint, keyId, labels } = about;
  const twin = useTwin(fingerprint);
  const [name, setName] = useState(before?.name ?? "");
  const [note, setNote] = useState(before?.note ?? "");
  const [missing, setMissing] = useState(false);
  const save = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (name.trim() === "") return setMissing(true);
    await workspace.people.name(fingerprint, { name, note });
    announce(`This key is ${name.trim()} from now on.`);
    onClose();
  };
  const also = twin(name);
  return (
    <form id={formId} noValidate className={styles.form} onSubmit={(event) => void save(event)}>
      {labels.length > 0 && <p>The metadata calls it <b><Names names={labels} most={6} /></b>. Anyone who proposes metadata can write that. Ask the person, by a way that you know, for their key, and compare all of it.</p>}
      <div className={styles.compare}>
        <span className={styles.quiet}>{kindOfFingerprint(fingerprint)}, public key</span>
        <HexText value={materialOf(fingerprint)} copy="public key" />
        {keyId !== undefined && <><span className={styles.quiet}>Key id in the metadata</span><HexText value={keyId} /></>}
      </div>
      <TextField
        label="Your name for it" value={name} maxLength={LONGEST} required
        error={missing && name.trim() === "" ? "Write the name that you know the person or the machine by." : undefined}
        hint={also === undefined ? "It takes the place of the label wherever this key is shown." : `Another key of yours has this name too. That is right when both belong to ${also}.`}
        onChange={setName}
      />
      <TextField label="How do you know?" value={note} maxLength={LONGEST} hint="Such as “read to me over the phone on 3 March”. It goes with the name when you export." onChange={setNote} />
      <div className={styles.acts}>
        <Button onClick={onClose}>Leave it</Button>
        <Button type="submit" look="act">{before === undefined ? "Put into the address book" : "Save"}</Button>
      </div>
    </form>
  );
}

/** The name of another key that is called the same. */
function useTwin(fingerprint: KnownKey["fingerprint"]): (name: string) => string | undefined {
  const people = useWorkspaceState((state) => state.people);
  return (name) => (people.kind === "ready" ? people.known.find((key) => key.fingerprint !== fingerprint && key.name === name.trim())?.name : undefined);
}
