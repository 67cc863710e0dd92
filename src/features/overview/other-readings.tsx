import type { ReactNode } from "react";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { SpecLink } from "../../ui/atoms/spec-link.tsx";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { cx } from "../../ui/cx.ts";
import { Sheet } from "../../ui/layout/sheet.tsx";
import { clientReadings, groupReadings, type GroupedReading } from "../../tuf/words/client-readings.ts";
import { describeClientFault } from "../../tuf/words/client-fault.ts";
import { countWords, listWords } from "../../tuf/words/report-words.ts";
import type { RepositoryReport } from "../../tuf/repository/report.ts";
import lines from "./lines.module.css";
import styles from "./other-readings.module.css";

/** The same documents, read by every rule of the format, by the clients that are known to differ, and past every refusal. */
export function OtherReadings({ report }: { readonly report: RepositoryReport }): ReactNode {
  const clients = groupReadings(clientReadings(report));
  return (
    <Sheet title="Other readings" note="of the same documents" flush>
      <dl className={styles.readings}>
        <Strict report={report} />
        {clients.map((group) => <NamedClients key={group.clients.join()} {...group} />)}
        {clients.length === 0 && (
          <div className={cx(lines.line, styles.reading)}>
            <dt>Other clients</dt>
            <dd>No client is known that refuses what the specification lets pass here.</dd>
          </div>
        )}
        <Audit report={report} />
      </dl>
    </Sheet>
  );
}

function Strict({ report: { strict, headline } }: { readonly report: RepositoryReport }): ReactNode {
  const refused = strict === undefined ? undefined : describeClientFault(strict);
  const alone = headline.kind !== "cannot-update"; // elsewhere it stops where the headline does, or before
  return (
    <div className={cx(lines.line, styles.reading)} data-reading="strict">
      <dt>Strict</dt>
      <dd>
        {refused === undefined || strict === undefined
          ? <StateMark kind="ok" wrap>Passes every rule of the format as well.</StateMark>
          : <StateMark kind={alone ? "warn" : "bad"} wrap>Refused: <ForeignText text={refused.happened} /></StateMark>}
        {refused !== undefined && strict !== undefined && (
          <p><ForeignText text={refused.evidence} showAtMost={300} /> {alone && "It is the first of the rules that are broken; all of them stand under Findings. "}<SpecLink section={strict.spec} /></p>
        )}
      </dd>
    </div>
  );
}

function NamedClients({ clients, answer, because }: GroupedReading): ReactNode {
  return (
    <div className={cx(lines.line, styles.reading)} data-reading={clients.join(" ")}>
      <dt>{listWords(clients)}</dt>
      <dd>
        <StateMark kind="warn" wrap>{answer}</StateMark>
        <p><ForeignText text={because.join(" ")} showAtMost={600} /></p>
      </dd>
    </div>
  );
}

/** What was judged although no client gets there. */
function Audit({ report: { steps } }: { readonly report: RepositoryReport }): ReactNode {
  const beyond = steps.filter(({ reached }) => !reached);
  const faulty = beyond.filter(({ faults }) => faults.length > 0).length;
  return (
    <div className={cx(lines.line, styles.reading)} data-reading="audit">
      <dt>Audit</dt>
      <dd>
        {beyond.length === 0
          ? `All ${countWords(steps.length, "step")} are those of a client. Every document and every signature here is judged, also what no step looks at.`
          : `Goes on past the refusal: ${countWords(beyond.length, "step")} of ${steps.length} ${beyond.length === 1 ? "was" : "were"} looked at though no client gets there, and ${faulty === 0 ? "nothing else speaks against them" : beyond.length === 1 ? "it would be refused as well" : `${faulty} of them would be refused as well`}. Every document and every signature is judged.`}
      </dd>
    </div>
  );
}

