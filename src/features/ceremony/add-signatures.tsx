import { useState } from "react";
import type { ReactNode } from "react";
import { describeExplanation } from "../../tuf/words/explanation.ts";
import { countWords, documentWords, roleWords } from "../../tuf/words/report-words.ts";
import { FaultPanel } from "../../ui/atoms/fault-panel.tsx";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { HexText } from "../../ui/atoms/hex-text.tsx";
import { Why } from "../../ui/atoms/why.tsx";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { useAnnounce } from "../../ui/controls/announcer.tsx";
import { DropZone } from "../../ui/controls/drop-zone.tsx";
import { FileButton } from "../../ui/controls/file-button.tsx";
import { collectDrop, collectInput } from "../../workspace/picking.ts";
import { useWorkspace } from "../../workspace/react.tsx";
import type { Ceremony } from "../../workspace/state.ts";
import { describeSourceFault } from "../../workspace/words.ts";
import { describeLeftOut } from "./describe-left-out.ts";
import styles from "./add-signatures.module.css";
import type { CeremonyView } from "./use-ceremony.ts";

type SourceFault = Parameters<typeof describeSourceFault>[0];
type Picked = Awaited<ReturnType<typeof collectDrop>>;

/** Other signers' files, at any time and in any order; every one is told what became of it. */
export function AddSignatures({ view }: { readonly view: CeremonyView }): ReactNode {
  const workspace = useWorkspace();
  const announce = useAnnounce();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<SourceFault>();
  const { repository, review, ceremony } = view;
  const { id: document } = review.document;

  const add = async (picking: Picked | Promise<Picked>): Promise<void> => {
    setBusy(true);
    const refused = await workspace.addSignatures(repository.id, document, await picking);
    setBusy(false);
    setFault(refused);
    const added = workspace.store.getState().ceremonies[`${repository.id}/${document}`]?.added;
    if (refused === undefined && added !== undefined) announce(addedWords(added));
  };

  return (
    <>
      <DropZone small label="Signatures of others, by drop or paste" onTransfer={(transfer) => void add(collectDrop(transfer))}>
        <FileButton multiple size="small" look="quiet" busy={busy} onFiles={(files) => void add(collectInput(files))}>Add signatures from a file</FileButton>
        <span className={styles.hint}>or drop it here: another signer’s copy, or a detached signature list</span>
      </DropZone>
      {fault !== undefined && <SourceFaultPanel fault={fault} />}
      {fault === undefined && ceremony.added !== undefined && <AddedResult repository={repository.id} added={ceremony.added} />}
    </>
  );
}

/** What became of the last files. */
export function AddedResult({ repository, added }: { readonly repository: string; readonly added: NonNullable<Ceremony["added"]> }): ReactNode {
  const workspace = useWorkspace();
  // Every file of another signer repeats what is here and has places that are still empty: those are counted, not listed.
  const [here, empty] = [countOf(added, "already-collected"), countOf(added, "empty")];
  const told = added.leftOut.filter(({ why }) => why.kind !== "already-collected" && why.kind !== "empty");
  return (
    <section aria-label="What became of the last files" className={styles.result}>
      <StateMark kind={added.added.length > 0 ? "ok" : "wait"} wrap>{addedWords(added)}</StateMark>
      <ul className={styles.list}>
        {added.added.map(({ keyId, label, role, version, document }) => (
          <li key={`${document} ${keyId}`}>
            <b>Added</b> to {documentWords(role, version)}: {label === undefined ? <HexText value={keyId} short /> : <>the key labelled <ForeignText text={label} /></>}
          </li>
        ))}
        {told.map(({ path, keyId, why, offered }, index) => (
          // A file may hold several of one key: a line is known by its place.
          <li key={index}>
            <b>Left out</b>: <ForeignText text={path} code />{keyId !== undefined && <>, key <HexText value={keyId} short /></>}. {describeLeftOut(why)}
            {offered !== undefined && <Why key={offered.sig} about={`the signature under ${offered.keyId}`} ask={async () => describeExplanation(await workspace.explainOffered(repository, offered))} />}
          </li>
        ))}
        {here > 0 && <li>{countWords(here, "signature")} {here === 1 ? "was" : "were"} here already.</li>}
        {empty > 0 && <li>{countWords(empty, "place")} {empty === 1 ? "is" : "are"} empty: {empty === 1 ? "a slot that waits for its signer" : "slots that wait for their signers"}.</li>}
      </ul>
    </section>
  );
}

export function addedWords({ added, leftOut }: NonNullable<Ceremony["added"]>): string {
  const who = added.map(({ label }) => label).filter((label) => label !== undefined).map(roleWords);
  const got = added.length === 0 ? "No new signature" : `${countWords(added.length, "signature")} added and verified${who.length === 0 ? "" : `: ${who.join(", ")}`}`;
  const refused = leftOut.length - countOf({ leftOut }, "already-collected") - countOf({ leftOut }, "empty");
  return refused === 0 ? `${got}.` : `${got}; ${refused} left out.`;
}

function countOf({ leftOut }: Pick<NonNullable<Ceremony["added"]>, "leftOut">, kind: "already-collected" | "empty"): number {
  return leftOut.filter(({ why }) => why.kind === kind).length;
}

function SourceFaultPanel({ fault }: { readonly fault: SourceFault }): ReactNode {
  const { what, evidence, you } = describeSourceFault(fault);
  return <FaultPanel alert what={what} evidence={<ForeignText text={evidence} />} you={you} />;
}

