import { useState } from "react";
import type { ReactNode } from "react";
import { listWords } from "../../../tuf/words/report-words.ts";
import { quoted } from "../../../lib/quoted.ts";
import { FaultPanel } from "../../../ui/atoms/fault-panel.tsx";
import { ForeignText } from "../../../ui/atoms/foreign-text.tsx";
import { StateMark } from "../../../ui/atoms/state-mark.tsx";
import { useAnnounce } from "../../../ui/controls/announcer.tsx";
import { Button } from "../../../ui/controls/button.tsx";
import { Row } from "../../../ui/layout/page.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { useWorkspace } from "../../../workspace/react.tsx";
import type { Workspace } from "../../../workspace/workspace.ts";
import { describeWriteFault } from "../../../workspace/words.ts";
import type { CeremonyView } from "../use-ceremony.ts";
import type { Bundle } from "./export-step.tsx";

type Written = Awaited<ReturnType<Workspace["writeBack"]>>;

/** Into the folder that was opened, if every file there is still what was reviewed. */
export function WriteBack({ view, bundle }: { readonly view: CeremonyView; readonly bundle: Bundle }): ReactNode {
  const workspace = useWorkspace();
  const announce = useAnnounce();
  const [busy, setBusy] = useState(false);
  const [written, setWritten] = useState<Written>();
  const { repository, review } = view;
  const write = async (): Promise<void> => {
    setBusy(true);
    const done = await workspace.writeBack(repository.id, review.document.id);
    setBusy(false);
    setWritten(done);
    if (done.ok) announce(`Written into the folder and read back: ${listWords(done.value.map(quoted))}.`);
  };
  return (
    <Sheet title="Into the folder that you opened" note={<ForeignText text={repository.source.name} />}>
      <p>Replaces {listWords(bundle.files.map(({ path }) => quoted(path)))}. Nothing is written unless each file there is still what was reviewed; every file is read back.</p>
      <Row><Button busy={busy} onClick={() => void write()}>Write back into the folder</Button></Row>
      <div aria-live="polite">{written?.ok === true && <StateMark kind="ok" wrap>Written and read back: {listWords(written.value.map(quoted))}</StateMark>}</div>
      {written?.ok === false && <WriteFailure fault={written.fault} />}
    </Sheet>
  );
}

function WriteFailure({ fault }: { readonly fault: Extract<Written, { ok: false }>["fault"] }): ReactNode {
  if (fault.kind === "no-folder") return <FaultPanel alert what="No folder is open to write into" evidence="It was opened by file input, or in an earlier visit." you="Download the files instead, or open the folder again." />;
  const { what, evidence, you } = describeWriteFault(fault);
  return <FaultPanel alert what={<ForeignText text={what} />} evidence={<ForeignText text={evidence} />} you={you} />;
}
