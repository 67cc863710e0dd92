import type { ReactNode } from "react";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import type { StateKind } from "../../ui/atoms/state-mark.tsx";
import { cx } from "../../ui/cx.ts";
import { Disclosure } from "../../ui/controls/disclosure.tsx";
import { Sheet } from "../../ui/layout/sheet.tsx";
import { countWords } from "../../tuf/words/report-words.ts";
import { countFindings, describeFinding, describeFindings, findingGroup, findingRule, groupFindings, type FindingGroup } from "../../tuf/words/finding.ts";
import type { RepositoryFinding, RepositoryReport, Severity } from "../../tuf/repository/report.ts";
import { Answers } from "./answers.tsx";
import lines from "./lines.module.css";
import styles from "./findings.module.css";

const MOST_LINES = 8;
const MOST_SINGLE = 100;
const MARKS: Readonly<Record<Severity, { readonly kind: StateKind; readonly word: string }>> = {
  bad: { kind: "bad", word: "Alarm" },
  warn: { kind: "warn", word: "Warning" },
  note: { kind: "unknown", word: "Note" },
};

/** What an auditor should know, worst first; what breaks one rule in several places is one line. */
export function FindingsList({ report }: { readonly report: RepositoryReport }): ReactNode {
  const groups = groupFindings(report.findings);
  const hidden = groups.slice(MOST_LINES);
  return (
    <Sheet title="Findings" note={severityNote(report.findings)} flush={groups.length > 0}>
      {groups.length === 0 ? (
        <p>Nothing to point out in these files.</p>
      ) : (
        <ul className={styles.list}>
          {groups.slice(0, MOST_LINES).map((group) => <FindingLine key={findingGroup(group[0])} group={group} />)}
        </ul>
      )}
      {hidden.length > 0 && (
        <div className={styles.rest}>
          <Disclosure summary={`${countWords(hidden.length, "more rule")}`} note={severityNote(hidden.flat())}>
            <ul className={styles.list}>
              {hidden.map((group) => <FindingLine key={findingGroup(group[0])} group={group} />)}
            </ul>
          </Disclosure>
        </div>
      )}
    </Sheet>
  );
}

function FindingLine({ group }: { readonly group: FindingGroup }): ReactNode {
  const [first] = group;
  const { title, evidence, client, you } = describeFindings(group);
  const mark = MARKS[first.severity];
  return (
    <li className={cx(lines.line, styles.finding)} data-severity={first.severity} data-rule={findingRule(first)}>
      <div><StateMark kind={mark.kind}>{mark.word}</StateMark></div>
      <div className={styles.text}>
        <div className={styles.title}><ForeignText text={title} /></div>
        <div className={styles.evidence}><ForeignText text={evidence} showAtMost={600} /></div>
        <Answers client={client} you={you} />
        {group.length > 1 && (
          <Disclosure summary={`All ${countFindings(group)}`}>
            <ul className={styles.each}>
              {group.slice(0, MOST_SINGLE).map((finding, index) => {
                const one = describeFinding(finding);
                return (
                  // Findings have no identity of their own; the list does not change while it is shown.
                  <li key={index}><ForeignText text={one.title} />. <span className={styles.evidence}><ForeignText text={one.evidence} /></span></li>
                );
              })}
              {group.length > MOST_SINGLE && <li>and {countFindings(group.slice(MOST_SINGLE))} more</li>}
            </ul>
          </Disclosure>
        )}
      </div>
    </li>
  );
}

function severityNote(findings: readonly RepositoryFinding[]): string {
  const count = (severity: Severity): number => countFindings(findings.filter((finding) => finding.severity === severity));
  const parts = [[count("bad"), "alarm"], [count("warn"), "warning"], [count("note"), "note"]] as const;
  return parts.filter(([n]) => n > 0).map(([n, word]) => countWords(n, word)).join(", ");
}
