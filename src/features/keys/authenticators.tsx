import { useState } from "react";
import type { ReactNode } from "react";
import { ok } from "../../lib/result.ts";
import { utcText } from "../../ui/atoms/relative-time.ts";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { VisuallyHidden } from "../../ui/visually-hidden.tsx";
import type { EnrolledAuthenticator, PasskeyEntry } from "../../workspace/key-types.ts";
import { useWorkspace } from "../../workspace/react.tsx";
import { KeyDialog } from "./key-dialog.tsx";
import { syncWords, transportWords } from "./key-model.ts";
import styles from "./keys.module.css";

/** What opens a passkey key. One that was lost is removed here; the last one stays. */
export function Authenticators({ entry }: { readonly entry: PasskeyEntry }): ReactNode {
  const [removing, setRemoving] = useState<EnrolledAuthenticator>();
  const removable = entry.authenticators.length > 1;
  return (
    <>
      <ul className={styles.authenticators}>
        {entry.authenticators.map((authenticator, at) => (
          <li key={authenticator.credentialId} className={styles.authenticator}>
            <div>
              <b>{nameAt(entry, at)}</b> <span className={styles.small}>{transportWords(authenticator)}</span>
              <div className={styles.small}>
                Added {utcText(authenticator.addedAt, "day")}, {authenticator.lastUsedAt === undefined ? "not used since" : `last used ${utcText(authenticator.lastUsedAt)}`}
              </div>
              <div>
                <StateMark kind={authenticator.backedUp ? "warn" : authenticator.backupEligible ? "unknown" : "ok"} wrap>
                  {syncWords(authenticator)}
                </StateMark>
              </div>
            </div>
            {removable && <Button size="small" look="grave" onClick={() => setRemoving(authenticator)}>Remove<VisuallyHidden> {nameAt(entry, at)}</VisuallyHidden></Button>}
          </li>
        ))}
      </ul>
      <RemoveDialog entry={entry} authenticator={removing} onClose={() => setRemoving(undefined)} />
    </>
  );
}

type RemoveProps = { readonly entry: PasskeyEntry; readonly authenticator: EnrolledAuthenticator | undefined; readonly onClose: () => void };

function RemoveDialog({ entry, authenticator, onClose }: RemoveProps): ReactNode {
  const workspace = useWorkspace();
  const name = authenticator === undefined ? "" : nameAt(entry, entry.authenticators.indexOf(authenticator));
  return (
    <KeyDialog
      open={authenticator !== undefined}
      onClose={onClose}
      title={`Remove ${name}?`}
      act="Remove it"
      look="grave"
      onAct={async () => {
        if (authenticator === undefined) return ok(undefined);
        const removed = await workspace.keys.removeAuthenticator(entry.id, authenticator.credentialId);
        return removed.ok ? ok(`${name} no longer opens ${entry.name}.`) : removed;
      }}
    >
      <p>
        From then on it does not open the key that is stored here. That does not reach copies: whoever has both the authenticator, with its PIN
        or finger, and an older copy of this browser’s storage can still open that. If it may be in the wrong hands, have the key replaced.
      </p>
      <p className={styles.small}>The passkey itself stays on the authenticator until it is deleted there.</p>
    </KeyDialog>
  );
}

function nameAt({ authenticators }: PasskeyEntry, at: number): string {
  return authenticators.length === 1 ? "Its authenticator" : `Authenticator ${at + 1}`;
}
