import type { DelegationChild } from "../tuf/client/delegation-tree.ts";
import type { DocumentId } from "../tuf/repository/inventory.ts";
import type { Assessment } from "../tuf/repository/assess.ts";
import { countFindings, groupFindings } from "../tuf/words/finding.ts";
import type { DocumentSummary, RepositoryFinding, RepositoryReport } from "../tuf/repository/report.ts";

/** A report with more documents than this tells the page only of those that it shows; the others are asked for one by one. */
const MOST_DOCUMENTS = 1024;
/** Of one rule. What is left out is counted by a finding of its own. */
const MOST_FINDINGS = 500;

/** What crosses to the page: the whole report, or, of a large repository, what a screen shows of it before anything is asked. */
export function pageReport({ report, judged }: Pick<Assessment, "report" | "judged">): RepositoryReport {
  if (report.documents.length <= MOST_DOCUMENTS && report.findings.length <= MOST_FINDINGS) return report;
  const findings = firstOfEachRule(report.findings);
  if (report.documents.length <= MOST_DOCUMENTS) return { ...report, findings };
  const shown = new Set<DocumentId>([...report.inbox.slice(0, MOST_DOCUMENTS).map(({ document }) => document), ...findings.flatMap(documentsIn)]);
  for (const { document } of judged) if (document.metadata.away === undefined && shown.size < MOST_DOCUMENTS * 2) shown.add(document.id);
  const roles = new Set(rolesShown(report.tree?.children ?? []));
  const isShown = ({ id, role }: DocumentSummary): boolean => shown.has(id) || roles.has(role);
  // What was seen is thousands of versions, and may be pinned for a confirmed anchor alone.
  const seen = report.anchor.confirmed ? report.seen : undefined;
  return { ...report, documents: report.documents.filter(isShown), findings, inbox: report.inbox.slice(0, MOST_DOCUMENTS), seen };
}

function firstOfEachRule(findings: readonly RepositoryFinding[]): readonly RepositoryFinding[] {
  return groupFindings(findings).flatMap((group): readonly RepositoryFinding[] => {
    const [listed, left] = [group.slice(0, MOST_FINDINGS), group.slice(MOST_FINDINGS)];
    const [like] = left;
    if (like === undefined) return group;
    const told = new Set(listed.flatMap(documentsIn));
    const documents = new Set(left.flatMap(documentsIn).filter((document) => !told.has(document))).size;
    return [...listed, { severity: like.severity, kind: "more-of-a-rule", like, count: countFindings(left), documents }];
  });
}

function documentsIn(finding: RepositoryFinding): readonly DocumentId[] {
  if (finding.kind === "more-of-a-rule") return [];
  return "document" in finding ? [finding.document] : "documents" in finding ? finding.documents : [];
}

function rolesShown(children: readonly DelegationChild[]): readonly string[] {
  return children.flatMap((child) => (child.kind === "bins" ? child.shown.map(({ role }) => role) : [child.role, ...rolesShown(child.children)]));
}
