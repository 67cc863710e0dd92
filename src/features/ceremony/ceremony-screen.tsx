import type { ReactNode } from "react";
import type { DocumentId } from "../../tuf/repository/inventory.ts";
import { LinkButton } from "../../ui/controls/button.tsx";
import { Progress } from "../../ui/controls/progress.tsx";
import { EmptyState } from "../../ui/layout/empty-state.tsx";
import { Page } from "../../ui/layout/page.tsx";
import { WhenOpen } from "../../ui/layout/when-open.tsx";
import { useOpenedRepository, useWorkspaceState } from "../../workspace/react.tsx";
import { hrefTo, type DraftStep } from "../../workspace/routes.ts";
import type { OpenRepository } from "../../workspace/state.ts";
import { CheckStep } from "./check/check-step.tsx";
import { CompareStep } from "./compare/compare-step.tsx";
import { ExportStep } from "./export/export-step.tsx";
import { ReviewStep } from "./review/review-step.tsx";
import { SignStep } from "./sign/sign-step.tsx";
import { useCeremonyState, useKeyEntries, useReview, type CeremonyView } from "./use-ceremony.ts";

export type CeremonyScreenProps = {
  readonly id: string;
  /** As it stands in the address. */
  readonly document: string;
  readonly step: DraftStep;
};

/** One document on its way from the proposal to the file that is sent back: review, compare, sign, check, export. */
export function CeremonyScreen({ id, document, step }: CeremonyScreenProps): ReactNode {
  return (
    <WhenOpen opened={useOpenedRepository(id)} title={READING} openHref={hrefTo({ name: "open" })} remains="Signatures that were downloaded can be added to its documents again.">
      {(repository) => <Ceremony repository={repository} document={document} step={step} />}
    </WhenOpen>
  );
}

const READING = "Reading the document";

type Props = { readonly repository: OpenRepository; readonly document: string; readonly step: DraftStep };

function Ceremony({ repository, document, step }: Props): ReactNode {
  const documentId = document as DocumentId; // an id out of an address: one that names no document is answered with "gone"
  const review = useReview(repository, documentId);
  const ceremony = useCeremonyState(repository.id, documentId);
  const entries = useKeyEntries();
  const asOf = useWorkspaceState((state) => state.clock.kind === "as-of");
  switch (review.kind) {
    case "loading":
      return (
        <Page title={READING}>
          <Progress label={READING} detail="Reading the document and comparing it with the version before" />
        </Page>
      );
    case "gone":
      return (
        <Page title="This document is not here">
          <EmptyState
            title="No document of this repository has this address"
            actions={<LinkButton look="act" href={hrefTo({ name: "overview", repository: repository.id })}>Go to the overview</LinkButton>}
          >
            The address names a document by its exact content. If its content was changed, it is another document now, and
            signatures of the old one do not count for it.
          </EmptyState>
        </Page>
      );
    case "loaded":
      return <Step view={{ repository, review: review.value, ceremony, entries, asOf }} step={step} />;
  }
}

function Step({ view, step }: { readonly view: CeremonyView; readonly step: DraftStep }): ReactNode {
  switch (step) {
    case "review": return <ReviewStep view={view} />;
    case "compare": return <CompareStep view={view} />;
    case "sign": return <SignStep view={view} />;
    case "check": return <CheckStep view={view} />;
    case "export": return <ExportStep view={view} />;
  }
}
