import type { ReactNode } from "react";
import { FaultPanel } from "../../ui/atoms/fault-panel.tsx";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { Stack } from "../../ui/layout/page.tsx";
import { describeDocumentFault } from "../../tuf/words/document-fault.ts";
import { countWords } from "../../tuf/words/report-words.ts";
import type { RepositoryReport } from "../../tuf/repository/report.ts";

/** Files that should be metadata and cannot be read. Nothing of them was used. Those of another format are shown as that. */
export function Unreadable({ report }: { readonly report: Pick<RepositoryReport, "unreadable" | "neighbours"> }): ReactNode {
  const elsewhere = new Set(report.neighbours.map(({ origin, path }) => `${origin} ${path}`));
  const unreadable = report.unreadable.filter(({ origin, path }) => !elsewhere.has(`${origin} ${path}`));
  if (unreadable.length === 0) return null;
  return (
    <section aria-labelledby="unreadable">
      <Stack gap={3}>
        <h2 id="unreadable">{countWords(unreadable.length, "file")} could not be read as metadata</h2>
        {unreadable.slice(0, 50).map(({ path, origin, fault }) => {
          const { happened, evidence, you } = describeDocumentFault(fault);
          return (
            <FaultPanel
              key={`${origin} ${path}`}
              what={<><ForeignText text={path} code />{origin === "base" && " (in what it is compared with)"}: {happened}</>}
              evidence={evidence}
              client="It reads nothing of this file."
              you={you}
            />
          );
        })}
      </Stack>
    </section>
  );
}
