import type { ReactNode } from "react";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { SpecLink } from "../../ui/atoms/spec-link.tsx";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { Disclosure } from "../../ui/controls/disclosure.tsx";
import { Table } from "../../ui/layout/table.tsx";
import { describeClientFault } from "../../tuf/words/client-fault.ts";
import { countWords, documentTitle } from "../../tuf/words/report-words.ts";
import type { UpdateStep } from "../../tuf/client/update.ts";
import type { RepositoryReport } from "../../tuf/repository/report.ts";
import styles from "./overview.module.css";

/** The client's workflow, step by step: what the first line rests on. */
export function Checks({ report }: { readonly report: RepositoryReport }): ReactNode {
  const { steps } = report;
  // A step may come twice for one role: the chain's last root is looked at again for its expiry.
  const rows = steps.map((step, index) => ({ ...step, index }));
  return (
    <Disclosure summary={`All ${countWords(steps.length, "step")} of a client`} note={beyondNote(steps)}>
      <div className={styles.framed}>
        <Table
          label="What a client does, in order"
          rows={rows}
          rowKey={(row) => String(row.index)}
          columns={[
            { id: "what", head: "Step", lead: true, cell: (row) => stepWords(row.role, row.version, row.index) },
            { id: "file", head: "File", cell: (row) => (row.path === undefined ? "–" : <ForeignText text={row.path} code />) },
            { id: "spec", head: "Rule", fit: "tight", cell: (row) => <SpecLink section={row.spec} /> },
            {
              id: "verdict", head: "Verdict", cell: (row) => <Verdict step={row} />,
            },
          ]}
        />
      </div>
    </Disclosure>
  );
}

function Verdict({ step: { faults, reached } }: { readonly step: UpdateStep }): ReactNode {
  const [first, ...others] = faults.map((fault) => describeClientFault(fault).happened);
  if (first === undefined) return reached ? <StateMark kind="ok">Passed</StateMark> : <StateMark kind="unknown" wrap>No client comes here; it would pass</StateMark>;
  return (
    <>
      <StateMark kind={reached ? "bad" : "warn"} wrap>{reached ? "Refused" : "No client comes here"}: {first}</StateMark>
      {others.map((other) => <p key={other}>Also: {other}</p>)}
    </>
  );
}

function beyondNote(steps: readonly UpdateStep[]): string {
  const beyond = steps.filter(({ reached }) => !reached).length;
  return beyond === 0 ? "what the first line rests on" : `what the first line rests on; ${beyond} looked at though no client gets there`;
}

function stepWords(role: string, version: number | undefined, index: number): string {
  const name = documentTitle(role, version);
  return index === 0 ? `${name}, where it starts` : name;
}
