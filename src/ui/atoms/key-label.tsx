import type { ReactNode } from "react";
import { cx } from "../cx.ts";
import { ForeignText } from "./foreign-text.tsx";
import { HexText } from "./hex-text.tsx";
import styles from "./key-label.module.css";

/**
 * `claimed`: the name is what the metadata says, so it reads "a key labelled …". `known`: it stands in the address book.
 * `yours`: the private key is on this device.
 */
export type KeyStanding = "claimed" | "known" | "yours";

export type KeyLabelProps = {
  readonly name?: string | undefined;
  /** "ECDSA P-256". */
  readonly kind?: string | undefined;
  readonly keyId: string;
  readonly standing?: KeyStanding;
  /** For lists only. */
  readonly short?: boolean;
  readonly copy?: boolean;
};

/** A key by its owner's name and its whole id. */
export function KeyLabel(props: KeyLabelProps): ReactNode {
  const { name, kind, keyId, standing = "claimed", short = false, copy = false } = props;
  return (
    <span className={cx(styles.key, standing !== "known" && styles[standing])}>
      <span className={styles.dot} aria-hidden="true">
        {initials(name ?? keyId)}
      </span>
      <span className={styles.text}>
        <span className={styles.name}>
          {name === undefined ? "a key without a label" : standing === "claimed" ? <>a key labelled <ForeignText text={name} /></> : <ForeignText text={name} />}
        </span>
        {kind !== undefined && <span className={styles.kind}>{kind}</span>}
        {standing === "yours" && <span className={styles.standing}>on this device</span>}
        <br />
        <span className={styles.id}>
          <HexText value={keyId} short={short} {...(copy ? { copy: "key id" } : {})} />
        </span>
      </span>
    </span>
  );
}

/** Two letters or digits, of the first word and the last where there are several; a question mark where a name has none. */
export function initials(name: string): string {
  const words = name.normalize("NFC").split(/\s+/u).map((word) => [...word].filter((char) => /[\p{L}\p{N}]/u.test(char))).filter((letters) => letters.length > 0);
  const [first, last] = [words.at(0), words.at(-1)];
  const letters = first === last ? first?.slice(0, 2) : [...(first ?? []).slice(0, 1), ...(last ?? []).slice(0, 1)];
  return letters?.join("").toLocaleLowerCase("en") ?? "?";
}
