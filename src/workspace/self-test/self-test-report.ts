import type { CheckResult, CheckState } from "./check.ts";
import type { CheckInfo } from "./worker-checks.ts";

export interface ReportedCheck {
  readonly info: CheckInfo;
  /** Undefined while it runs. */
  readonly result: CheckResult | undefined;
}

export const STATE_WORDS: Readonly<Record<CheckState, string>> = { running: "Running", passed: "Passed", limited: "Limited", failed: "Failed", "not-asked": "Not asked" };

/** Plain text to send along with a question. It names no repository, no key and no address. Shape of `when`: `2026-11-26T12:00:00Z`. */
export function reportText(checks: readonly ReportedCheck[], about: { readonly build: { readonly version: string; readonly digest: string }; readonly browser: string; readonly when: string }): string {
  const lines = checks.map(({ info, result }) => `${STATE_WORDS[result?.state ?? "running"].padEnd(10)}${info.title} (in ${info.where === "page" ? "the page" : "a worker"}): ${result?.words ?? "no answer yet."}`);
  return [
    "Countersign self-test",
    `Build    ${about.build.version} ${about.build.digest}`,
    `Browser  ${about.browser}`,
    `Date     ${about.when}`,
    "",
    ...lines,
    "",
  ].join("\n");
}
