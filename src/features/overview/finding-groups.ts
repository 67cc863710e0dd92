import { findingRule } from "../../tuf/words/finding.ts";
import type { RepositoryFinding } from "../../tuf/repository/report.ts";

/** One group for each rule and severity, in the order of the report; what a root makes stale goes by that root. */
export function groupFindings(findings: readonly RepositoryFinding[]): readonly (readonly RepositoryFinding[])[] {
  const groups = new Map<string, RepositoryFinding[]>();
  for (const finding of findings) {
    const key = keyOf(finding);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()];
}

export function groupKey([first]: readonly RepositoryFinding[]): string {
  return first === undefined ? "" : keyOf(first);
}

function keyOf(finding: RepositoryFinding): string {
  return `${finding.severity} ${findingRule(finding)}${finding.kind === "must-be-signed-again" ? ` ${finding.root}` : ""}`;
}
