import type { ReactNode } from "react";
import { CopyButton } from "../controls/copy-button.tsx";
import { HexText } from "./hex-text.tsx";
import { hexBlocks, hexGroups } from "./hex-groups.ts";
import styles from "./digest-rows.module.css";

export type DigestTextProps = {
  /** Lower-case hex, whole. */
  readonly value: string;
  /** Of what: "SHA-256 of the canonical bytes". */
  readonly label: string;
  /** In the rows of the word grid: row by row the same bytes. */
  readonly rows?: boolean;
};

/** A digest, never cut short. */
export function DigestText({ value, label, rows = false }: DigestTextProps): ReactNode {
  return (
    <div className={styles.box}>
      <div className={styles.label}>
        <span>{label}</span>
        <CopyButton value={value} what={label} />
      </div>
      {rows ? <DigestRows value={value} label={label} /> : <div className={styles.line}><HexText value={value} /></div>}
    </div>
  );
}

function DigestRows({ value, label }: { readonly value: string; readonly label: string }): ReactNode {
  return (
    <ol className={styles.hexRows} aria-label={label} translate="no">
      {hexBlocks(value).map((block, rowIndex) => (
        // Groups repeat; they are known by their place.
        <li key={rowIndex} className={styles.row}>
          <span className={styles.number}>{rowIndex + 1}</span>
          <span className={styles.hex}>
            {hexGroups(block).map((group, index) => (
              <span key={index}>{group}</span>
            ))}
          </span>
        </li>
      ))}
    </ol>
  );
}
