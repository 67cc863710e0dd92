import type { ReactNode } from "react";
import { cx } from "../cx.ts";
import { Icon } from "../icons/icon.tsx";
import { VisuallyHidden } from "../visually-hidden.tsx";
import styles from "./steps.module.css";

export type Step = {
  readonly id: string;
  readonly label: string;
  /** A step is an address; left out while it cannot be gone to. */
  readonly href?: string;
  readonly done: boolean;
};

export type StepsProps = { readonly label: string; readonly steps: readonly Step[]; readonly current: string };

/** Where one is in a ceremony. On a phone: "2 of 5: Review", with a track that shows the rest. */
export function Steps({ label, steps, current }: StepsProps): ReactNode {
  const at = steps.findIndex((step) => step.id === current);
  return (
    <nav aria-label={label}>
      <ol className={styles.steps}>
        {steps.map((step, index) => (
          <li key={step.id} className={cx(step.id === current ? styles.current : step.done && styles.done)}>
            <StepLink step={step} number={index + 1} current={step.id === current} />
          </li>
        ))}
      </ol>
      <div className={styles.short}>
        <span className={styles.track} aria-hidden="true">
          {steps.map((step, index) => (
            <i key={step.id} className={cx(index === at ? styles.here : step.done && styles.passed)} />
          ))}
        </span>
        <span>
          {at + 1} of {steps.length}: <b>{steps[at]?.label}</b>
        </span>
      </div>
    </nav>
  );
}

/** What is done one after the other on one screen: its children are list items. */
export function NumberedSteps({ children }: { readonly children: ReactNode }): ReactNode {
  return <ol className={styles.numbered}>{children}</ol>;
}

function StepLink(props: { readonly step: Step; readonly number: number; readonly current: boolean }): ReactNode {
  const { step, number, current } = props;
  const ticked = step.done && !current;
  const inside = (
    <>
      <span className={styles.disc}>{ticked ? <Icon name="check" size={12} /> : number}</span>
      <span>
        {step.label}
        {ticked && <VisuallyHidden>, done</VisuallyHidden>}
      </span>
    </>
  );
  if (step.href === undefined) {
    return (
      <span className={styles.link} aria-current={current ? "step" : undefined}>
        {inside}
      </span>
    );
  }
  return (
    <a className={styles.link} href={step.href} aria-current={current ? "step" : undefined}>
      {inside}
    </a>
  );
}
