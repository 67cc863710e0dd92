import type { ReactNode } from "react";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { Wash } from "../../ui/layout/wash.tsx";
import { describeFindings, groupFindings } from "../../tuf/words/finding.ts";
import type { RepositoryReport } from "../../tuf/repository/report.ts";
import styles from "./overview.module.css";

const MOST_ALARMS = 3;

/** The worst findings, before anything that asks to be signed. What a client refuses anyhow is told by the headline. */
export function Alarms({ report }: { readonly report: RepositoryReport }): ReactNode {
  const alarms = groupFindings(report.findings.filter(({ severity, kind }) => severity === "bad" && kind !== "rollback"));
  if (alarms.length === 0) return null;
  return (
    <section aria-label="Alarms" className={styles.alarms}>
      {alarms.slice(0, MOST_ALARMS).map((group, index) => {
        const { title, evidence, you } = describeFindings(group);
        return (
          // The list is made anew with every report; an alarm has no identity but its place.
          <Wash key={index} kind="bad" title={<ForeignText text={`${title}.`} />}>
            <p className={styles.wide}><ForeignText text={evidence} showAtMost={400} /> {you}</p>
          </Wash>
        );
      })}
      {alarms.length > MOST_ALARMS && <p className={styles.small}>And {alarms.length - MOST_ALARMS} more alarms, among the findings below.</p>}
    </section>
  );
}
