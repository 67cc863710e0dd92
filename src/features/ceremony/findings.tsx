import type { ReactNode } from "react";
import { describeReviewFinding } from "../../tuf/words/review-finding.ts";
import { countWord } from "../../tuf/review/sentence.ts";
import { FaultPanel } from "../../ui/atoms/fault-panel.tsx";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { Stack } from "../../ui/layout/page.tsx";
import { Sheet } from "../../ui/layout/sheet.tsx";
import type { ReviewModel } from "../../workspace/review-model.ts";

type Finding = ReviewModel["findings"][number];

const KINDS: Readonly<Record<Finding["severity"], "bad" | "warn" | "unknown">> = { bad: "bad", warn: "warn", note: "unknown" };

/** What this change brings in that was not so before. */
export function Findings({ findings }: { readonly findings: readonly Finding[] }): ReactNode {
  if (findings.length === 0) return null;
  const count = findings.length === 1 ? "One finding comes" : `${capital(countWord(findings.length))} findings come`;
  return (
    <Sheet title={`${count} with this change`}>
      <Stack gap={3}>
        {findings.map((finding, index) => {
          const { happened, evidence, client, you } = describeReviewFinding(finding);
          return (
            // Findings have no identity but their place.
            <FaultPanel key={index} kind={KINDS[finding.severity]} what={<ForeignText text={happened} />} evidence={<ForeignText text={evidence} />} client={client} you={you} />
          );
        })}
      </Stack>
    </Sheet>
  );
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
