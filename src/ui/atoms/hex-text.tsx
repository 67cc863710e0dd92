import { Fragment } from "react";
import type { ReactNode } from "react";
import { CopyButton } from "../controls/copy-button.tsx";
import { VisuallyHidden } from "../visually-hidden.tsx";
import { ForeignText } from "./foreign-text.tsx";
import { hexBlocks, hexGroups, isHex } from "./hex-groups.ts";
import styles from "./hex-text.module.css";

export type HexTextProps = {
  readonly value: string;
  /** For lists only, never where someone must compare: the middle is left out, the whole stays for copying and reading aloud. */
  readonly short?: boolean;
  /** What it is, such as "key id": adds a copy button. */
  readonly copy?: string;
};

/** An identifier in groups of four. The gaps are drawn, not typed: selecting copies the exact value. */
export function HexText({ value, short = false, copy }: HexTextProps): ReactNode {
  // An id in metadata is any string. What is not hex is foreign text and is shown as such, whole.
  if (!isHex(value)) return <ForeignText text={value} code />;
  return (
    <span className={styles.hex} translate="no">
      {short && value.length > 20 ? <Short value={value} /> : <Groups value={value} />}
      {copy !== undefined && (
        <span className={styles.copy}>
          <CopyButton value={value} what={copy} />
        </span>
      )}
    </span>
  );
}

function Groups({ value }: { readonly value: string }): ReactNode {
  return hexBlocks(value).map((block, blockIndex) => (
    // Blocks and groups have no identity but their place.
    <Fragment key={blockIndex}>
      <span className={styles.block}>
        {hexGroups(block).map((group, index) => (
          <Fragment key={index}>
            <span className={styles.group}>{group}</span>
            <wbr />
          </Fragment>
        ))}
      </span>
      <wbr />
    </Fragment>
  ));
}

function Short({ value }: { readonly value: string }): ReactNode {
  return (
    <span title={value}>
      <span className={styles.short} aria-hidden="true">
        <span className={styles.group}>{value.slice(0, 4)}</span>
        <span className={styles.group}>{value.slice(4, 8)}…</span>
        <span className={styles.group}>{value.slice(-4)}</span>
      </span>
      <VisuallyHidden>{value}</VisuallyHidden>
    </span>
  );
}
