/**
 * `limited`: it works in another way, or this browser lacks it and something of the product with it. `not-asked`: only
 * the person can find out, since it opens a dialog.
 */
export type CheckState = "running" | "passed" | "limited" | "failed" | "not-asked";

/** What one check found, in words of its own: a person reads nothing else. */
export interface CheckResult {
  readonly state: Exclude<CheckState, "running">;
  readonly words: string;
}

export type CheckGroup = "signatures" | "keys" | "page";

/** One question about this browser, asked where the product would ask it. */
export interface Check {
  readonly id: string;
  readonly title: string;
  readonly group: CheckGroup;
  /** `worker`: one of our own, under the policy of those that verify and hold keys. */
  readonly where: "page" | "worker";
  run(): Promise<CheckResult>;
}

export function passed(words: string): CheckResult {
  return { state: "passed", words };
}

export function limited(words: string): CheckResult {
  return { state: "limited", words };
}

export function failed(words: string): CheckResult {
  return { state: "failed", words };
}

/** Some browsers leave a promise open until a person has answered, or for ever. Units: milliseconds. */
export const PATIENCE_MS = 15_000;

/** The result of a check, whatever it does: throwing and never answering are findings too. */
export async function settle(run: () => Promise<CheckResult>, patienceMs: number = PATIENCE_MS): Promise<CheckResult> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<CheckResult>((resolve) => {
    timer = setTimeout(() => resolve(failed(`It gave no answer within ${patienceMs / 1000} seconds.`)), patienceMs);
  });
  const asked = Promise.resolve().then(run).catch((error: unknown) => failed(`It stopped with an error: ${String(error)}.`));
  const result = await Promise.race([asked, patience]);
  clearTimeout(timer);
  return result;
}
