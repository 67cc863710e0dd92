import type { ReactNode } from "react";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { KeyLabel } from "../../ui/atoms/key-label.tsx";
import { SigstoreText } from "../../ui/atoms/sigstore-text.tsx";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { algorithmName } from "../../tuf/model/key-algorithm.ts";
import type { Fingerprint } from "../../tuf/model/ids.ts";
import type { Signer } from "../../tuf/verify/verification-report.ts";
import { onlineWords } from "../../tuf/words/report-words.ts";
import { useAllLabelAlarms, useKeyNames } from "../../workspace/react.tsx";
import styles from "./roles.module.css";

export type KeyLineProps = Pick<Signer, "algorithm" | "keytype" | "scheme" | "label" | "onlineUri" | "sigstore"> & {
  readonly keyId: string;
  readonly fingerprint: Fingerprint | undefined;
  /** What else is to be said of the key. */
  readonly children?: ReactNode;
};

/** A key of the metadata. Its label is a claim, until the key itself is one that this device knows. */
export function KeyLine({ keyId, fingerprint, algorithm, keytype, scheme, label, onlineUri, sigstore, children }: KeyLineProps): ReactNode {
  const known = useKeyNames()(fingerprint);
  const doubted = useAllLabelAlarms();
  const online = onlineWords(onlineUri);
  return (
    <span className={styles.keyLine}>
      <KeyLabel
        name={known?.name ?? label}
        kind={algorithm !== undefined ? algorithmName(algorithm) : sigstore === undefined ? "kind unknown here" : "identity, cannot be checked here"}
        keyId={keyId}
        standing={known?.standing ?? "claimed"}
      />
      {algorithm === undefined && <span className={styles.quiet}><ForeignText text={`${keytype}, ${scheme}`} code showAtMost={120} /></span>}
      {sigstore !== undefined && <span className={styles.quiet}><SigstoreText {...sigstore} /></span>}
      {fingerprint !== undefined && doubted.has(fingerprint) && <span><StateMark kind="bad" wrap>Another key had this label</StateMark></span>}
      {online !== undefined && <span className={styles.quiet}>{online}</span>}
      {known !== undefined && label !== undefined && <span className={styles.quiet}>labelled <ForeignText text={label} showAtMost={120} /> here</span>}
      {children}
    </span>
  );
}
