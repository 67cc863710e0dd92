import { useState } from "react";
import type { ReactNode } from "react";
import { countWords } from "../../tuf/words/report-words.ts";
import { FaultPanel } from "../../ui/atoms/fault-panel.tsx";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { HexText } from "../../ui/atoms/hex-text.tsx";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { DropZone } from "../../ui/controls/drop-zone.tsx";
import { FileButton } from "../../ui/controls/file-button.tsx";
import { Definitions } from "../../ui/layout/definitions.tsx";
import { Sheet } from "../../ui/layout/sheet.tsx";
import { useWorkspace } from "../../workspace/react.tsx";
import type { OpenRepository } from "../../workspace/state.ts";
import type { Identified, IdentifiedTarget } from "../../workspace/targets-model.ts";
import { describeSourceFault } from "../../workspace/words.ts";
import { TargetFacts } from "./target-view.tsx";
import styles from "./targets.module.css";

type Outcome = { readonly kind: "idle" } | { readonly kind: "hashing"; readonly name: string } | { readonly kind: "failed"; readonly fault: Parameters<typeof describeSourceFault>[0] } | { readonly kind: "told"; readonly identified: Identified };

/** Is this what the repository signed? Nothing of the file leaves the tab: it is hashed here, in a worker. */
export function CheckFile({ repository }: { readonly repository: OpenRepository }): ReactNode {
  const workspace = useWorkspace();
  const [outcome, setOutcome] = useState<Outcome>({ kind: "idle" });
  const check = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setOutcome({ kind: "hashing", name: file.name });
    const identified = await workspace.identifyFile(repository.id, file);
    setOutcome(identified.ok ? { kind: "told", identified: identified.value } : { kind: "failed", fault: identified.fault });
  };
  const busy = outcome.kind === "hashing";
  return (
    <Sheet title="Hold a file against it" note="is this what the repository signed?">
      <DropZone small label="A downloaded file, by drop or paste" onTransfer={(transfer) => void check(transfer.files[0])}>
        <FileButton size="small" look="quiet" busy={busy} inputLabel="Choose a downloaded file" onFiles={([file]) => void check(file)}>Choose a downloaded file</FileButton>
        <span className={styles.hint}>or drop it here. It is hashed in this tab and goes nowhere.</span>
      </DropZone>
      <div role="status">
        {outcome.kind === "hashing" && <p>Hashing <ForeignText text={outcome.name} />.</p>}
        {outcome.kind === "told" && <Told identified={outcome.identified} repository={repository.id} />}
      </div>
      {outcome.kind === "failed" && <Failed fault={outcome.fault} />}
    </Sheet>
  );
}

function Failed({ fault }: { readonly fault: Parameters<typeof describeSourceFault>[0] }): ReactNode {
  const { what, evidence, you } = describeSourceFault(fault);
  return <FaultPanel alert what={what} evidence={<ForeignText text={evidence} />} you={you} />;
}

function Told({ identified: { file, same, sameName }, repository }: { readonly identified: Identified; readonly repository: string }): ReactNode {
  return (
    <div className={styles.walk}>
      <p className={styles.answer}>
        {same.length > 0
          ? <><b><StateMark kind="ok" size="inherit" flow>A role of this repository lists this very file.</StateMark></b> Its hash is that of {same.length === 1 ? "one target" : `${same.length} targets`}:</>
          : sameName.length > 0
            ? <><b><StateMark kind="bad" size="inherit" flow>This file is not the target of its name.</StateMark></b> The name is listed, with other content:</>
            : <><b><StateMark kind="unknown" size="inherit" flow>No target here has a hash of this file.</StateMark></b> None has its name either.</>}
      </p>
      {[...same, ...sameName].map((one) => <Match key={`${one.target.document} ${one.target.path}`} match={one} repository={repository} />)}
      <Definitions
        plain
        items={[
          { term: "The file", value: <><ForeignText text={file.name} />, {countWords(file.lengthBytes, "byte")}</> },
          { term: "sha256 of it", value: <HexText value={file.sha256} copy="sha256" /> },
          { term: "sha512 of it", value: <HexText value={file.sha512} copy="sha512" /> },
        ]}
      />
    </div>
  );
}

const WORDS = { same: ["ok", "is the same"], other: ["bad", "is another"], "not-known-here": ["unknown", "cannot be made in this browser"] } as const;

function Match({ match: { target, lengthIsSame, hashes }, repository }: { readonly match: IdentifiedTarget; readonly repository: string }): ReactNode {
  return (
    <section className={styles.match} aria-label={`Compared with ${target.path}`}>
      <ul className={styles.verdicts}>
        <li><StateMark kind={lengthIsSame ? "ok" : "bad"}>Length {lengthIsSame ? "is the same" : `is another: ${countWords(target.lengthBytes, "byte")} ${target.lengthBytes === 1 ? "is" : "are"} listed`}</StateMark></li>
        {hashes.map(({ algorithm, is }) => <li key={algorithm}><StateMark kind={WORDS[is][0]}><ForeignText text={algorithm} showAtMost={40} /> {WORDS[is][1]}</StateMark></li>)}
      </ul>
      <TargetFacts target={target} repository={repository} />
    </section>
  );
}
