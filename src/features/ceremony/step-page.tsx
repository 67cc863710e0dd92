import type { ReactNode } from "react";
import { utcText } from "../../ui/atoms/relative-time.ts";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { cx } from "../../ui/cx.ts";
import { Page } from "../../ui/layout/page.tsx";
import { Wash } from "../../ui/layout/wash.tsx";
import { Steps, type Step } from "../../ui/layout/steps.tsx";
import { documentWords } from "../../tuf/words/report-words.ts";
import { DRAFT_STEPS, hrefTo, type DraftStep } from "../../workspace/routes.ts";
import styles from "./ceremony.module.css";
import { stepHref, type CeremonyView } from "./use-ceremony.ts";

const LABELS: Readonly<Record<DraftStep, string>> = { review: "Review", compare: "Compare", sign: "Sign", check: "Check", export: "Export" };

export type StepPageProps = {
  readonly view: CeremonyView;
  readonly step: DraftStep;
  /** Plain text: heading and window title. */
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
};

/** What stands around every step: where one is, what is asked, and which file at which moment this speaks of. */
export function StepPage({ view, step, title, lead, children }: StepPageProps): ReactNode {
  const { review, repository } = view;
  const { anchor } = repository.report;
  return (
    <Page
      title={title}
      unanchored={!anchor.confirmed}
      above={<Steps label={`Signing ${documentWords(review.document.role, review.document.version)}`} steps={stepsOf(view, step)} current={step} />}
      lead={lead}
      meta={
        <>
          <span><ForeignText text={review.path} code /></span>
          <span>Judged at the real present, {utcText(review.present)}</span>
        </>
      }
    >
      {!anchor.confirmed && (step === "review" || step === "sign") && (
        <Wash kind="unknown" title={`This rests on root ${anchor.version}, which you have not confirmed.`}>
          <p>
            Whoever gave you these files may have made all of them. <a href={hrefTo({ name: "overview", repository: repository.id })}>Confirm the anchor</a> before
            you believe that the keys here are the right ones.
          </p>
        </Wash>
      )}
      {children}
    </Page>
  );
}

/** The acts of a step: where the text ends, and at the foot of the window where there is less room. */
export function StepBar({ note, narrowOnly = false, children }: { readonly note?: ReactNode; readonly narrowOnly?: boolean; readonly children: ReactNode }): ReactNode {
  return (
    <div className={cx(styles.bar, narrowOnly && styles.narrowOnly)}>
      {children}
      {note !== undefined && <span className={styles.barNote}>{note}</span>}
    </div>
  );
}

function stepsOf(view: CeremonyView, current: DraftStep): readonly Step[] {
  const { ceremony, review } = view;
  const compared = ceremony.compared === review.digest;
  const signed = ceremony.signed.length > 0;
  const done: Readonly<Record<DraftStep, boolean>> = {
    review: compared || DRAFT_STEPS.indexOf(current) > 0,
    compare: compared,
    sign: signed,
    check: signed && current === "export",
    export: false,
  };
  return DRAFT_STEPS.map((id) => ({ id, label: LABELS[id], href: stepHref(view, id), done: done[id] }));
}
