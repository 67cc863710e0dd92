import { useState } from "react";
import type { ReactNode } from "react";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { KeyLabel } from "../../ui/atoms/key-label.tsx";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import type { KeyFinding } from "../../workspace/key-findings.ts";
import { useAct } from "../../workspace/react.tsx";
import { CardActs } from "./card-acts.tsx";
import { FaultLine } from "./fault-line.tsx";
import { KeyDialogs, type CardDialog } from "./key-dialogs.tsx";
import { KeyFacts } from "./key-facts.tsx";
import { algorithmWords, findingWords, isLockable, kindName, type KeyEntry } from "./key-model.ts";
import { cardWords } from "./kind-words.ts";
import { LockLine } from "./lock-line.tsx";
import { PublicPart } from "./public-part.tsx";
import styles from "./keys.module.css";

export type KeyCardProps = { readonly entry: KeyEntry; readonly findings: readonly KeyFinding[] };

/** One key: what it is called, what it is and is not good for, how it stands, and its public part for whoever must list it. */
export function KeyCard({ entry, findings }: KeyCardProps): ReactNode {
  const [dialog, setDialog] = useState<CardDialog>();
  const act = useAct();
  return (
    <li className={styles.key} data-kind={entry.kind}>
      <div className={styles.keyHead}>
        <h3 className={styles.keyName}><ForeignText text={entry.name} showAtMost={120} /></h3>
        <span className={styles.kind}>{kindName(entry)}</span>
        {entry.practice && <StateMark kind="pen" icon="practice">Practice</StateMark>}
        <span className={styles.headEnd}>{isLockable(entry) && <LockLine entry={entry} />}</span>
      </div>
      <KeyLabel name={algorithmWords(entry)} keyId={entry.publicKey.keyId} standing={entry.kind === "external" ? "known" : "yours"} copy />
      {findings.length > 0 && (
        <ul className={styles.findings}>
          {findings.map((finding) => <li key={finding.kind}><StateMark kind="warn" wrap>{findingWords(finding)}</StateMark></li>)}
        </ul>
      )}
      {!entry.practice && (
        <>
          <div className={styles.words}>{cardWords(entry).map((words) => <p key={words}>{words}</p>)}</div>
          <KeyFacts entry={entry} />
        </>
      )}
      <PublicPart entry={entry} />
      <CardActs entry={entry} act={act} onAsk={setDialog} />
      <FaultLine fault={act.fault} />
      <KeyDialogs entry={entry} dialog={dialog} onClose={() => setDialog(undefined)} />
    </li>
  );
}
