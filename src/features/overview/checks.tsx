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
              id: "verdict", head: "Verdict", cell: (row) => <Verdict step={row} />,
            },
          ]}
        />
      </div>
      <p className={styles.strict}>{strictWords(report)}</p>
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

/** The second reading of the same documents: every rule of the format, those that most clients let pass too. */
function strictWords({ strict, headline }: RepositoryReport): string {
  if (strict === undefined) return "Read strictly, by every rule of the format, it passes as well.";
  const { happened } = describeClientFault(strict);
  return headline.kind === "can-update" ? `Read strictly, by every rule of the format, it does not pass. ${happened}` : `Read strictly, it does not pass either. ${happened}`;
}

function stepWords(role: string, version: number | undefined, index: number): string {
  const name = documentTitle(role, version);
  return index === 0 ? `${name}, where it starts` : name;
}
