import type { ReactNode } from "react";
import { describeExplanation } from "../../tuf/words/explanation.ts";
import { onlineWords } from "../../tuf/words/report-words.ts";
import { SigstoreText } from "../../ui/atoms/sigstore-text.tsx";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { QuorumBar } from "../../ui/atoms/quorum.tsx";
import { SignatureList, SignatureRow } from "../../ui/atoms/signature-row.tsx";
import { Why } from "../../ui/atoms/why.tsx";
import { documentWords } from "../../tuf/words/report-words.ts";
import { Sheet } from "../../ui/layout/sheet.tsx";
import { useKnownNames, useWorkspace } from "../../workspace/react.tsx";
import { hrefTo } from "../../workspace/routes.ts";
import type { ReviewModel } from "../../workspace/review-model.ts";
import styles from "./signatures-panel.module.css";
import { failingPlace, isLeaving, standingOf, type KeyEntry } from "./standing.ts";

export type SignaturesPanelProps = {
  readonly repository: string;
  readonly review: ReviewModel;
  readonly entries: readonly KeyEntry[];
  /** What to do with it. */
  readonly children?: ReactNode;
};

/** Who has signed and who may, one bar for each quorum that has a say. */
export function SignaturesPanel({ repository, review, entries, children }: SignaturesPanelProps): ReactNode {
  const { document, signers } = review;
  const nameOf = useKnownNames();
  const ordered = signers.toSorted((a, b) => Number(isLeaving(a, document)) - Number(isLeaving(b, document)));
  return (
    <Sheet title="Signatures">
      {document.quorums.length === 0 && <p className={styles.note}>No document at hand says which keys sign {documentWords(document.role, document.version)}.</p>}
      <div className={styles.bars}>
        {document.quorums.map(({ by, report }) => (
          <QuorumBar
            key={by.document}
            label={`By the ${documentWords(by.role, by.version)} keys${by.publication === "pending" && by.document !== document.id ? ", pending" : ""}`}
            signed={report.counted}
            threshold={report.threshold}
            keys={report.signers.length}
          />
        ))}
      </div>
      {signers.length > 0 && (
        <SignatureList label={`Signatures of ${documentWords(document.role, document.version)}`}>
          {ordered.map((signer) => <SignerRow key={signer.fingerprint ?? signer.keyIds.join()} repository={repository} review={review} signer={signer} entries={entries} />)}
        </SignatureList>
      )}
      {children}
      {signers.some(({ label, fingerprint }) => label !== undefined && nameOf(fingerprint) === undefined) && <p className={styles.note}>Labels are what the metadata claims. <a href={hrefTo({ name: "people" })}>Name a key</a> once you know whose it is.</p>}
    </Sheet>
  );
}

function SignerRow({ repository, review, signer, entries }: { readonly repository: string; readonly review: ReviewModel; readonly signer: ReviewModel["signers"][number]; readonly entries: readonly KeyEntry[] }): ReactNode {
  const workspace = useWorkspace();
  const { state, mine, only } = standingOf(signer, review, entries);
  const known = useKnownNames()(signer.fingerprint);
  const online = onlineWords(signer.onlineUri);
  const label = known === undefined ? undefined : signer.label;
  const held = state === "yours" && mine !== undefined && signer.label !== undefined ? mine.name : undefined;
  const why = signer.state === "cannot-check" && signer.sigstore !== undefined ? "A certificate stands for this identity; this app does not check it, another tool may." : WHY[signer.state];
  const failing = failingPlace(signer, review.document);
  return (
    <SignatureRow
      name={known ?? signer.label ?? mine?.name}
      claimed={known === undefined && mine === undefined && signer.label !== undefined}
      keyId={signer.keyIds[0] ?? ""}
      state={state}
      you={mine !== undefined}
      note={online}
      detail={why === undefined && only === undefined && label === undefined && held === undefined && signer.sigstore === undefined ? undefined : (
        <>
          {signer.sigstore !== undefined && <><SigstoreText {...signer.sigstore} />. </>}
          {why}
          {held !== undefined && <>your key <ForeignText text={held} />{only !== undefined && "; "}</>}
          {label !== undefined && <>labelled <ForeignText text={label} showAtMost={120} /> here{only !== undefined && "; "}</>}
          {only !== undefined && `counts for ${only}`}
          {failing !== undefined && <Why key={`${failing.document} ${failing.index}`} about={`the signature by ${known ?? signer.label ?? signer.keyIds[0] ?? ""}`} ask={async () => describeExplanation(await workspace.explainSignature(repository, failing))} />}
        </>
      )}
    />
  );
}

/** Where the word alone would leave one asking. */
const WHY: Readonly<Record<ReviewModel["signers"][number]["state"], string | undefined>> = {
  signed: undefined,
  waiting: undefined,
  "does-not-verify": "It is a signature of something else, or damaged. It is not counted.",
  "cannot-check": "This app does not know the kind of this key; another client may.",
};
