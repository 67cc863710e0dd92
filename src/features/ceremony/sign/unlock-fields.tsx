import type { ReactNode } from "react";
import { FaultPanel } from "../../../ui/atoms/fault-panel.tsx";
import { StateMark } from "../../../ui/atoms/state-mark.tsx";
import { Select } from "../../../ui/controls/field.tsx";
import { PassphraseField } from "../../../ui/controls/passphrase-field.tsx";
import { Progress } from "../../../ui/controls/progress.tsx";
import { HOLD_CHOICES, type HoldChoice } from "../../../workspace/hold-choices.ts";
import type { KeyringEntry, PasskeyEntry, PassphraseEntry } from "../../../workspace/key-types.ts";
import type { Act } from "../../../workspace/react.tsx";
import { hrefTo } from "../../../workspace/routes.ts";
import { describeKeyringFault } from "../../../workspace/words.ts";
import styles from "./unlock-fields.module.css";

export const PASSPHRASE = "signing-passphrase";

export type LockableEntry = PassphraseEntry | PasskeyEntry;

/** Asks for something before it signs. */
export function asksToUnlock(entry: KeyringEntry): entry is LockableEntry {
  return (entry.kind === "passphrase" || entry.kind === "passkey") && entry.lock.state === "locked";
}

/** Made, and not to be relied on before its backup was seen to work. */
export function awaitsBackup(entry: KeyringEntry): boolean {
  return entry.kind === "passphrase" && entry.backup.state === "awaiting";
}

export type UnlockFieldsProps = {
  readonly entry: KeyringEntry;
  readonly act: Act;
  readonly hold: HoldChoice;
  readonly onHold: (hold: HoldChoice) => void;
  /** The passphrase was asked for and not given. */
  readonly missing: boolean;
};

/** What a locked key asks for, where it signs; and how long it may then stay open. */
export function UnlockFields({ entry, act, hold, onHold, missing }: UnlockFieldsProps): ReactNode {
  if (awaitsBackup(entry)) {
    return <StateMark kind="warn" wrap>It does not sign yet: its backup has not been restored. <a href={hrefTo({ name: "keys" })}>Restore it under Keys</a>.</StateMark>;
  }
  if (!asksToUnlock(entry)) return isOpen(entry) ? <StateMark kind="pen" icon="unlock">Unlocked in this tab: it signs at a click.</StateMark> : null;
  return (
    <div className={styles.fields}>
      <StateMark kind="wait" icon="lock" wrap>
        {entry.kind === "passphrase" ? "Locked. Its passphrase opens it." : "Locked. The browser asks for one of its authenticators, and for your PIN or finger."}
      </StateMark>
      <div className={styles.row}>
        {entry.kind === "passphrase" && <PassphraseField label="Passphrase" name={PASSPHRASE} use="current" error={missing ? "Enter the passphrase." : undefined} />}
        <Select label="Then keep it open" value={hold} onChange={onHold} options={HOLD_CHOICES.map((value) => ({ value, label: HOLD_LABELS[value] }))} />
      </div>
      {act.busy && entry.kind === "passphrase" && (
        <Progress label="Checking the passphrase" {...(act.fraction === undefined ? {} : { value: act.fraction })} detail={act.fraction === undefined ? "Starting" : `${Math.floor(act.fraction * 100)} %`} onCancel={act.stop} />
      )}
    </div>
  );
}

/** Why the key did not open. What was collected, reviewed and compared stays. */
export function UnlockFailure({ act }: { readonly act: Act }): ReactNode {
  if (act.fault === undefined) return null;
  return <FaultPanel alert what="The key was not opened, so nothing was signed" evidence={describeKeyringFault(act.fault)} you="Review and comparison stay as they are: try again, or sign with another key." />;
}

const HOLD_LABELS: Readonly<Record<HoldChoice, string>> = {
  "one-act": "for this signature only",
  "5": "for 5 minutes",
  "15": "for 15 minutes",
  "60": "for an hour",
};

function isOpen(entry: KeyringEntry): boolean {
  return (entry.kind === "passphrase" || entry.kind === "passkey") && entry.lock.state === "unlocked";
}
