import { useEffect, useState } from "react";
import type { ReactNode } from "react";
import { utf8 } from "../../lib/bytes.ts";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { TextBlock } from "../../ui/atoms/text-block.tsx";
import { useAnnounce } from "../../ui/controls/announcer.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { ByteForms } from "../../ui/controls/byte-forms.tsx";
import { CommandChoice } from "../../ui/controls/command-choice.tsx";
import { Dialog } from "../../ui/controls/dialog.tsx";
import { TextArea } from "../../ui/controls/field.tsx";
import { FileButton } from "../../ui/controls/file-button.tsx";
import { Row } from "../../ui/layout/page.tsx";
import { NumberedSteps } from "../../ui/layout/steps.tsx";
import type { Bytes } from "../../lib/bytes.ts";
import { downloadBytes } from "../../workspace/downloads.ts";
import { externalCommands } from "../../workspace/external-commands.ts";
import type { ExternalEntry } from "../../workspace/key-types.ts";
import { useAct, useWorkspace, type Act } from "../../workspace/react.tsx";
import { FaultLine } from "./fault-line.tsx";
import type { DialogProps } from "./key-dialog.tsx";
import styles from "./keys.module.css";

const FILES = { bytesFile: "key-drill.canonical", signatureFile: "key-drill.sig", role: undefined } as const;
/** Units: bytes. Far more than any signature, so that what is too large is told so by its size. */
const MAX_FILE_BYTES = 1024 * 1024;

/** The drill of a key that never comes here: a text out, a signature in. The text waits, over a reload too. */
export function ExternalDrillDialog({ entry, open, onClose }: DialogProps & { readonly entry: ExternalEntry }): ReactNode {
  const act = useAct();
  const close = (): void => {
    act.reset();
    onClose();
  };
  return (
    <Dialog open={open} onClose={close} title={<>Prove that you hold <ForeignText text={entry.name} showAtMost={80} /></>} actions={<Button onClick={close}>Leave it open</Button>} place="wide">
      <DrillFlow entry={entry} act={act} onDone={close} />
    </Dialog>
  );
}

type FlowProps = { readonly entry: ExternalEntry; readonly act: Act; readonly onDone: () => void };

/** Mounted while the dialog is open. The text is the one that waited, or a new one; it stays until the dialog is shut. */
function DrillFlow({ entry, act, onDone }: FlowProps): ReactNode {
  const workspace = useWorkspace();
  const [text, setText] = useState(entry.openDrill);
  const { run } = act;
  const { id } = entry;
  const isMissing = text === undefined;
  useEffect(() => {
    if (!isMissing) return;
    void run(() => workspace.keys.openExternalDrill(id)).then((opened) => {
      if (opened?.kind === "external") setText(opened.openDrill);
    });
  }, [workspace, run, id, isMissing]);
  return text === undefined ? <FaultLine fault={act.fault} /> : <Drill entry={entry} text={text} act={act} onDone={onDone} />;
}

function Drill({ entry, act, text, onDone }: FlowProps & { readonly text: string }): ReactNode {
  const workspace = useWorkspace();
  const announce = useAnnounce();
  const [pasted, setPasted] = useState("");
  const bytes = utf8(text);
  const bring = async (signature: string | Bytes): Promise<void> => {
    const proved = await act.run(() => workspace.keys.closeExternalDrill(entry.id, signature));
    if (proved === undefined) return;
    announce(`Proved: you still hold ${proved.name}.`);
    onDone();
  };
  const bringFile = async ([file]: readonly File[]): Promise<void> => {
    if (file !== undefined) await bring(new Uint8Array(await file.slice(0, MAX_FILE_BYTES).arrayBuffer()));
  };
  return (
    <NumberedSteps>
      <li>
        <h3>Take this text along</h3>
        <p className={styles.small}>It says what it is for, and no client takes it for metadata. Its date is the one that will count.</p>
        <TextBlock label="The text to sign">{text}</TextBlock>
        <ByteForms fileName={FILES.bytesFile} lengthBytes={bytes.length} load={() => Promise.resolve(bytes)} onSave={(saved) => downloadBytes(FILES.bytesFile, saved, "application/octet-stream")} />
      </li>
      <li>
        <h3>Sign it where the key is</h3>
        <CommandChoice commands={externalCommands({ ...FILES, algorithm: entry.algorithm, lengthBytes: bytes.length })} />
      </li>
      <li>
        <h3>Bring the signature back</h3>
        <TextArea label="Signature" code rows={3} value={pasted} onChange={setPasted} hint="Hex, base64, PEM or JSON with “sig” or “signature”; DER or raw r‖s for ECDSA." />
        <Row>
          <Button look="act" busy={act.busy} {...(pasted.trim() === "" ? { unavailable: "Paste the signature first" } : {})} onClick={() => void bring(pasted)}>Check this signature</Button>
          <FileButton busy={act.busy} onFiles={(files) => void bringFile(files)}>Choose the signature’s file</FileButton>
        </Row>
        <FaultLine fault={act.fault} />
      </li>
    </NumberedSteps>
  );
}
