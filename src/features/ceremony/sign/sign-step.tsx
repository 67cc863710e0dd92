import type { ReactNode } from "react";
import { documentTitle, documentWords } from "../../../tuf/words/report-words.ts";
import { DigestText } from "../../../ui/atoms/digest-text.tsx";
import { Button, LinkButton } from "../../../ui/controls/button.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { Wash } from "../../../ui/layout/wash.tsx";
import { useWorkspace } from "../../../workspace/react.tsx";
import { myKeys } from "../standing.ts";
import { StepPage } from "../step-page.tsx";
import { stepHref, type CeremonyView } from "../use-ceremony.ts";
import { ExternalSignature } from "./external-signature.tsx";
import { SignWithKey } from "./sign-with-key.tsx";

/** The act itself: a key of this device, or one that lives elsewhere. */
export function SignStep({ view }: { readonly view: CeremonyView }): ReactNode {
  const { review, ceremony, entries, asOf } = view;
  const { document } = review;
  const name = documentWords(document.role, document.version);
  const compared = ceremony.compared === review.digest;
  const mine = myKeys(review, entries);
  return (
    <StepPage
      view={view}
      step="sign"
      title={mine.some(({ helps }) => helps) ? `Sign ${name}` : `${documentTitle(document.role, document.version)}: whose signature next?`}
      lead={`A signature says that you agree to every field of ${name}. It is verified at once by a second, independent implementation, and it leaves this tab only when you send it.`}
    >
      {asOf ? <NotNow /> : !compared && <NotCompared view={view} />}
      <Sheet title="What is signed" note={`${review.signedLengthBytes.toLocaleString("en")} bytes`}>
        <DigestText label={`SHA-256 of ${name}, the digest that stood at Compare`} value={review.digest} />
      </Sheet>
      <SignWithKey view={view} keys={mine} ready={compared && !asOf} />
      <ExternalSignature view={view} ready={compared && !asOf} />
    </StepPage>
  );
}

function NotNow(): ReactNode {
  const workspace = useWorkspace();
  return (
    <Wash kind="warn" title="In a view of another time nothing can be signed.">
      <p>The clock is set to a chosen time. A signature speaks of the present.</p>
      <div><Button onClick={() => workspace.setClock({ kind: "now" })}>Back to now</Button></div>
    </Wash>
  );
}

function NotCompared({ view }: { readonly view: CeremonyView }): ReactNode {
  return (
    <Wash kind="pen" title="Compare the digest first.">
      <p>What is signed must be the digest that stood before you in full. It takes a minute.</p>
      <div><LinkButton href={stepHref(view, "compare")}>Go to Compare</LinkButton></div>
    </Wash>
  );
}
