import type { ReactNode } from "react";
import { documentTitle, documentWords } from "../../../tuf/words/report-words.ts";
import { Button } from "../../../ui/controls/button.tsx";
import { Progress } from "../../../ui/controls/progress.tsx";
import { Icon } from "../../../ui/icons/icon.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { downloadBytes, zipFiles } from "../../../workspace/downloads.ts";
import { useAnswer, useWorkspace } from "../../../workspace/react.tsx";
import type { Workspace } from "../../../workspace/workspace.ts";
import { hrefTo } from "../../../workspace/routes.ts";
import page from "../ceremony.module.css";
import { isComplete } from "../standing.ts";
import { StepBar, StepPage } from "../step-page.tsx";
import { looksOf, type CeremonyView } from "../use-ceremony.ts";
import { Detached } from "./detached.tsx";
import { ExportedFiles } from "./exported-files.tsx";
import { NextSteps } from "./next-steps.tsx";
import { Receipts } from "./receipts.tsx";
import { WriteBack } from "./write-back.tsx";

export type Bundle = NonNullable<Awaited<ReturnType<Workspace["exportDocument"]>>>;

/** What to send back, in the form that the other side reads, and what to keep. */
export function ExportStep({ view }: { readonly view: CeremonyView }): ReactNode {
  const workspace = useWorkspace();
  const { review, repository } = view;
  const { document } = review;
  const answer = useAnswer(`${document.id}/${looksOf(repository.report)}`, () => workspace.exportDocument(repository.id, document.id));
  const complete = isComplete(document);
  return (
    <StepPage
      view={view}
      step="export"
      title={`Take ${documentWords(document.role, document.version)} with you`}
      lead={`${documentTitle(document.role, document.version)} ${complete ? "is complete: it carries every signature that clients ask for." : "still lacks signatures. What is here holds all that were collected so far, and can be sent to the next signer."}`}
    >
      {answer.kind === "loaded" ? <Exports view={view} bundle={answer.value} /> : <Progress label="Writing the signatures into the file" />}
    </StepPage>
  );
}

function Exports({ view, bundle }: { readonly view: CeremonyView; readonly bundle: Bundle }): ReactNode {
  const workspace = useWorkspace();
  const { review, repository, ceremony } = view;
  const stem = `${review.document.role}-${review.document.version}`;
  const zip = async (): Promise<void> => {
    const receipts = await Promise.all(ceremony.signed.map(async (made, index) => ({ path: `receipts/${stem}-${index + 1}.receipt.json`, bytes: await workspace.receipt(repository.id, made) })));
    downloadBytes(`${stem}.zip`, zipFiles([...bundle.files, { path: `signatures/${stem}.signatures.json`, bytes: bundle.detached }, ...receipts]), "application/zip");
  };
  return (
    <>
      <ExportedFiles view={view} bundle={bundle} />
      {repository.writable && <WriteBack view={view} bundle={bundle} />}
      <Detached view={view} bundle={bundle} />
      <Receipts view={view} />
      <Sheet title="What to do next">
        <NextSteps view={view} bundle={bundle} />
        <p><a href={hrefTo({ name: "overview", repository: repository.id })}>Back to the overview</a></p>
      </Sheet>
      <StepBar note={<span className={page.wideOnly}>Files, signatures{ceremony.signed.length > 0 && " and receipts"}, each in its place.</span>}>
        <Button look="act" onClick={() => void zip()}><Icon name="download" /> Everything as a zip</Button>
      </StepBar>
    </>
  );
}
