import type { ReactNode } from "react";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { QuorumBar } from "../../ui/atoms/quorum.tsx";
import { SignatureList, SignatureRow } from "../../ui/atoms/signature-row.tsx";
import type { SignatureState } from "../../ui/atoms/signature-row.tsx";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { Why } from "../../ui/atoms/why.tsx";
import { Disclosure } from "../../ui/controls/disclosure.tsx";
import { Sheet } from "../../ui/layout/sheet.tsx";
import { describeExplanation } from "../../tuf/words/explanation.ts";
import { countWords, documentWords } from "../../tuf/words/report-words.ts";
import type { DocumentSummary, Quorum } from "../../tuf/repository/report.ts";
import type { SignerState } from "../../tuf/verify/verification-report.ts";
import { canBeExplained } from "../../tuf/explain/explanation.ts";
import { useKnownNames, useWorkspace } from "../../workspace/react.tsx";
import { KeyLine } from "./key-line.tsx";
import { signatureState } from "./role-model.ts";
import styles from "./roles.module.css";

const SIGNER_MARKS: Readonly<Record<SignerState, { readonly kind: "ok" | "wait" | "bad" | "unknown"; readonly word: string }>> = {
  signed: { kind: "ok", word: "Signed" },
  waiting: { kind: "wait", word: "Has not signed" },
  "does-not-verify": { kind: "bad", word: "Does not verify" },
  "cannot-check": { kind: "unknown", word: "Cannot be checked here" },
};

/** One delegator's view of a document: which keys may sign, which have, and every signature by itself. */
export function QuorumSheet({ document, quorum, repository }: { readonly document: DocumentSummary; readonly quorum: Quorum; readonly repository: string }): ReactNode {
  const workspace = useWorkspace();
  const { by, report } = quorum;
  const own = by.document === document.id;
  const unlisted = report.signatures.filter(({ verdict }) => verdict.kind !== "verified");
  const delegator = documentWords(by.role, by.version);
  const nameOf = useKnownNames();
  return (
    <Sheet
      title={own ? "Signed by its own keys" : <>Signed by the keys in <ForeignText text={delegator} /></>}
      note={by.publication === "pending" && !own ? "pending" : countWords(report.signers.length, "key")}
    >
      <div className={styles.bar}>
        <QuorumBar signed={report.counted} threshold={report.threshold} keys={report.signers.length} />
      </div>
      <ul className={styles.signers} aria-label="Keys that may sign">
        {report.signers.map((signer, index) => (
          // A key may stand under several ids, or be of a kind that has no fingerprint here: its place tells it apart.
          <li key={index} className={styles.signer}>
            <KeyLine {...signer} keyId={signer.keyIds[0] ?? ""}>
              {signer.keyIds.length > 1 && <span className={styles.quiet}>one key under {signer.keyIds.length} ids, counted once</span>}
            </KeyLine>
            <SignerMark state={signer.state} />
          </li>
        ))}
      </ul>
      <Disclosure summary={`Signatures one by one`} note={`${report.signatures.length}${unlisted.length > 0 ? `, ${unlisted.length} not counted here` : ""}`}>
        {report.signatures.length === 0 ? (
          <p>The document carries no signature, and no place for one.</p>
        ) : (
          <SignatureList label={`Signatures as the keys in ${delegator} see them`} ruled>
            {report.signatures.map((signature, index) => {
              const { state, detail } = signatureState(signature.verdict);
              const why = canBeExplained(signature.verdict) && (
                <Why
                  key={`${document.id} ${signature.keyId} ${report.signatures.length}`}
                  about={`the signature by ${signature.label ?? signature.keyId}`}
                  ask={async () => describeExplanation(await workspace.explainSignature(repository, { document: document.id, by: by.document, index }))}
                />
              );
              return (
                <SignatureRow
                  key={index}
                  name={nameOf(signature.fingerprint) ?? signature.label}
                  claimed={nameOf(signature.fingerprint) === undefined}
                  keyId={signature.keyId}
                  state={state satisfies SignatureState}
                  {...(detail === undefined ? {} : { detail: <>{detail}{why}</> })}
                  showKeyId
                />
              );
            })}
          </SignatureList>
        )}
      </Disclosure>
    </Sheet>
  );
}

function SignerMark({ state }: { readonly state: SignerState }): ReactNode {
  const { kind, word } = SIGNER_MARKS[state];
  return <StateMark kind={kind}>{word}</StateMark>;
}
