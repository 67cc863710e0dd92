import type { ReactNode } from "react";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { Sheet } from "../../ui/layout/sheet.tsx";
import { Table } from "../../ui/layout/table.tsx";
import type { DelegationChild } from "../../tuf/client/delegation-tree.ts";
import { describeClientFault } from "../../tuf/words/client-fault.ts";
import { countWords, scopeWords } from "../../tuf/words/report-words.ts";
import type { DocumentSummary, RepositoryReport } from "../../tuf/repository/report.ts";
import type { DocumentDetail } from "../../workspace/repository-service.ts";
import { hrefTo } from "../../workspace/routes.ts";
import { delegationsOf } from "./role-model.ts";

export type OwnDelegationsProps = { readonly document: DocumentSummary; readonly report: RepositoryReport; readonly keys: DocumentDetail["keys"] | undefined; readonly repository: string };

/** To whom this document passes on the right to sign. */
export function OwnDelegations({ document, report, keys = [], repository }: OwnDelegationsProps): ReactNode {
  if (document.type !== "targets") return null;
  const delegations = delegationsOf(report, document);
  if (delegations === undefined) {
    if (keys.length === 0) return null; // it hands out no key, as the bins that the tree counts and does not draw: nothing is delegated
    return (
      <Sheet title="Delegations">
        <p>The delegations of this version are not the ones that clients follow now. Its text below holds them, and a review compares them.</p>
      </Sheet>
    );
  }
  if (delegations.length === 0) return null;
  return (
    <Sheet title="Delegations" note="in order of priority" flush>
      <Table<DelegationChild>
        label="Delegations"
        rows={delegations}
        rowKey={(row) => (row.kind === "role" ? `role ${row.role}` : `bins ${row.name}`)}
        columns={[
          { id: "role", head: "Role", lead: true, cell: (row) => <RoleCell row={row} repository={repository} /> },
          { id: "may", head: "May sign", cell: (row) => <ScopeCell row={row} /> },
          { id: "needs", head: "Needs", fit: "tight", cell: (row) => countWords(row.threshold, "signature") },
          { id: "verdict", head: "Verdict", cell: (row) => <VerdictCell row={row} /> },
        ]}
      />
    </Sheet>
  );
}

type CellProps = { readonly row: DelegationChild };

function RoleCell({ row, repository }: CellProps & { readonly repository: string }): ReactNode {
  if (row.kind === "bins") return <><ForeignText text={row.name} />, {countWords(row.count, "hash bin")}</>;
  return <a href={hrefTo({ name: "role", repository, role: row.role })}><ForeignText text={row.role} showAtMost={200} /></a>;
}

function ScopeCell({ row }: CellProps): ReactNode {
  if (row.kind === "bins") return "paths, shared out by their hash";
  const { lead, parts } = scopeWords(row.scope);
  return (
    <>
      {parts.length === 0 && lead}
      {row.scope.kind === "path-hash-prefixes" && "hashes from "}
      {parts.slice(0, 20).map((part, index) => <span key={part}>{index > 0 && ", "}<ForeignText text={part} code showAtMost={200} /></span>)}
      {parts.length > 20 && ` and ${parts.length - 20} more`}
      {row.terminating && parts.length > 0 && ", ends the search"}
    </>
  );
}

function VerdictCell({ row }: CellProps): ReactNode {
  if (row.kind === "bins") return <StateMark kind={row.accepted === row.count ? "ok" : "bad"}>{row.accepted} of {row.count} accepted</StateMark>;
  switch (row.verdict.kind) {
    case "accepted": return <StateMark kind="ok">Accepted</StateMark>;
    case "refused": return <StateMark kind="bad" wrap>Refused: {describeClientFault(row.verdict.fault).happened}</StateMark>;
    case "shown-above": return row.verdict.fault === undefined ? <StateMark kind="ok">Accepted</StateMark> : <StateMark kind="bad" wrap>Refused: {describeClientFault(row.verdict.fault).happened}</StateMark>;
    case "cycle": return <StateMark kind="warn" icon="duplicate">Goes in a circle</StateMark>;
    case "too-many": return <StateMark kind="unknown">Not followed</StateMark>;
  }
}
