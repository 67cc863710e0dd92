import { useState } from "react";
import type { FormEvent, ReactNode } from "react";
import { Select, TextField } from "../../ui/controls/field.tsx";
import { Disclosure } from "../../ui/controls/disclosure.tsx";
import { takeText } from "../../ui/controls/take-text.ts";
import type { KeyWithBackup, PrivateKeyAlgorithm } from "../../workspace/key-types.ts";
import { passphraseOf } from "../../workspace/passphrase.ts";
import { useWorkspace, type Act } from "../../workspace/react.tsx";
import { ActProgress, FaultLine } from "./fault-line.tsx";
import { nameProblem } from "./key-model.ts";
import { Limits } from "./limits.tsx";
import { FIRST, NewPassphrase, newPassphraseProblem, SECOND, type PassphraseProblem } from "./new-passphrase.tsx";
import { useEntries } from "./use-entries.ts";
import styles from "./keys.module.css";

export type PassphraseFormProps = {
  readonly id: string;
  readonly act: Act;
  readonly onMade: (made: KeyWithBackup) => void;
  /** Why the key cannot be made yet; undefined when it can. */
  readonly onHindrance: (why: string | undefined) => void;
};

export function PassphraseForm({ id, act, onMade, onHindrance }: PassphraseFormProps): ReactNode {
  const workspace = useWorkspace();
  const entries = useEntries();
  const [name, setName] = useState("");
  const [algorithm, setAlgorithm] = useState<PrivateKeyAlgorithm>("ed25519");
  const [nameError, setNameError] = useState<string>();
  const [problem, setProblem] = useState<PassphraseProblem>();
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    if (act.busy) return;
    // Everything that could refuse is asked before the passphrase leaves its field.
    const wrongName = nameProblem(name, entries);
    const wrongPassphrase = newPassphraseProblem(form);
    setNameError(wrongName);
    setProblem(wrongPassphrase);
    if (wrongName !== undefined || wrongPassphrase !== undefined) return;
    const passphrase = passphraseOf(takeText(form, FIRST));
    takeText(form, SECOND);
    const made = await act.run((watch) => workspace.keys.createPassphraseKey({ name: name.trim(), passphrase, algorithm }, watch));
    if (made !== undefined) onMade(made);
  };
  return (
    <form id={id} className={styles.dialogForm} onSubmit={(event) => void submit(event)} noValidate>
      <TextField label="Name" value={name} onChange={setName} error={nameError} autoComplete="username" hint="It stands on the button that signs, such as “Root key of 2026”." required />
      <NewPassphrase known={name} problem={problem} onHindrance={onHindrance} />
      <Disclosure summary="Algorithm" note={algorithm === "ed25519" ? "Ed25519" : "ECDSA P-256"}>
        <Select
          label="Algorithm"
          value={algorithm}
          onChange={setAlgorithm}
          options={[{ value: "ed25519", label: "Ed25519" }, { value: "ecdsa-p256", label: "ECDSA P-256" }]}
          hint="Every TUF client verifies both. Choose P-256 only where the repository asks for it."
        />
      </Disclosure>
      <Limits kind="passphrase" />
      <ActProgress act={act} label="Encrypting the key, then its backup" />
      <FaultLine fault={act.fault} />
    </form>
  );
}
