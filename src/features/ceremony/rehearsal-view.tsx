import type { ReactNode } from "react";
import { describeClientFault } from "../../tuf/words/client-fault.ts";
import { listWords } from "../../tuf/words/report-words.ts";
import { FaultPanel } from "../../ui/atoms/fault-panel.tsx";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { StateMark, type StateKind } from "../../ui/atoms/state-mark.tsx";
import { Stack } from "../../ui/layout/page.tsx";
import type { ReviewModel } from "../../workspace/review-model.ts";
import styles from "./rehearsal.module.css";
import { rehearsalWords, stoppedOtherwise, type RehearsalWords } from "./rehearsal-words.ts";

type Rehearsal = ReviewModel["rehearsal"];
type Fault = Rehearsal["faults"][number];

const MARKS: Readonly<Record<RehearsalWords["verdict"], StateKind>> = { ok: "ok", open: "wait", bad: "bad" };

export type RehearsalViewProps = { readonly rehearsal: Rehearsal; readonly document: ReviewModel["document"] };

/** What clients would do were the document published as it stands. */
export function RehearsalView({ rehearsal, document }: RehearsalViewProps): ReactNode {
  const words = rehearsalWords(rehearsal, document);
  return (
    <Stack gap={3}>
      <p className={styles.headline}>
        <StateMark kind={MARKS[words.verdict]} size="inherit" wrap>{words.headline}</StateMark>
      </p>
      {words.missing.length > 0 && <p><b>Still missing:</b> {listWords(words.missing)}.</p>}
      {words.signAgain !== undefined && <p className={styles.aside}>{words.signAgain}</p>}
      {rehearsal.faults.map((fault) => <ClientFaultPanel key={`${fault.kind} ${fault.spec}`} fault={fault} />)}
      <StoppedStarts rehearsal={rehearsal} />
    </Stack>
  );
}

/** Clients that were left behind on an older root, each with the reason; one panel for a reason that many share. */
function StoppedStarts({ rehearsal }: { readonly rehearsal: Rehearsal }): ReactNode {
  const byReason = new Map<string, { readonly fault: Fault; readonly roots: readonly number[] }>();
  for (const { root, refused } of stoppedOtherwise(rehearsal)) {
    if (refused === undefined) continue;
    const reason = JSON.stringify(refused);
    byReason.set(reason, { fault: refused, roots: [...(byReason.get(reason)?.roots ?? []), root] });
  }
  return [...byReason].map(([reason, { fault, roots }]) => (
    <ClientFaultPanel key={reason} fault={fault} who={`Clients that hold ${roots.length === 1 ? "root" : "roots"} ${listWords(roots.map(String))} stop`} />
  ));
}

function ClientFaultPanel({ fault, who }: { readonly fault: Fault; readonly who?: string }): ReactNode {
  const { happened, evidence, client, you } = describeClientFault(fault);
  return (
    <FaultPanel
      what={<>{who !== undefined && `${who}: `}<ForeignText text={happened} /></>}
      evidence={<ForeignText text={evidence} />}
      client={client}
      you={you}
      spec={fault.spec}
    />
  );
}
