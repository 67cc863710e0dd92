import { useState } from "react";
import type { ReactNode } from "react";
import { onlineWords } from "../../tuf/words/report-words.ts";
import { KeyLabel } from "../../ui/atoms/key-label.tsx";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { NameDialog } from "./name-dialog.tsx";
import { Places } from "./places.tsx";
import { kindOfFingerprint, type ClaimedKey } from "./people-model.ts";
import styles from "./address-book.module.css";

/** One key that repositories show and nobody here has named. */
export function ClaimedKeyLine({ entry, doubted }: { readonly entry: ClaimedKey; readonly doubted: boolean }): ReactNode {
  const [asking, setAsking] = useState(false);
  const { fingerprint, algorithm, keyId, labels, onlineUri, places } = entry;
  const online = onlineWords(onlineUri);
  return (
    <li className={styles.claim}>
      <div className={styles.claimText}>
        <KeyLabel name={labels[0]} kind={kindOfFingerprint(fingerprint, algorithm)} keyId={keyId} />
        {doubted && <StateMark kind="bad" wrap>Another key had this label</StateMark>}
        {online !== undefined && <p className={styles.quiet}>{online}</p>}
        <Places places={places} showLabels={labels.length > 1} />
      </div>
      <Button size="small" onClick={() => setAsking(true)}>Name this key</Button>
      <NameDialog open={asking} onClose={() => setAsking(false)} about={{ fingerprint, keyId, labels }} />
    </li>
  );
}
