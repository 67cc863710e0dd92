import { useState } from "react";
import type { ReactNode } from "react";
import type { Bytes } from "../../../lib/bytes.ts";
import { algorithmName } from "../../../tuf/model/key-algorithm.ts";
import type { KeyMaterial } from "../../../tuf/model/key.ts";
import { documentWords, groupDigits } from "../../../tuf/words/report-words.ts";
import { FaultPanel } from "../../../ui/atoms/fault-panel.tsx";
import { ForeignText } from "../../../ui/atoms/foreign-text.tsx";
import { useAnnounce } from "../../../ui/controls/announcer.tsx";
import { Button } from "../../../ui/controls/button.tsx";
import { ByteForms } from "../../../ui/controls/byte-forms.tsx";
import { CommandChoice } from "../../../ui/controls/command-choice.tsx";
import { Select, TextArea } from "../../../ui/controls/field.tsx";
import { FileButton } from "../../../ui/controls/file-button.tsx";
import { Row } from "../../../ui/layout/page.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { NumberedSteps } from "../../../ui/layout/steps.tsx";
import { downloadBytes } from "../../../workspace/downloads.ts";
import { externalCommands, jobFiles } from "../../../workspace/external-commands.ts";
import { useWorkspace } from "../../../workspace/react.tsx";
import type { ReviewModel } from "../../../workspace/review-model.ts";
import { describeSigningFault } from "../describe-signing-fault.ts";
import { goToStep, type CeremonyView } from "../use-ceremony.ts";
import styles from "../ceremony.module.css";

export type ExternalSignatureProps = { readonly view: CeremonyView; readonly ready: boolean };

/** For keys that never come here: the bytes out as a file, a signature in, attributed by verifying it. */
export function ExternalSignature({ view, ready }: ExternalSignatureProps): ReactNode {
  const workspace = useWorkspace();
  const { review, repository } = view;
  const { document } = review;
  const { bytesFile } = jobFiles(document.role, document.version);
  return (
    <Sheet title="Sign elsewhere: HSM, YubiKey PIV, KMS" note="the key stays where it is">
      <NumberedSteps>
        <li>
          <h3>Take the exact bytes along</h3>
          <p className={styles.quiet}>{groupDigits(review.signedLengthBytes)} bytes of canonical JSON, without a line break at the end. Sign this file as it is; an editor would change it.</p>
          <ByteForms
            key={document.id}
            fileName={bytesFile}
            lengthBytes={review.signedLengthBytes}
            load={() => workspace.signingBytes(repository.id, document.id)}
            onSave={(bytes) => downloadBytes(bytesFile, bytes, "application/octet-stream")}
          />
        </li>
        <li>
          <h3>Sign them where the key is</h3>
          <Commands review={review} />
        </li>
        <li>
          <h3>Bring the signature back</h3>
          <BringBack view={view} ready={ready} />
        </li>
      </NumberedSteps>
    </Sheet>
  );
}

function Commands({ review }: { readonly review: ReviewModel }): ReactNode {
  const { document, signers } = review;
  const algorithms = algorithmsOf(signers);
  const [chosen, setChosen] = useState<KeyMaterial["algorithm"]>();
  const algorithm = chosen ?? algorithms[0] ?? "ed25519";
  return (
    <CommandChoice
      commands={externalCommands({ ...jobFiles(document.role, document.version), algorithm, lengthBytes: review.signedLengthBytes })}
      before={algorithms.length > 1 && <Select label="Kind of key" value={algorithm} onChange={setChosen} options={algorithms.map((value) => ({ value, label: algorithmName(value) }))} />}
    />
  );
}

function BringBack({ view, ready }: ExternalSignatureProps): ReactNode {
  const workspace = useWorkspace();
  const announce = useAnnounce();
  const [text, setText] = useState("");
  const { review, repository, ceremony } = view;
  const { document } = review;
  const attach = async (input: string | Bytes): Promise<void> => {
    const made = await workspace.attachExternal(repository.id, document.id, input);
    if (made === undefined) return;
    announce("Signature added. It was verified before it was kept.");
    goToStep(view, "check");
  };
  const attachFile = async (files: readonly File[]): Promise<void> => {
    const [file] = files;
    if (file !== undefined) await attach(new Uint8Array(await file.slice(0, MAX_FILE_BYTES).arrayBuffer()));
  };
  const busy = ceremony.signing.kind === "signing";
  const unavailable = ready ? undefined : "Compare the digest first, at the present time";
  return (
    <>
      <TextArea
        label={`Signature of ${documentWords(document.role, document.version)}`}
        code
        rows={3}
        value={text}
        onChange={setText}
        hint="Hex, base64, PEM or JSON with “sig” or “signature”; DER or raw r‖s for ECDSA. Whose it is shows when it verifies."
      />
      <Row>
        <Button busy={busy} unavailable={unavailable ?? (text.trim() === "" ? "Paste the signature first" : undefined)} onClick={() => void attach(text)}>Check and add this signature</Button>
        {ready && <FileButton busy={busy} onFiles={(files) => void attachFile(files)}>Choose the signature’s file</FileButton>}
      </Row>
      <ExternalFailure view={view} />
    </>
  );
}

/** Units: bytes. Enough that a file that is far too large is still told so by its size. */
const MAX_FILE_BYTES = 1024 * 1024;

function ExternalFailure({ view }: { readonly view: CeremonyView }): ReactNode {
  const { signing } = view.ceremony;
  if (signing.kind !== "failed" || signing.fault.from !== "repository" || signing.fault.fault.kind !== "external") return null;
  const { what, evidence, you } = describeSigningFault(signing.fault);
  return <FaultPanel alert what={what} evidence={<ForeignText text={evidence} />} you={you} />;
}

/** The kinds of those who have not signed first, then the others. */
function algorithmsOf(signers: ReviewModel["signers"]): readonly KeyMaterial["algorithm"][] {
  const ordered = [...signers.filter(({ state }) => state !== "signed"), ...signers];
  return [...new Set(ordered.flatMap(({ algorithm }) => algorithm ?? []))];
}
