import { useState } from "react";
import type { ReactNode } from "react";
import { documentTitle, documentWords, groupDigits } from "../../../tuf/words/report-words.ts";
import { DigestText } from "../../../ui/atoms/digest-text.tsx";
import { RawText } from "../../../ui/atoms/raw-text.tsx";
import { WordGrid } from "../../../ui/atoms/word-grid.tsx";
import { Button } from "../../../ui/controls/button.tsx";
import { Disclosure } from "../../../ui/controls/disclosure.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { Wash } from "../../../ui/layout/wash.tsx";
import { useWorkspace } from "../../../workspace/react.tsx";
import { Choices } from "../../../ui/controls/choices.tsx";
import { StepBar, StepPage } from "../step-page.tsx";
import styles from "./compare.module.css";
import { goToStep, type CeremonyView } from "../use-ceremony.ts";

type Comparison = "same" | "alone" | "differs";

/** The whole digest, in words to be read out and in hex; and an honest word about who compared it. */
export function CompareStep({ view }: { readonly view: CeremonyView }): ReactNode {
  const workspace = useWorkspace();
  const { review, repository, ceremony } = view;
  const { document } = review;
  const name = documentWords(document.role, document.version);
  const [said, setSaid] = useState<Comparison | undefined>();
  const already = ceremony.compared === review.digest;
  const goOn = (): void => {
    workspace.markCompared(repository.id, document.id, review.digest);
    goToStep(view, "sign");
  };
  return (
    <StepPage
      view={view}
      step="compare"
      title={`Compare ${name} before you sign`}
      lead="Read the words out to another signer, over a channel that whoever proposed this does not control. If a word differs, two people are looking at different documents."
    >
      <Sheet title="The digest" note="SHA-256 of the exact bytes that are signed">
        <div className={styles.words}>
          <WordGrid words={review.words} label={`The digest of ${name} in words`} />
        </div>
        <p>Row one catches a mistake. All four rows are the whole digest, and only the whole digest keeps two documents apart: somebody who means harm can prepare two that share one row.</p>
        <DigestText rows value={review.digest} label="The same in hex, row by row" />
        <Disclosure summary={`${groupDigits(review.signedLengthBytes)} bytes, as signed`} note="the canonical form of the signed part">
          <RawText label={`Canonical bytes of ${name}`} text={review.canonicalText} maxRows={20} />
        </Disclosure>
      </Sheet>
      <Sheet title="What did you do?">
        {already && <p>You have said it for this digest already; it need not be said again.</p>}
        <Choices
          label="What did you do?"
          value={said}
          onChange={setSaid}
          options={[
            { value: "same", label: "I compared all four rows with another signer, and they are the same" },
            { value: "alone", label: "I am alone with this: I compared nothing with anyone", hint: "Then you rely on this device and on whoever gave you the file. The signature is as good; your knowledge is not." },
            { value: "differs", label: "A row differs" },
          ]}
        />
        {said === "differs" && (
          <Wash kind="bad" title="Stop: do not sign.">
            <p>
              You and the other signer are looking at different documents that call themselves {documentTitle(document.role, document.version)}.
              Ask both of you to name where the file came from, and tell whoever runs the repository. Nothing was signed here.
            </p>
          </Wash>
        )}
      </Sheet>
      <StepBar>
        <Button look="act" onClick={goOn} unavailable={said === "differs" ? "A row differs: this must not be signed" : said === undefined && !already ? "Say first what you compared" : undefined}>
          {said === "alone" ? "Go on to sign without comparing" : "Go on to sign"}
        </Button>
      </StepBar>
    </StepPage>
  );
}
