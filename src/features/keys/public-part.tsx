import type { ReactNode } from "react";
import { utf8 } from "../../lib/bytes.ts";
import { utcText } from "../../ui/atoms/relative-time.ts";
import { TextBlock } from "../../ui/atoms/text-block.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { CopyButton } from "../../ui/controls/copy-button.tsx";
import { Disclosure } from "../../ui/controls/disclosure.tsx";
import { Definitions } from "../../ui/layout/definitions.tsx";
import { downloadBytes } from "../../workspace/downloads.ts";
import { fileStem, type KeyEntry } from "./key-model.ts";
import styles from "./keys.module.css";

/** What others need of a key, in the three forms that tools ask for. */
export function PublicPart({ entry }: { readonly entry: KeyEntry }): ReactNode {
  const { publicKey } = entry;
  const stem = fileStem(entry);
  return (
    <Disclosure summary="Public key" note="PEM, hex and TUF key object">
      <Definitions
        items={[
          { term: "Fingerprint", value: <code className={styles.wrap}>{entry.fingerprint}</code> },
          { term: "Came here", value: utcText(entry.createdAt) },
        ]}
        plain
      />
      <PublicForm title="PEM" value={publicKey.pem} onSave={() => savePem(entry)} />
      <PublicForm title="Hex" value={publicKey.hex} onSave={() => downloadBytes(`${stem}.hex.txt`, utf8(`${publicKey.hex}\n`), "text/plain")} />
      <PublicForm title="TUF key object" value={publicKey.tufKeyJson} onSave={() => downloadBytes(`${stem}.key.json`, utf8(publicKey.tufKeyJson), "application/json")} />
    </Disclosure>
  );
}

export function savePem(entry: KeyEntry): void {
  downloadBytes(`${fileStem(entry)}.pem`, utf8(entry.publicKey.pem), "application/x-pem-file");
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
      <TextBlock label={`Public key as ${title}`}>{value}</TextBlock>
    </div>
  );
}
