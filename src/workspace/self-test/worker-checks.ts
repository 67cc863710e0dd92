import type { Check, CheckGroup, CheckResult } from "./check.ts";

/** A check without its deed, to be shown before it runs. */
export type CheckInfo = Pick<Check, "id" | "title" | "group" | "where">;

/** What the page may ask of the worker of the self-test. */
export interface WorkerSelfTest {
  list(): Promise<readonly CheckInfo[]>;
  run(id: string): Promise<CheckResult>;
}

export function infoOf({ id, title, group, where }: Check): CheckInfo {
  return { id, title, group, where };
}

export const GROUPS: Readonly<Record<CheckGroup, string>> = {
  signatures: "Signatures, checked as when a repository is opened",
  keys: "Keys of this device",
  page: "This page and this browser",
};
