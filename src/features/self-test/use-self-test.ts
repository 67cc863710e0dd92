import { useCallback, useEffect, useRef, useState } from "react";
import type { ReportedCheck } from "../../workspace/self-test/self-test-report.ts";
import type { SelfTest } from "../../workspace/self-test/start-self-test.ts";

/** `broken`: the worker could not be started, so nothing that it checks can be told. */
export type SelfTestRun =
  | { readonly kind: "starting" }
  | { readonly kind: "broken" }
  | { readonly kind: "running" | "done"; readonly checks: readonly ReportedCheck[] };

export interface SelfTestControl {
  readonly run: SelfTestRun;
  readonly again: () => void;
  /** Undefined while the dialog is open. */
  readonly ask: (() => void) | undefined;
}

/** Runs every check in its turn and shows each result as soon as it is there. */
export function useSelfTest(start: () => SelfTest): SelfTestControl {
  const [turn, setTurn] = useState(0);
  const [run, setRun] = useState<SelfTestRun>({ kind: "starting" });
  const [asking, setAsking] = useState(false);
  const current = useRef<SelfTest>(undefined);

  useEffect(() => {
    const test = start();
    current.current = test;
    const isCurrent = (): boolean => current.current === test;
    const work = async (): Promise<void> => {
      const list = await test.list();
      if (!isCurrent()) return;
      if (list === undefined) return setRun({ kind: "broken" });
      let checks: readonly ReportedCheck[] = list.map((info) => ({ info, result: undefined }));
      setRun({ kind: "running", checks });
      for (const { id } of list) {
        const result = await test.run(id);
        if (!isCurrent()) return;
        checks = withResult(checks, id, result);
        setRun({ kind: "running", checks });
      }
      setRun({ kind: "done", checks });
    };
    void work();
    return () => {
      current.current = undefined;
      test.stop();
    };
  }, [start, turn]);

  const again = useCallback(() => {
    setRun({ kind: "starting" });
    setTurn((before) => before + 1);
  }, []);
  const ask = async (): Promise<void> => {
    const test = current.current;
    if (test === undefined) return;
    setAsking(true);
    const result = await test.askPasskey();
    setAsking(false);
    if (current.current !== test) return;
    setRun((before) => ("checks" in before ? { ...before, checks: withResult(before.checks, PASSKEYS, result) } : before));
  };
  return { run, again, ask: asking ? undefined : () => void ask() };
}

/** The one check that a person may take further. */
export const PASSKEYS = "passkeys";

function withResult(checks: readonly ReportedCheck[], id: string, result: ReportedCheck["result"]): readonly ReportedCheck[] {
  return checks.map((check) => (check.info.id === id ? { ...check, result } : check));
}
