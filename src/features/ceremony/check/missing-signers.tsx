import type { ReactNode } from "react";
import { isMet, missingSignatures } from "../../../tuf/verify/verification-report.ts";
import { countWords, documentWords } from "../../../tuf/words/report-words.ts";
import { ForeignText } from "../../../ui/atoms/foreign-text.tsx";
import { HexText } from "../../../ui/atoms/hex-text.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import page from "../ceremony.module.css";
import { useKnownNames } from "../../../workspace/react.tsx";
import { requiredQuorums, standingOf, waitingFor } from "../standing.ts";
import type { CeremonyView } from "../use-ceremony.ts";

/** Who can give what is missing, quorum by quorum. */
export function MissingSigners({ view }: { readonly view: CeremonyView }): ReactNode {
  const { review, entries } = view;
  const nameOf = useKnownNames();
  const { document } = review;
  const open = requiredQuorums(document).map((quorum, at) => ({ ...quorum, at })).filter(({ report }) => !isMet(report));
  return (
    <Sheet title="Who can give what is missing">
      <ul className={page.plainList}>
        {open.map(({ at, by, report }) => {
          const waiting = waitingFor(at, review);
          return (
            <li key={at}>
              <b>{countWords(missingSignatures(report), "signature")} by the {documentWords(by.role, by.version)} keys:</b>{" "}
              {waiting.length < missingSignatures(report) ? "too few keys are left. " : "any of "}
              {waiting.map((signer, index) => (
                <span key={signer.fingerprint ?? signer.keyIds.join()}>
                  {index > 0 && (index === waiting.length - 1 ? " and " : ", ")}
                  <WhoWaits name={nameOf(signer.fingerprint)} label={signer.label} keyId={signer.keyIds[0] ?? ""} />
                  {standingOf(signer, review, entries).mine !== undefined && " (you)"}
                </span>
              ))}
            </li>
          );
        })}
      </ul>
      <p className={page.quiet}>Send them the exported file. What they send back is added here in any order, and nothing that was collected is lost.</p>
    </Sheet>
  );
}

function WhoWaits({ name, label, keyId }: { readonly name: string | undefined; readonly label: string | undefined; readonly keyId: string }): ReactNode {
  if (name !== undefined) return <ForeignText text={name} />;
  return label === undefined ? <HexText value={keyId} short /> : <>a key labelled <ForeignText text={label} /></>;
}
