import { useState } from "react";
import type { FormEvent, ReactNode } from "react";
import { DigestText } from "../../ui/atoms/digest-text.tsx";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { HexText } from "../../ui/atoms/hex-text.tsx";
import { utcText } from "../../ui/atoms/relative-time.ts";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { WordGrid } from "../../ui/atoms/word-grid.tsx";
import { useAnnounce } from "../../ui/controls/announcer.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Disclosure } from "../../ui/controls/disclosure.tsx";
import { TextField } from "../../ui/controls/field.tsx";
import { Sheet } from "../../ui/layout/sheet.tsx";
import { digestWords } from "../../tuf/review/word-list.ts";
import { countWords } from "../../tuf/words/report-words.ts";
import type { RepositoryReport } from "../../tuf/repository/report.ts";
import { useWorkspace } from "../../workspace/react.tsx";
import type { OpenRepository } from "../../workspace/state.ts";
import type { AnchorFault } from "../../workspace/workspace.ts";
import { SignerNames } from "./signer-names.tsx";
import styles from "./overview.module.css";

/** The root that everything here is judged from: asks for the person's word, and remembers it. */
export function AnchorPanel({ repository }: { readonly repository: OpenRepository }): ReactNode {
  const { report, anchorConfirmedAt } = repository;
  const { confirmed, version, digest } = report.anchor;
  if (!confirmed) return <UnconfirmedAnchor repository={repository} />;
  return (
    <Sheet title="Anchor">
      <StateMark kind="ok" wrap>
        Root {version}, confirmed by you{anchorConfirmedAt === undefined ? "" : ` on ${utcText(anchorConfirmedAt)}`}
      </StateMark>
      <Disclosure summary={`The digest of root ${version}`}>
        <DigestText value={digest} label={`SHA-256 of the canonical bytes of root ${version}`} rows />
        <WordGrid words={digestWords(digest)} label={`The digest of root ${version} in words`} />
      </Disclosure>
    </Sheet>
  );
}

function UnconfirmedAnchor({ repository }: { readonly repository: OpenRepository }): ReactNode {
  const { id, report } = repository;
  const { version, digest } = report.anchor;
  const workspace = useWorkspace();
  const announce = useAnnounce();
  const [typed, setTyped] = useState("");
  const [fault, setFault] = useState<AnchorFault>();
  const [busy, setBusy] = useState(false);
  const confirm = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const confirmed = await workspace.confirmAnchor(id, typed.trim() === "" ? undefined : typed);
    setBusy(false);
    if (confirmed.ok) announce(`Root ${version} is confirmed as the anchor.`);
    else setFault(confirmed.fault);
  };
  return (
    <Sheet title="Anchor" note={`root ${version}, not confirmed`} ask>
      <div className={styles.anchor}>
        <div className={styles.prose}>
          <p>
            Everything here is judged from <b>root {version}</b>, the first root among these files. <b>To confirm it means: you
            believe that its keys belong to the people who run this repository.</b> No file can prove that. Compare the digest
            with one that reached you another way: from them, from their documentation, or from a client that was shipped with it.
          </p>
          <AnchorPower report={report} />
        </div>
        <DigestText value={digest} label={`SHA-256 of root ${version}, canonical bytes`} rows />
      </div>
      <Disclosure summary="The same digest in 32 words" note="to read aloud">
        <WordGrid words={digestWords(digest)} label={`The digest of root ${version} in words`} />
      </Disclosure>
      <form className={styles.anchorForm} onSubmit={(event) => void confirm(event)} noValidate>
        <TextField
          label={`SHA-256 of root ${version} that you were given`}
          code
          value={typed}
          onChange={(value) => { setTyped(value); setFault(undefined); }}
          hint="Paste it, and it is compared for you. You may leave it empty when you compared by eye."
          error={fault === undefined ? undefined : <AnchorFaultText fault={fault} version={version} />}
        />
        <div>
          <Button type="submit" look="act" busy={busy}>Confirm root {version} as anchor</Button>
        </div>
      </form>
    </Sheet>
  );
}

/** Whom one would believe: the keys of the anchor, by the names that it gives them. */
function AnchorPower({ report }: { readonly report: RepositoryReport }): ReactNode {
  const own = report.documents.find(({ id }) => id === report.anchor.document)?.quorums.find(({ by }) => by.document === report.anchor.document);
  if (own === undefined) return null;
  const { threshold, signers } = own.report;
  return (
    <p>
      It gives {threshold === signers.length ? "" : "any "}{threshold} of {countWords(signers.length, "key")} power over everything: <SignerNames signers={signers} most={12} />.
    </p>
  );
}

function AnchorFaultText({ fault, version }: { readonly fault: AnchorFault; readonly version: number }): ReactNode {
  switch (fault.kind) {
    case "not-a-digest":
      return <>A SHA-256 digest has 64 hex digits; <ForeignText text={fault.typed} code showAtMost={100} /> is something else.</>;
    case "digest-differs":
      return (
        <>
          <b>This is not the root that you were told of.</b> You gave <HexText value={fault.typed} />, root {version} has{" "}
          <HexText value={fault.expected} />. Do not confirm it; ask where this copy comes from.
        </>
      );
  }
}
