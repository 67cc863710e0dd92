import { useState } from "react";
import type { ReactNode } from "react";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { LinkButton } from "../../ui/controls/button.tsx";
import { EmptyState } from "../../ui/layout/empty-state.tsx";
import { Back, Page } from "../../ui/layout/page.tsx";
import { WhenOpen } from "../../ui/layout/when-open.tsx";
import { documentWords } from "../../tuf/words/report-words.ts";
import type { DocumentSummary } from "../../tuf/repository/report.ts";
import { useAnswer, useOpenedRepository, useWorkspace, useWorkspaceState } from "../../workspace/react.tsx";
import { hrefTo } from "../../workspace/routes.ts";
import type { OpenRepository } from "../../workspace/state.ts";
import { DocumentChoice } from "./document-choice.tsx";
import { DocumentView } from "./document-view.tsx";
import { documentsOfRole, documentState, standingDocument } from "./role-model.ts";

/** One role: who may sign for it, who has, and the very bytes. */
export function RoleScreen({ id, role }: { readonly id: string; readonly role: string }): ReactNode {
  return (
    <WhenOpen opened={useOpenedRepository(id)} title={role} openHref={hrefTo({ name: "open" })}>
      {(repository) => <Role key={`${id} ${role}`} repository={repository} role={role} />}
    </WhenOpen>
  );
}

/** The report with every document of this role: that of a large repository leaves out most bins, which are asked for here. */
function useWholeRole({ id, report }: OpenRepository, role: string): OpenRepository["report"] {
  const workspace = useWorkspace();
  const isPartial = report.documents.length < report.counts.documents && documentsOfRole(report, role).length === 0;
  const asked = useAnswer(`${id} ${report.now} ${report.counts.signatures} ${isPartial ? role : ""}`, async () => (isPartial ? workspace.readRole(id, role) : { documents: [] }));
  const found = asked.kind === "loaded" ? asked.value.documents : [];
  return found.length === 0 ? report : { ...report, documents: [...report.documents, ...found] };
}

function Role({ repository, role }: { readonly repository: OpenRepository; readonly role: string }): ReactNode {
  const { id } = repository;
  const report = useWholeRole(repository, role);
  const asOf = useWorkspaceState((state) => state.clock.kind === "as-of");
  const documents = documentsOfRole(report, role);
  const [chosen, setChosen] = useState<DocumentSummary["id"]>();
  const document = documents.find((one) => one.id === chosen) ?? standingDocument(report, role);
  const above = <Back href={hrefTo({ name: "overview", repository: id })}>Overview</Back>;
  if (document === undefined) {
    return (
      <Page title={role} heading={<ForeignText text={role} />} above={above}>
        <EmptyState title="No document of this role is among the files" actions={<LinkButton href={hrefTo({ name: "overview", repository: id })}>Back to the overview</LinkButton>}>
          A delegation may name it while its metadata lies elsewhere. Open all of the metadata to see it.
        </EmptyState>
      </Page>
    );
  }
  const waiting = report.inbox.find((item) => item.document === document.id);
  const state = documentState(document, report.now);
  return (
    <Page
      title={role}
      heading={<ForeignText text={role} />}
      unanchored={!report.anchor.confirmed}
      busy={repository.busy}
      above={above}
      lead={<><b><StateMark kind={state.kind} size="inherit" flow>{state.answer}</StateMark></b> {state.because}</>}
      {...(waiting === undefined ? {} : {
        actions: (
          <LinkButton look="act" href={hrefTo({ name: "draft", repository: id, document: document.id, step: "review" })}>
            <span>Review <ForeignText text={documentWords(role, document.version)} showAtMost={60} /></span>
          </LinkButton>
        ),
      })}
    >
      <DocumentChoice documents={documents} chosen={document.id} onChoose={setChosen} />
      <DocumentView repository={{ ...repository, report }} document={document} asOf={asOf} />
    </Page>
  );
}
