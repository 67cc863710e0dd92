import { useId, useState } from "react";
import type { ReactNode } from "react";
import { useAnnounce } from "../../ui/controls/announcer.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Choices } from "../../ui/controls/choices.tsx";
import { Dialog } from "../../ui/controls/dialog.tsx";
import { TextField } from "../../ui/controls/field.tsx";
import type { KeyringEntry, PasskeyForm, RegisteredPasskey } from "../../workspace/key-types.ts";
import { useAct, useAnswer, useWorkspace } from "../../workspace/react.tsx";
import { CapabilityNote, hinders } from "./capability-note.tsx";
import { FaultLine } from "./fault-line.tsx";
import type { DialogProps } from "./key-dialog.tsx";
import { nameProblem } from "./key-model.ts";
import { SyncQuestion } from "./sync-question.tsx";
import { useEntries } from "./use-entries.ts";
import styles from "./keys.module.css";

type Step = { readonly kind: "describe" } | { readonly kind: "made"; readonly passkey: RegisteredPasskey } | { readonly kind: "find"; readonly synced: boolean };

/** Two dialogs of the browser: one makes the passkey, the other asks it. Between them the person learns what it is. */
export function PasskeyDialog({ open, onClose }: DialogProps): ReactNode {
  const announce = useAnnounce();
  const act = useAct();
  const [step, setStep] = useState<Step>({ kind: "describe" });
  const close = (): void => {
    act.reset();
    setStep({ kind: "describe" });
    onClose();
  };
  const done = ({ name, kind, ...rest }: KeyringEntry): void => {
    const spare = kind === "passkey" && "form" in rest && rest.form === "wrapped" ? " Enrol a spare authenticator next." : "";
    announce(`${name} is made.${spare} Give its public key to whoever runs the repository.`);
    close();
  };
  return (
    <Dialog open={open} onClose={close} title="Make a key that a passkey opens">
      <PasskeyFlow step={step} onStep={setStep} act={act} onDone={done} onClose={close} />
    </Dialog>
  );
}

const FORMS = [
  {
    value: "wrapped",
    label: "Wrapped: a random key, encrypted here, that passkeys open",
    hint: "A second authenticator can be enrolled as a spare, and a backup written. Clearing this site’s data deletes the key.",
  },
  {
    value: "derived",
    label: "Derived: a key computed from the passkey itself",
    hint: "Nothing secret is stored. The same security key gives the same key in any browser, at this address. No spare and no backup: lose the authenticator, and the key is gone.",
  },
] as const;

type FlowProps = { readonly step: Step; readonly onStep: (step: Step) => void; readonly act: ReturnType<typeof useAct>; readonly onDone: (entry: KeyringEntry) => void; readonly onClose: () => void };

/** Mounted while the dialog is open, so that it starts afresh each time. */
function PasskeyFlow({ step, onStep, act, onDone, onClose }: FlowProps): ReactNode {
  const workspace = useWorkspace();
  const entries = useEntries();
  const formId = useId();
  const [name, setName] = useState("");
  const [form, setForm] = useState<PasskeyForm>("wrapped");
  const [nameError, setNameError] = useState<string>();
  const [acknowledged, setAcknowledged] = useState(false);
  const capability = useAnswer("capability", () => workspace.keys.passkeyCapability());
  const hindrance = capability.kind === "loaded" ? hinders(capability.value) : undefined;
  const keyName = name.trim();

  const isNamed = (): boolean => {
    const wrong = nameProblem(name, entries);
    setNameError(wrong);
    return wrong === undefined;
  };
  const register = async (): Promise<void> => {
    if (!isNamed()) return;
    const passkey = await act.run(({ signal }) => workspace.keys.registerPasskey({ use: form === "wrapped" ? "wrap" : "derive", keyName, exclude: [] }, signal));
    if (passkey !== undefined) onStep({ kind: "made", passkey });
  };
  const make = async (passkey: RegisteredPasskey): Promise<void> => {
    const entry = await act.run(({ signal }) => {
      const request = { name: keyName, passkey, acknowledgedSync: acknowledged, signal };
      return form === "wrapped" ? workspace.keys.createWrappedKey(request) : workspace.keys.addDerivedKey(request);
    });
    if (entry !== undefined) onDone(entry);
  };
  const find = async (): Promise<void> => {
    if (!isNamed()) return;
    const entry = await act.run(async ({ signal }) => {
      const found = await workspace.keys.addDerivedKey({ name: keyName, passkey: "any", acknowledgedSync: acknowledged, signal });
      if (!found.ok && found.fault.kind === "passkey-sync-unacknowledged") onStep({ kind: "find", synced: found.fault.backedUp });
      return found;
    });
    if (entry !== undefined) onDone(entry);
  };

  if (step.kind === "made") {
    const { passkey } = step;
    const open = !passkey.backupEligible || acknowledged;
    return (
      <div className={styles.dialogForm}>
        <p>The passkey for <b>{keyName}</b> is on the authenticator. The key is made when it answers for the first time.</p>
        <SyncQuestion passkey={passkey} acknowledged={acknowledged} onAcknowledge={setAcknowledged} />
        <FaultLine fault={act.fault} />
        <p className={styles.small}>If you leave now there is no key, and the passkey stays on the authenticator, good for nothing. Delete it there.</p>
        <div className={styles.foot}>
          <Button onClick={onClose}>Leave it</Button>
          <Button look="act" busy={act.busy} {...(open ? {} : { unavailable: "Say first that the key may be in that account" })} onClick={() => void make(passkey)}>Touch it again, and make the key</Button>
        </div>
      </div>
    );
  }
  return (
    <form id={formId} className={styles.dialogForm} noValidate autoComplete="off" onSubmit={(event) => { event.preventDefault(); if (hindrance === undefined) void register(); }}>
      <TextField label="Name" value={name} onChange={setName} error={nameError} hint="It stands on the button that signs, and in the list of the authenticator." required />
      <Choices label="How the passkey guards the key" titled value={form} options={FORMS} onChange={setForm} />
      <CapabilityNote capability={capability.kind === "loaded" ? capability.value : undefined} />
      {step.kind === "find" && <SyncQuestion passkey={{ backupEligible: true, backedUp: step.synced }} acknowledged={acknowledged} onAcknowledge={setAcknowledged} />}
      <FaultLine fault={act.fault} />
      <div className={styles.foot}>
        <Button onClick={onClose}>Leave it</Button>
        {form === "derived" && <Button busy={act.busy} {...(hindrance === undefined ? {} : { unavailable: hindrance })} onClick={() => void find()}>I have made it before: find it</Button>}
        <Button type="submit" look="act" busy={act.busy} {...(hindrance === undefined ? {} : { unavailable: hindrance })}>Make a new passkey</Button>
      </div>
    </form>
  );
}
