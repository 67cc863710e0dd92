import type { ReactNode } from "react";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { Wash } from "../../ui/layout/wash.tsx";
import type { RegisteredPasskey } from "../../workspace/key-types.ts";
import styles from "./keys.module.css";

export type SyncQuestionProps = {
  readonly passkey: Pick<RegisteredPasskey, "backupEligible" | "backedUp">;
  readonly acknowledged: boolean;
  readonly onAcknowledge: (acknowledged: boolean) => void;
};

/** What WebAuthn's flags say of a passkey, and the person's word for it where it may leave its authenticator. */
export function SyncQuestion({ passkey, acknowledged, onAcknowledge }: SyncQuestionProps): ReactNode {
  if (!passkey.backupEligible) return <StateMark kind="ok" wrap>This passkey cannot be copied off its authenticator (backup-eligible: no).</StateMark>;
  return (
    <Wash kind="warn" title={passkey.backedUp ? "This passkey is in a cloud account already." : "This passkey may be copied to a cloud account."}>
      <p>
        Backup-eligible: yes. Backed up: {passkey.backedUp ? "yes" : "not yet"}. Whoever gets into that account, its provider among them, can
        open the key. For a root key take a security key that keeps its passkeys to itself.
      </p>
      <label className={styles.check}>
        <input type="checkbox" checked={acknowledged} onChange={(event) => onAcknowledge(event.currentTarget.checked)} />
        <span>I accept that this key may be in that account</span>
      </label>
    </Wash>
  );
}
