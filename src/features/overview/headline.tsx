import type { ReactNode } from "react";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { FaultPanel } from "../../ui/atoms/fault-panel.tsx";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { Wash } from "../../ui/layout/wash.tsx";
import { describeClientFault } from "../../tuf/words/client-fault.ts";
import { describeHeadline } from "../../tuf/words/headline.ts";
import { otherReadingsWords } from "../../tuf/words/client-readings.ts";
import { coverageWords } from "../../tuf/words/report-words.ts";
import type { RepositoryReport } from "../../tuf/repository/report.ts";
import type { OpenRepository } from "../../workspace/state.ts";
import styles from "./overview.module.css";

/** The first line of the screen: its answer in one sentence, then what that rests on. */
export function HeadlineLead({ repository, asOf }: { readonly repository: OpenRepository; readonly asOf: boolean }): ReactNode {
  const { report, tookMs } = repository;
  const { mark, answer, because, settles } = describeHeadline(report, asOf ? report.now : undefined);
  return (
    <>
      <span className={styles.answer}>
        <StateMark kind={mark} size="inherit" flow>{answer}</StateMark>
      </span>{" "}
      {because.join(" ")}
      {settles !== undefined && <> <b>{settles}</b></>}
      <span className={styles.coverage}>
        {coverageWords(report)} checked in {tookMs < 1 ? "under 1" : Math.round(tookMs).toLocaleString("en")} ms.{" "}
        {otherReadingsWords(report)}
      </span>
    </>
  );
}

/** What a client would do with it, where it refuses. */
export function HeadlineRefusal({ report, asOf }: { readonly report: RepositoryReport; readonly asOf: boolean }): ReactNode {
  const { refusal } = describeHeadline(report, asOf ? report.now : undefined);
  if (refusal !== undefined) {
    const { happened, evidence, client, you } = describeClientFault(refusal);
    return <FaultPanel level={2} what={<ForeignText text={happened} />} evidence={<ForeignText text={evidence} />} client={client} you={you} spec={refusal.spec} />;
  }
  // A proposal that lacks signatures waits in the inbox; it is no fault of the repository.
  const waiting = new Set(report.inbox.map(({ document }) => document));
  const broken = report.roots.find(({ fault, document }) => fault !== undefined && !(fault.kind === "threshold" && waiting.has(document)));
  if (broken?.fault === undefined) return null;
  const { happened, evidence } = describeClientFault(broken.fault);
  return (
    <Wash kind="warn" title={`Root ${broken.version} is not the next step`}>
      <p>{happened} {evidence}</p>
    </Wash>
  );
}
