import { useState } from "react";
import type { ReactNode } from "react";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { useAnnounce } from "../../ui/controls/announcer.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Dialog } from "../../ui/controls/dialog.tsx";
import { NumberedSteps } from "../../ui/layout/steps.tsx";
import type { PasskeyEntry, RegisteredPasskey } from "../../workspace/key-types.ts";
import { useAct, useWorkspace } from "../../workspace/react.tsx";
import { FaultLine } from "./fault-line.tsx";
import type { DialogProps } from "./key-dialog.tsx";
import { SyncQuestion } from "./sync-question.tsx";
import styles from "./keys.module.css";

/** Another authenticator for a wrapped key: made first, then the key is opened with the old one, then the new one locks it too. */
export function SpareDialog({ entry, open, onClose }: DialogProps & { readonly entry: PasskeyEntry }): ReactNode {
  return (
    <Dialog open={open} onClose={onClose} title={<>A spare for <ForeignText text={entry.name} showAtMost={80} /></>} actions={<Button onClick={onClose}>Leave it</Button>}>
      <SpareSteps entry={entry} onDone={onClose} />
    </Dialog>
  );
}

function SpareSteps({ entry, onDone }: { readonly entry: PasskeyEntry; readonly onDone: () => void }): ReactNode {
  const workspace = useWorkspace();
  const announce = useAnnounce();
  const act = useAct();
  const [passkey, setPasskey] = useState<RegisteredPasskey>();
  const [acknowledged, setAcknowledged] = useState(false);
  const locked = entry.lock.state === "locked";
  const accepted = passkey !== undefined && (!passkey.backupEligible || acknowledged);

  const register = async (): Promise<void> => {
    const exclude = entry.authenticators.map(({ credentialId }) => credentialId);
    const made = await act.run(({ signal }) => workspace.keys.registerPasskey({ use: "wrap", keyName: `${entry.name} (spare)`, exclude }, signal));
    if (made !== undefined) setPasskey(made);
  };
  const unlock = (): Promise<unknown> => act.run(({ signal }) => workspace.keys.unlockWithPasskey({ entry, hold: { for: "one-act" }, signal }));
  const enrol = async (): Promise<void> => {
    if (passkey === undefined) return;
    const enrolled = await act.run(({ signal }) => workspace.keys.enrolSpare({ entryId: entry.id, passkey, acknowledgedSync: acknowledged, signal }));
    if (enrolled === undefined) return;
    announce(`${entry.name} has a spare: either authenticator opens it from now on.`);
    onDone();
  };
  return (
    <NumberedSteps>
      <li>
        <h3>Make a passkey on the spare</h3>
        <p className={styles.small}>Plug the other authenticator in, and choose it in the browser’s dialog. The one that opens the key now is refused.</p>
        {passkey === undefined ? (
          <div><Button look="act" busy={act.busy} onClick={() => void register()}>Make the passkey</Button></div>
        ) : (
          <SyncQuestion passkey={passkey} acknowledged={acknowledged} onAcknowledge={setAcknowledged} />
        )}
      </li>
      <li>
        <h3>Open the key with the authenticator that it has</h3>
        <div>
          <Button look={accepted && locked ? "act" : "plain"} busy={act.busy} {...(!accepted ? { unavailable: "Make the passkey on the spare first" } : locked ? {} : { unavailable: "It is open" })} onClick={() => void unlock()}>
            {locked ? "Touch the present one" : "It is open"}
          </Button>
        </div>
      </li>
      <li>
        <h3>Lock it for the spare too</h3>
        <div>
          <Button look={accepted && !locked ? "act" : "plain"} busy={act.busy} {...(accepted && !locked ? {} : { unavailable: accepted ? "Open the key first" : "Make the passkey on the spare first" })} onClick={() => void enrol()}>
            Touch the spare
          </Button>
        </div>
        <FaultLine fault={act.fault} />
      </li>
    </NumberedSteps>
  );
}
