import { useState } from "react";
import type { ReactNode } from "react";
import { ForeignText } from "../../../ui/atoms/foreign-text.tsx";
import { LinkButton } from "../../../ui/controls/button.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { cx } from "../../../ui/cx.ts";
import { AddSignatures } from "../add-signatures.tsx";
import styles from "../ceremony.module.css";
import { Findings } from "../findings.tsx";
import { RehearsalView } from "../rehearsal-view.tsx";
import { SignaturesPanel } from "../signatures-panel.tsx";
import { isComplete, myKeys, reviewTitle } from "../standing.ts";
import { StepBar, StepPage } from "../step-page.tsx";
import { stepHref, type CeremonyView } from "../use-ceremony.ts";
import { DocumentViews, type DocumentTab } from "./document-views.tsx";
import { Outcome } from "./outcome.tsx";

/** What would change, who has agreed, and what clients would do: everything before a decision. */
export function ReviewStep({ view }: { readonly view: CeremonyView }): ReactNode {
  const { review, entries } = view;
  const [tab, setTab] = useState<DocumentTab>(review.previous === undefined ? "fields" : "changes");
  return (
    <StepPage view={view} step="review" title={reviewTitle(review, entries)} lead={<Outcome sentences={review.outcome.filter(({ kind }) => kind !== "replaces" || review.previous === undefined)} />}>
      {/* Two texts side by side need the whole line; the signatures stand below them then. */}
      <div className={cx(styles.split, tab === "raw" && styles.wide)}>
        <div className={styles.main}>
          <DocumentViews view={view} tab={tab} onTab={setTab} />
          <Findings view={view} />
          <Sheet title="What clients would do" note="replayed from every root they may hold">
            <RehearsalView rehearsal={review.rehearsal} document={review.document} />
          </Sheet>
        </div>
        <aside className={styles.aside} aria-label="Signatures">
          <SignaturesPanel repository={view.repository.id} review={review} entries={entries}>
            <div className={styles.wideOnly}><NextAct view={view} wide /></div>
          </SignaturesPanel>
          <div className={styles.besides}>
            <AddSignatures view={view} />
            <p className={styles.links}>
              <a href={stepHref(view, "sign")}>Sign elsewhere: HSM, YubiKey PIV, KMS</a>
            </p>
          </div>
        </aside>
      </div>
      <StepBar narrowOnly><NextAct view={view} /></StepBar>
    </StepPage>
  );
}

/** The one act that the review leads to, named with the key that it is about. */
function NextAct({ view, wide = false }: { readonly view: CeremonyView; readonly wide?: boolean }): ReactNode {
  const { review, entries } = view;
  const useful = myKeys(review, entries).filter((key) => key.helps);
  const [first] = useful;
  if (first === undefined) {
    const complete = isComplete(review.document);
    return <LinkButton look={complete ? "act" : "plain"} wide={wide} href={stepHref(view, complete ? "export" : "compare")}>{complete ? "Export the complete file" : "Compare the digest"}</LinkButton>;
  }
  return (
    <LinkButton look="act" wide={wide} href={stepHref(view, "compare")}>
      <span>Compare, then sign with {useful.length === 1 ? <ForeignText text={first.entry.name} /> : `one of your ${useful.length} keys`}</span>
    </LinkButton>
  );
}
