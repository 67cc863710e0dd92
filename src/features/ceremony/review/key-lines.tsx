import type { ReactNode } from "react";
import type { KeyFacts } from "../../../tuf/diff/key-facts.ts";
import { algorithmName } from "../../../tuf/model/key-algorithm.ts";
import { onlineWords } from "../../../tuf/words/report-words.ts";
import { KeyLabel } from "../../../ui/atoms/key-label.tsx";
import { ForeignText } from "../../../ui/atoms/foreign-text.tsx";
import { HexText } from "../../../ui/atoms/hex-text.tsx";
import { StateMark } from "../../../ui/atoms/state-mark.tsx";
import { SigstoreText } from "../../../ui/atoms/sigstore-text.tsx";
import { useAllLabelAlarms, useKeyNames } from "../../../workspace/react.tsx";
import styles from "./changes.module.css";

export type KeyLineProps = {
  readonly facts: KeyFacts;
  /** What happens to it, in a quieter voice. */
  readonly children?: ReactNode;
};

/** A key by the name that it claims, or by the person's own name for it, with every id in full. */
export function KeyLine({ facts, children }: KeyLineProps): ReactNode {
  const known = useKeyNames()(facts.fingerprint);
  const doubted = useAllLabelAlarms();
  const [first = "", ...others] = facts.keyIds;
  const kind = facts.algorithm !== undefined ? algorithmName(facts.algorithm) : facts.sigstore !== undefined ? "identity, cannot be checked here" : (facts.keytype ?? "not defined in the document");
  return (
    <div>
      <KeyLabel
        name={known?.standing === "known" ? known.name : (facts.label ?? known?.name)}
        kind={facts.onlineUri === undefined ? kind : `${kind}, ${onlineWords(facts.onlineUri) ?? "online"}`}
        keyId={first}
        standing={known?.standing ?? "claimed"}
      />
      <div className={styles.remarks}>
        {facts.fingerprint !== undefined && doubted.has(facts.fingerprint) && <p><StateMark kind="bad" wrap>Another key had this label</StateMark></p>}
        {facts.sigstore !== undefined && <p><SigstoreText {...facts.sigstore} /></p>}
        {others.map((keyId) => <p key={keyId}>also under <HexText value={keyId} /></p>)}
        {known?.standing === "known" && facts.label !== undefined && <p>labelled <ForeignText text={facts.label} showAtMost={120} /> here</p>}
        {known?.standing === "yours" && facts.label !== undefined && <p>You hold this key: <ForeignText text={known.name} />.</p>}
        {children !== undefined && <p>{children}</p>}
      </div>
    </div>
  );
}

export function RoleNames({ roles }: { readonly roles: readonly string[] }): ReactNode {
  return roles.map((role, index) => (
    <span key={role}>
      {index > 0 && (index === roles.length - 1 ? " and " : ", ")}
      {role === "" ? "the hash bins" : <ForeignText text={role} />}
    </span>
  ));
}
