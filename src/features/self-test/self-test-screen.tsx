import type { ReactNode } from "react";
import { countWords } from "../../tuf/words/report-words.ts";
import { FaultPanel } from "../../ui/atoms/fault-panel.tsx";
import { TextBlock } from "../../ui/atoms/text-block.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { CopyButton } from "../../ui/controls/copy-button.tsx";
import { Disclosure } from "../../ui/controls/disclosure.tsx";
import { Progress } from "../../ui/controls/progress.tsx";
import { Page } from "../../ui/layout/page.tsx";
import { Sheet } from "../../ui/layout/sheet.tsx";
import type { CheckGroup } from "../../workspace/self-test/check.ts";
import { reportText, STATE_WORDS, type ReportedCheck } from "../../workspace/self-test/self-test-report.ts";
import type { SelfTest } from "../../workspace/self-test/start-self-test.ts";
import { GROUPS } from "../../workspace/self-test/worker-checks.ts";
import { VisuallyHidden } from "../../ui/visually-hidden.tsx";
import { CheckLine } from "./check-line.tsx";
import { PASSKEYS, useSelfTest, type SelfTestRun } from "./use-self-test.ts";
import styles from "./self-test.module.css";

export type SelfTestScreenProps = {
  /** The same function on every render: another one starts the test anew. */
  readonly start: () => SelfTest;
  readonly build: { readonly version: string; readonly digest: string };
  /** What the browser calls itself. */
  readonly browser: string;
  /** `2026-11-26T12:00:00Z`. */
  readonly readNow: () => string;
};

/** What this browser does with known signatures, keys and rules, tried here and now. */
export function SelfTestScreen({ start, build, browser, readNow }: SelfTestScreenProps): ReactNode {
  const { run, again, ask } = useSelfTest(start);
  const verdict = verdictOf(run);
  const done = run.kind === "done";
  const checks = "checks" in run ? run.checks : [];
  return (
    <Page
      title="Self-test"
      lead={verdict}
      actions={
        <>
          {done && <CopyButton look="plain" size="normal" label="Copy the report" what="" value={reportText(checks, { build, browser, when: readNow() })} />}
          <Button onClick={again} busy={run.kind === "starting" || run.kind === "running"}>Run again</Button>
        </>
      }
    >
      {/* The verdict is read aloud once: the count before it would be read at every step. */}
      <VisuallyHidden><span role="status">{done && verdict}</span></VisuallyHidden>
      {run.kind === "running" && <Progress label="Running the checks" value={checks.filter(({ result }) => result !== undefined).length} max={checks.length} />}
      {run.kind === "broken" && (
        <FaultPanel
          alert
          level={2}
          what="The worker of the self-test could not be started."
          evidence="Its script was not loaded, or it stopped before it answered. The workers that verify and hold keys are started in the same way."
          you="Reload the page. If it stays so, this host serves the app incompletely, or an extension keeps workers from starting."
        />
      )}
      {(Object.keys(GROUPS) as readonly CheckGroup[]).map((group) => { // the table's own keys
        const own = checks.filter(({ info }) => info.group === group);
        return own.length === 0 ? null : (
          <Sheet key={group} title={GROUPS[group]} note={countsOf(own)} flush>
            <ul className={styles.checks}>
              {own.map((check) => <CheckLine key={check.info.id} check={check} asking={ask === undefined} onAsk={check.info.id === PASSKEYS ? ask : undefined} />)}
            </ul>
          </Sheet>
        );
      })}
      {done && (
        <Disclosure summary="The report" note="plain text; stays here unless you send it">
          <TextBlock label="Report of the self-test">{reportText(checks, { build, browser, when: readNow() })}</TextBlock>
        </Disclosure>
      )}
    </Page>
  );
}

function verdictOf(run: SelfTestRun): string {
  switch (run.kind) {
    case "starting": return "Known signatures, keys and rules are tried in this very browser.";
    case "broken": return "Nothing could be tried.";
    case "running": return `${run.checks.filter(({ result }) => result !== undefined).length} of ${countWords(run.checks.length, "check")} done.`;
    case "done": {
      const [failed, limited] = [count(run.checks, "failed"), count(run.checks, "limited")];
      if (failed > 0) return `${failed === 1 ? "One check" : countWords(failed, "check")} failed. Do not trust a verdict, and sign nothing, in this browser until you know why.`;
      if (limited > 0) return `Nothing failed. ${limited === 1 ? "One thing works" : `${countWords(limited, "thing")} work`} here with limits that you should know.`;
      return "Everything works here as it should.";
    }
  }
}

function countsOf(checks: readonly ReportedCheck[]): string {
  const states = ["failed", "limited", "not-asked", "passed", "running"] as const;
  return states.flatMap((state) => (count(checks, state) > 0 ? [`${count(checks, state)} ${STATE_WORDS[state].toLowerCase()}`] : [])).join(", ");
}

function count(checks: readonly ReportedCheck[], state: keyof typeof STATE_WORDS): number {
  return checks.filter(({ result }) => (result?.state ?? "running") === state).length;
}
