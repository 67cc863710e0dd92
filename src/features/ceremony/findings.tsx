import type { ReactNode } from "react";
import { countWord } from "../../tuf/review/sentence.ts";
import { describeFinding } from "../../tuf/words/finding.ts";
import { describeReviewFinding } from "../../tuf/words/review-finding.ts";
import { FaultPanel } from "../../ui/atoms/fault-panel.tsx";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { Stack } from "../../ui/layout/page.tsx";
import { Sheet } from "../../ui/layout/sheet.tsx";
import type { ReviewModel } from "../../workspace/review-model.ts";
import type { OpenRepository } from "../../workspace/state.ts";
import type { CeremonyView } from "./use-ceremony.ts";

type Severity = ReviewModel["findings"][number]["severity"];
type RepositoryFinding = OpenRepository["report"]["findings"][number];

const KINDS: Readonly<Record<Severity, "bad" | "warn" | "unknown">> = { bad: "bad", warn: "warn", note: "unknown" };

/** What this change brings in that was not so before, after what the repository around it has against this document. */
export function Findings({ view }: { readonly view: Pick<CeremonyView, "review" | "repository"> }): ReactNode {
  const { findings, document } = view.review;
  const around = view.repository.report.findings.filter((finding) => isAbout(finding, document.id));
  return (
    <>
      {around.length > 0 && (
        <Sheet title="What stands against this document">
          <Stack gap={3}>
            {around.map((finding, index) => {
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

/** What the review does not say itself: it tells of formats and keys already. */
function isAbout(finding: RepositoryFinding, document: ReviewModel["document"]["id"]): boolean {
  switch (finding.kind) {
    case "two-documents-one-version": return finding.documents.includes(document);
    case "signature-does-not-verify":
    case "more-signatures-do-not-verify":
    case "signed-by-former-keys": return finding.document === document;
    default: return false;
  }
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
