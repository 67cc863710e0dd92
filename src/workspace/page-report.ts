import type { DelegationChild } from "../tuf/client/delegation-tree.ts";
import type { DocumentId } from "../tuf/repository/inventory.ts";
import type { Assessment } from "../tuf/repository/assess.ts";
import type { DocumentSummary, RepositoryFinding, RepositoryReport } from "../tuf/repository/report.ts";

/** A report with more documents than this tells the page only of those that it shows; the others are asked for one by one. */
const MOST_DOCUMENTS = 1024;
/** Of one kind. What is left out is counted in `counts`. */
const MOST_FINDINGS = 500;

/** What crosses to the page: the whole report, or, of a large repository, what a screen shows of it before anything is asked. */
export function pageReport({ report, judged }: Pick<Assessment, "report" | "judged">): RepositoryReport {
  if (report.documents.length <= MOST_DOCUMENTS && report.findings.length <= MOST_FINDINGS) return report;
  const findings = firstOfEachKind(report.findings);
  if (report.documents.length <= MOST_DOCUMENTS) return { ...report, findings };
  const shown = new Set<DocumentId>([...report.inbox.slice(0, MOST_DOCUMENTS).map(({ document }) => document), ...findings.flatMap(documentsIn)]);
  for (const { document } of judged) if (document.metadata.away === undefined && shown.size < MOST_DOCUMENTS * 2) shown.add(document.id);
  const roles = new Set(rolesShown(report.tree?.children ?? []));
  const isShown = ({ id, role }: DocumentSummary): boolean => shown.has(id) || roles.has(role);
  // What was seen is thousands of versions, and may be pinned for a confirmed anchor alone.
  const seen = report.anchor.confirmed ? report.seen : undefined;
  return { ...report, documents: report.documents.filter(isShown), findings, inbox: report.inbox.slice(0, MOST_DOCUMENTS), seen };
}

function firstOfEachKind(findings: readonly RepositoryFinding[]): readonly RepositoryFinding[] {
  const counts = new Map<string, number>();
  return findings.filter(({ kind, severity }) => {
    const rule = `${severity} ${kind}`;
    const count = (counts.get(rule) ?? 0) + 1;
    counts.set(rule, count);
    return count <= MOST_FINDINGS;
  });
}

function documentsIn(finding: RepositoryFinding): readonly DocumentId[] {
  return "document" in finding ? [finding.document] : "documents" in finding ? finding.documents : [];
}

function rolesShown(children: readonly DelegationChild[]): readonly string[] {
  return children.flatMap((child) => (child.kind === "bins" ? child.shown.map(({ role }) => role) : [child.role, ...rolesShown(child.children)]));
}
