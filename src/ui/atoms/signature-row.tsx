import type { ReactNode } from "react";
import { cx } from "../cx.ts";
import type { IconName } from "../icons/icon.tsx";
import { ForeignText } from "./foreign-text.tsx";
import { HexText } from "./hex-text.tsx";
import { StateMark } from "./state-mark.tsx";
import type { StateKind } from "./state-mark.tsx";
import styles from "./signature-row.module.css";

/**
 * `duplicate`: the same key material has been counted already. `cannot-check`: this browser or this app does not know
 * the scheme, so nothing is claimed either way. `yours`: the person holds this key and has not signed.
 */
export type SignatureState =
  | "verified" | "does-not-verify" | "unknown-key" | "duplicate" | "waiting" | "cannot-check" | "yours" | "may-still-sign";

const MARKS: Readonly<Record<SignatureState, { readonly kind: StateKind; readonly icon: IconName; readonly word: string }>> = {
  verified: { kind: "ok", icon: "ok", word: "Verified" },
  "does-not-verify": { kind: "bad", icon: "bad", word: "Does not verify" },
  "unknown-key": { kind: "unknown", icon: "unknown", word: "Unknown key" },
  duplicate: { kind: "warn", icon: "duplicate", word: "Duplicate, not counted" },
  waiting: { kind: "wait", icon: "wait", word: "Waiting" },
  "cannot-check": { kind: "unknown", icon: "cannot", word: "Cannot be checked here" },
  yours: { kind: "pen", icon: "pen", word: "Your turn" },
  "may-still-sign": { kind: "wait", icon: "wait", word: "May still sign" },
};

export type SignatureRowProps = {
  /** The key id alone where there is none. */
  readonly name?: string | undefined;
  /** The name is what metadata claims, so it reads "a key labelled …"; else it is the person's own. */
  readonly claimed?: boolean;
  readonly keyId: string;
  readonly state: SignatureState;
  readonly you?: boolean;
  /** A few words beside the name: "root 12 only". */
  readonly note?: ReactNode;
  /** Why, where the word is not enough. */
  readonly detail?: ReactNode;
  /** Show the whole key id below: where people compare. */
  readonly showKeyId?: boolean;
};

/** One signature, or the place for one, for use in `SignatureList`. */
export function SignatureRow(props: SignatureRowProps): ReactNode {
  const { name, claimed = false, keyId, state, you = false, note, detail, showKeyId = false } = props;
  const mark = MARKS[state];
  return (
    <li className={cx(styles.row, (you || state === "yours") && styles.yours)} data-signature={state}>
      <span className={styles.who}>
        {name === undefined ? <HexText value={keyId} short={!showKeyId} /> : <>{claimed && <span className={styles.claim}>a key labelled </span>}<ForeignText text={name} /></>}
        {you && <span className={styles.you}>you</span>}
        {note !== undefined && <span className={styles.note}>{note}</span>}
      </span>
      <StateMark kind={mark.kind} icon={mark.icon}>
        {mark.word}
      </StateMark>
      {showKeyId && name !== undefined && (
        <span className={styles.id}>
          <HexText value={keyId} />
        </span>
      )}
      {detail !== undefined && <div className={styles.detail}>{detail}</div>}
    </li>
  );
}

export type SignatureListProps = { readonly label: string; readonly children: ReactNode; readonly ruled?: boolean };

export function SignatureList({ label, children, ruled = false }: SignatureListProps): ReactNode {
  return (
    <ul aria-label={label} className={cx(styles.list, ruled && styles.ruled)}>
      {children}
    </ul>
  );
}
