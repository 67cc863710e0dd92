import type { ReactNode } from "react";
import { countWord } from "../../tuf/review/sentence.ts";
import { describeFinding } from "../../tuf/words/finding.ts";
import { describeReviewFinding } from "../../tuf/words/review-finding.ts";
import { FaultPanel } from "../../ui/atoms/fault-panel.tsx";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { HexText } from "../../ui/atoms/hex-text.tsx";
import { Stack } from "../../ui/layout/page.tsx";
import { Sheet } from "../../ui/layout/sheet.tsx";
import { useLabelAlarms } from "../../workspace/react.tsx";
import { hrefTo } from "../../workspace/routes.ts";
import type { LabelAlarm } from "../../workspace/people/label-alarms.ts";
import type { ReviewModel } from "../../workspace/review-model.ts";
import type { CeremonyView } from "./use-ceremony.ts";

type Severity = ReviewModel["findings"][number]["severity"];

const KINDS: Readonly<Record<Severity, "bad" | "warn" | "unknown">> = { bad: "bad", warn: "warn", note: "unknown" };

/** What this change brings in that was not so before, after what the repository around it has against this document. */
export function Findings({ view }: { readonly view: Pick<CeremonyView, "review" | "repository"> }): ReactNode {
  const { findings, against } = view.review;
  const labels = useLabelAlarms(view.repository).filter((alarm) => concerns(alarm, view.review));
  return (
    <>
      {against.length + labels.length > 0 && (
        <Sheet title="What stands against this document">
          <Stack gap={3}>
            {labels.map((alarm) => <LabelAlarmPanel key={alarm.fingerprint} alarm={alarm} />)}
            {against.map((finding, index) => {
              const { title, evidence, client, you } = describeFinding(finding);
              // Findings have no identity but their place.
              return <FaultPanel key={index} kind={KINDS[finding.severity]} what={<ForeignText text={title} />} evidence={<ForeignText text={evidence} />} client={client} you={you} />;
            })}
          </Stack>
        </Sheet>
      )}
      {findings.length > 0 && (
        <Sheet title={findings.length === 1 ? "One finding comes with this change" : `${capital(countWord(findings.length))} findings come with this change`}>
          <Stack gap={3}>
            {findings.map((finding, index) => {
              const { happened, evidence, client, you } = describeReviewFinding(finding);
              return <FaultPanel key={index} kind={KINDS[finding.severity]} what={<ForeignText text={happened} />} evidence={<ForeignText text={evidence} />} client={client} you={you} />;
            })}
          </Stack>
        </Sheet>
      )}
    </>
  );
}

/** A key stands under a label that another key had, as far as this device remembers. */
function LabelAlarmPanel({ alarm: { label, keyId, by, version, had } }: { readonly alarm: LabelAlarm }): ReactNode {
  const before = had.kind === "known"
    ? <>You know another key with this label as <ForeignText text={had.name} showAtMost={80} />.</>
    : had.kind === "published" ? "In what is published another key has it." : "When you first looked at this repository, another key had it.";
  return (
    <FaultPanel
      what={<>The label <ForeignText text={label} showAtMost={80} /> stands at another key</>}
      evidence={<>In <ForeignText text={by} showAtMost={60} /> {version} it is the key <HexText value={keyId} />. {before}</>}
      client="No client looks at labels."
      you={<>Ask the person it names, by a way that you know, whether this key is theirs. If it is, <a href={hrefTo({ name: "people" })}>name it in the address book</a>.</>}
    />
  );
}

/** Keys that this document lists or that may sign it; what its own review says of a label is not said twice. */
function concerns({ by, version, fingerprint, label }: LabelAlarm, { document, signers, findings }: ReviewModel): boolean {
  const told = findings.some((finding) => finding.rule === "label-reused" && finding.facts.label === label);
  return !told && ((by === document.role && version === document.version) || signers.some((signer) => signer.fingerprint === fingerprint));
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
