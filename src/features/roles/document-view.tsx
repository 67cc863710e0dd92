import type { ReactNode } from "react";
import { Stack } from "../../ui/layout/page.tsx";
import type { DocumentSummary } from "../../tuf/repository/report.ts";
import { useAnswer, useWorkspace } from "../../workspace/react.tsx";
import type { OpenRepository } from "../../workspace/state.ts";
import { DocumentBytes } from "./document-bytes.tsx";
import { DocumentFacts } from "./document-facts.tsx";
import { HandedKeys } from "./handed-keys.tsx";
import { OwnDelegations } from "./own-delegations.tsx";
import { QuorumSheet } from "./quorum-sheet.tsx";

export type DocumentViewProps = { readonly repository: OpenRepository; readonly document: DocumentSummary; readonly asOf: boolean };

/** Everything about one document; its bytes are asked of the worker. */
export function DocumentView({ repository, document, asOf }: DocumentViewProps): ReactNode {
  const workspace = useWorkspace();
  const { id, report } = repository;
  // Signatures may be added while this is on screen: a new report is a new question.
  const detail = useAnswer(`${document.id} ${report.counts.signatures} ${report.now}`, () => workspace.readDocument(id, document.id));
  const loaded = detail.kind === "loaded" && detail.value.summary.id === document.id ? detail.value : undefined;
  return (
    <Stack gap={5}>
      <DocumentFacts document={document} report={report} detail={loaded} asOf={asOf} repository={id} />
      {document.quorums.map((quorum) => (
        <QuorumSheet key={`${quorum.by.document} ${quorum.by.role}`} document={document} quorum={quorum} repository={id} />
      ))}
      <OwnDelegations document={document} report={report} keys={loaded?.keys} repository={id} />
      {loaded !== undefined && <HandedKeys keys={loaded.keys} role={document.role} repository={id} />}
      <DocumentBytes detail={loaded} />
    </Stack>
  );
}
