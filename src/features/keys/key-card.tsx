import { useState } from "react";
import type { ReactNode } from "react";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { KeyLabel } from "../../ui/atoms/key-label.tsx";
import { utcText } from "../../ui/atoms/relative-time.ts";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { CopyButton } from "../../ui/controls/copy-button.tsx";
import { Disclosure } from "../../ui/controls/disclosure.tsx";
import { Definitions } from "../../ui/layout/definitions.tsx";
import { Row } from "../../ui/layout/page.tsx";
import { DeleteDialog } from "./delete-dialog.tsx";
import { algorithmWords, fileStem, kindWords } from "./key-model.ts";
import type { KeyEntry } from "./key-model.ts";
import { RenameDialog } from "./rename-dialog.tsx";
import { saveText } from "./save-file.ts";
import styles from "./keys.module.css";

/** One key: what it is called, what it is, and its public part for whoever must list it. */
export function KeyCard({ entry }: { readonly entry: KeyEntry }): ReactNode {
  const [asking, setAsking] = useState<"rename" | "delete">();
  const close = (): void => setAsking(undefined);
  const { name, publicKey } = entry;
  const stem = fileStem(entry);
  return (
    <li className={styles.key}>
      <div className={styles.keyHead}>
        <h3 className={styles.keyName}><ForeignText text={name} showAtMost={120} /></h3>
        {entry.practice && <StateMark kind="pen" icon="practice">Practice</StateMark>}
      </div>
      <KeyLabel name={algorithmWords(entry)} keyId={publicKey.keyId} standing={entry.kind === "external" ? "known" : "yours"} copy />
      <p className={styles.small}>{kindWords(entry)}</p>
      <Disclosure summary="Public key" note="PEM, hex and TUF key object">
        <Definitions
          items={[
            { term: "Fingerprint", value: <code className={styles.wrap}>{entry.fingerprint}</code> },
            { term: "Made", value: utcText(entry.createdAt) },
            { term: "Last signed", value: entry.lastUsedAt === undefined ? "never" : utcText(entry.lastUsedAt) },
          ]}
          plain
        />
        <PublicForm title="PEM" value={publicKey.pem} onSave={() => saveText(`${stem}.pem`, publicKey.pem, "application/x-pem-file")} />
        <PublicForm title="Hex" value={publicKey.hex} onSave={() => saveText(`${stem}.hex.txt`, `${publicKey.hex}\n`, "text/plain")} />
        <PublicForm title="TUF key object" value={publicKey.tufKeyJson} onSave={() => saveText(`${stem}.key.json`, publicKey.tufKeyJson, "application/json")} />
      </Disclosure>
      <Row gap={2}>
        <Button size="small" onClick={() => saveText(`${stem}.pem`, publicKey.pem, "application/x-pem-file")}>Save as PEM</Button>
        <Button size="small" onClick={() => setAsking("rename")}>Rename</Button>
        <Button size="small" look="grave" onClick={() => setAsking("delete")}>{entry.kind === "external" ? "Remove" : "Delete"}</Button>
      </Row>
      <RenameDialog entry={entry} open={asking === "rename"} onClose={close} />
      <DeleteDialog entry={entry} open={asking === "delete"} onClose={close} />
    </li>
  );
}

function PublicForm({ title, value, onSave }: { readonly title: string; readonly value: string; readonly onSave: () => void }): ReactNode {
  return (
    <div className={styles.form}>
      <div className={styles.formHead}>
        <b>{title}</b>
        <span className={styles.formActs}>
          <CopyButton value={value} what={`public key as ${title}`} />
          <Button look="quiet" size="small" onClick={onSave}>Save {title}</Button>
        </span>
      </div>
      <pre className={styles.pre} tabIndex={0} role="region" aria-label={`Public key as ${title}`}>{value}</pre>
    </div>
  );
}
