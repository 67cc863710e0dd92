import type { ReactNode } from "react";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { HexText } from "../../ui/atoms/hex-text.tsx";
import { Wash } from "../../ui/layout/wash.tsx";
import { useLabelAlarms } from "../../workspace/react.tsx";
import { hrefTo } from "../../workspace/routes.ts";
import type { OpenRepository } from "../../workspace/state.ts";
import styles from "./overview.module.css";

const MOST = 3;

/** Keys that stand under a label which another key had, as far as this device remembers. */
export function LabelAlarms({ repository }: { readonly repository: OpenRepository }): ReactNode {
  const alarms = useLabelAlarms(repository);
  if (alarms.length === 0) return null;
  return (
    <section aria-label="Labels at other keys" className={styles.alarms}>
      {alarms.slice(0, MOST).map(({ label, fingerprint, keyId, by, version, had }) => (
        <Wash key={fingerprint} kind="bad" title={<>The label <ForeignText text={label} showAtMost={80} /> stands at another key.</>}>
          <p className={styles.wide}>
            In <ForeignText text={by} showAtMost={60} /> {version} it is the key <HexText value={keyId} short />.{" "}
            {had.kind === "known" && <>You know another key with this label as <b><ForeignText text={had.name} showAtMost={80} /></b>. </>}
            {had.kind === "remembered" && "When you first looked at this repository, another key had it. "}
            {had.kind === "published" && "In what is published today another key has it. "}
            A label is a claim: ask the person it names, by a way that you know, whether this key is theirs. If it is,{" "}
            <a href={hrefTo({ name: "people" })}>name it in the address book</a>, and this alarm ends.
          </p>
        </Wash>
      ))}
      {alarms.length > MOST && <p className={styles.small}>And {alarms.length - MOST} more labels, in the <a href={hrefTo({ name: "people" })}>address book</a>.</p>}
    </section>
  );
}
