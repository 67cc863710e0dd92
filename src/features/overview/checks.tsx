import type { ReactNode } from "react";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { SpecLink } from "../../ui/atoms/spec-link.tsx";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { Disclosure } from "../../ui/controls/disclosure.tsx";
import { Table } from "../../ui/layout/table.tsx";
import { describeClientFault } from "../../tuf/words/client-fault.ts";
import { countWords, documentTitle } from "../../tuf/words/report-words.ts";
import type { RepositoryReport } from "../../tuf/repository/report.ts";
import styles from "./overview.module.css";

/** The client's workflow, step by step: what the first line rests on. */
export function Checks({ report }: { readonly report: RepositoryReport }): ReactNode {
  const { steps } = report;
  // A step may come twice for one role: the chain's last root is looked at again for its expiry.
  const rows = steps.map((step, index) => ({ ...step, index }));
  return (
    <Disclosure summary={`All ${countWords(steps.length, "step")} of a client`} note="what the first line rests on">
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
              id: "verdict", head: "Verdict", cell: (row) => row.refused === undefined
                ? <StateMark kind="ok">Passed</StateMark>
                : <StateMark kind="bad" wrap>Refused: {describeClientFault(row.refused).happened}</StateMark>,
            },
          ]}
        />
      </div>
    </Disclosure>
  );
}

function stepWords(role: string, version: number | undefined, index: number): string {
  const name = documentTitle(role, version);
  return index === 0 ? `${name}, where it starts` : name;
}
