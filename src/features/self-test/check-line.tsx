import type { ReactNode } from "react";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import type { StateKind } from "../../ui/atoms/state-mark.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { STATE_WORDS, type ReportedCheck } from "../../workspace/self-test/self-test-report.ts";
import type { CheckState } from "../../workspace/self-test/check.ts";
import styles from "./self-test.module.css";

const MARKS: Readonly<Record<CheckState, StateKind>> = { running: "wait", passed: "ok", limited: "warn", failed: "bad", "not-asked": "pen" };

/** One check: what it asks, how it stands, and what was found. */
export function CheckLine({ check, onAsk, asking }: { readonly check: ReportedCheck; readonly onAsk?: (() => void) | undefined; readonly asking: boolean }): ReactNode {
  const { info, result } = check;
  const state: CheckState = result?.state ?? "running";
  return (
    <li className={styles.check} data-check={info.id} data-check-state={state}>
      <div className={styles.mark}><StateMark kind={MARKS[state]}>{STATE_WORDS[state]}</StateMark></div>
      <div className={styles.text}>
        <h3 className={styles.title}>{info.title}</h3>
        {result !== undefined && <p className={styles.words}>{result.words}</p>}
        {state === "not-asked" && (
          <Button size="small" busy={asking} onClick={() => onAsk?.()}>Ask my authenticator</Button>
        )}
      </div>
      <span className={styles.where}>{info.where === "page" ? "in the page" : "in a worker"}</span>
    </li>
  );
}
