import { useRef, useState, type ReactNode } from "react";
import type { ExplanationText } from "../../tuf/words/explanation.ts";
import { Disclosure } from "../controls/disclosure.tsx";
import { Progress } from "../controls/progress.tsx";
import { VisuallyHidden } from "../visually-hidden.tsx";
import { ForeignText } from "./foreign-text.tsx";
import styles from "./why.module.css";

export type WhyProps = {
  /** "the signature by @lance": for whoever hears the question by itself. */
  readonly about: string;
  /** Asked once, when it is opened for the first time. */
  readonly ask: () => Promise<ExplanationText>;
};

/** Beside a signature that does not count: the question, and its answer once it is asked. */
export function Why({ about, ask }: WhyProps): ReactNode {
  const once = useRef(false);
  const [asked, setAsked] = useState(false);
  const [answer, setAnswer] = useState<ExplanationText>();
  const toggled = (open: boolean): void => {
    if (!open || once.current) return;
    once.current = true;
    setAsked(true);
    ask().then(setAnswer, (reason: unknown) => setAnswer(() => { throw reason; })); // a defect: for the error boundary
  };
  return (
    <div className={styles.why}>
      <Disclosure summary={<>Why?<VisuallyHidden> What is the matter with {about}</VisuallyHidden></>} onToggle={toggled}>
        <div role="status">
          {asked && (answer === undefined ? <Progress label="Looking for what would verify" /> : <Told text={answer} />)}
        </div>
      </Disclosure>
    </div>
  );
}

function Told({ text: { happened, evidence, signers, client, you } }: { readonly text: ExplanationText }): ReactNode {
  const facts = [["Evidence", evidence], ["Who signs so", signers], ["Clients", client], ["You", you]] as const;
  return (
    <div className={styles.text}>
      <p className={styles.happened}><ForeignText text={happened} showAtMost={600} /></p>
      <dl className={styles.facts}>
        {facts.map(([term, value]) => value !== undefined && <div key={term}><dt>{term}</dt><dd><ForeignText text={value} showAtMost={1200} /></dd></div>)}
      </dl>
    </div>
  );
}
