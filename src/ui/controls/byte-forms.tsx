import { useState } from "react";
import type { ReactNode } from "react";
import { toBase64 } from "../../lib/base64.ts";
import type { Bytes } from "../../lib/bytes.ts";
import { toHex } from "../../lib/hex.ts";
import { TextBlock } from "../atoms/text-block.tsx";
import { Icon } from "../icons/icon.tsx";
import { CopyButton } from "./copy-button.tsx";
import { Button } from "./button.tsx";
import { Disclosure } from "./disclosure.tsx";
import styles from "./byte-forms.module.css";

export type ByteFormsProps = {
  readonly fileName: string;
  readonly lengthBytes: number;
  /** Asked each time that they are needed; undefined when they are not there any more. */
  readonly load: () => Promise<Bytes | undefined>;
  readonly onSave: (bytes: Bytes) => void;
};

/** Longer than this nobody pastes. */
const SHOW_AT_MOST_BYTES = 64 * 1024;

/** Exact bytes to take along: as a file, or as text where a file cannot go. */
export function ByteForms({ fileName, lengthBytes, load, onSave }: ByteFormsProps): ReactNode {
  const [bytes, setBytes] = useState<Bytes>();
  const save = async (): Promise<void> => {
    const loaded = await load();
    if (loaded !== undefined) onSave(loaded);
  };
  return (
    <div className={styles.forms}>
      <div>
        <Button onClick={() => void save()}><Icon name="download" /> Download <span className={styles.name}>{fileName}</span></Button>
      </div>
      {lengthBytes <= SHOW_AT_MOST_BYTES && (
        <Disclosure summary="The same bytes as text" note="base64 and hex" onToggle={(open) => { if (open) void load().then(setBytes); }}>
          {bytes !== undefined && (
            <>
              <Form title="Base64" value={toBase64(bytes)} />
              <Form title="Hex" value={toHex(bytes)} />
            </>
          )}
        </Disclosure>
      )}
    </div>
  );
}

function Form({ title, value }: { readonly title: string; readonly value: string }): ReactNode {
  return (
    <div className={styles.form}>
      <div className={styles.head}>
        <b>{title}</b>
        <CopyButton value={value} what={`bytes as ${title}`} />
      </div>
      <TextBlock label={`The bytes as ${title}`} low>{value}</TextBlock>
    </div>
  );
}
