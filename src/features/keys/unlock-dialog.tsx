import { useState } from "react";
import type { ReactNode } from "react";
import { ok } from "../../lib/result.ts";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { Select } from "../../ui/controls/field.tsx";
import { PassphraseField } from "../../ui/controls/passphrase-field.tsx";
import { peekText, takeText } from "../../ui/controls/take-text.ts";
import { holdOf, holdWords, HOLD_CHOICES, type HoldChoice } from "../../workspace/hold-choices.ts";
import { passphraseOf } from "../../workspace/passphrase.ts";
import { useWorkspace } from "../../workspace/react.tsx";
import { KeyDialog, type DialogProps } from "./key-dialog.tsx";
import type { LockedEntry } from "./key-model.ts";

const PASSPHRASE = "passphrase";

export type UnlockDialogProps = DialogProps & {
  readonly entry: LockedEntry;
  /** `prove`: for the key drill alone, which is one act. */
  readonly purpose: "hold" | "prove";
};

export function UnlockDialog({ entry, purpose, open, onClose }: UnlockDialogProps): ReactNode {
  const workspace = useWorkspace();
  const [choice, setChoice] = useState<HoldChoice>("15");
  const [missing, setMissing] = useState(false);
  const proves = purpose === "prove";
  const passkey = entry.kind === "passkey";
  const hold = holdOf(proves ? "one-act" : choice);
  return (
    <KeyDialog
      open={open}
      onClose={onClose}
      title={<>{proves ? "Prove that you hold" : "Unlock"} <ForeignText text={entry.name} showAtMost={80} /></>}
      act={proves ? "Prove it" : passkey ? "Touch to unlock" : "Unlock"}
      slow={passkey ? undefined : "Checking the passphrase"}
      onAct={(form, watch) => {
        if (!passkey) {
          const empty = peekText(form, PASSPHRASE) === "";
          setMissing(empty);
          if (empty) return undefined;
        }
        const unlocked = passkey
          ? workspace.keys.unlockWithPasskey({ entry, hold, signal: watch.signal })
          : workspace.keys.unlockWithPassphrase({ entryId: entry.id, hold, passphrase: passphraseOf(takeText(form, PASSPHRASE)) }, watch);
        return unlocked.then(async (result) => {
          if (!result.ok) return result;
          if (!proves) return ok(`${entry.name} is unlocked ${holdWords(choice)}.`);
          const proved = await workspace.keys.proveHolding(entry.id);
          return proved.ok ? ok(`Proved: you still hold ${entry.name}.`) : proved;
        });
      }}
    >
      {proves && <p>The key signs a text that says what it is for and that no client takes for metadata. The signature is verified, the date is kept, and the key is locked again.</p>}
      {!passkey && <PassphraseField label="Passphrase" name={PASSPHRASE} use="current" error={missing ? "Enter the passphrase." : undefined} />}
      {!proves && (
        <Select
          label="Unlock it"
          value={choice}
          onChange={setChoice}
          options={HOLD_CHOICES.map((value) => ({ value, label: holdWords(value) }))}
          hint="It locks sooner when you are away from the keyboard, close this tab or, if you have set it so, look at another."
        />
      )}
      {passkey && <p>The browser asks for one of its authenticators, and for your PIN or finger.</p>}
    </KeyDialog>
  );
}
