import type { UtcInstant } from "../../lib/utc-instant.ts";
import type { DelegationChild, DelegationNode } from "../../tuf/client/delegation-tree.ts";
import { isMet, type SignatureVerdict } from "../../tuf/verify/verification-report.ts";
import type { DocumentSummary, Publication, Quorum, RepositoryReport } from "../../tuf/repository/report.ts";
import { documentTitle, publicationWords, roleWords } from "../../tuf/words/report-words.ts";
import { describeKeyProblem } from "../../tuf/words/key-problem.ts";
import type { SignatureState } from "../../ui/atoms/signature-row.tsx";
import type { StateKind } from "../../ui/atoms/state-mark.tsx";

const TELLING: readonly Publication[] = ["published", "complete-unseen", "pending", "superseded"];

/** Newest first; of one version, the most published first. */
export function documentsOfRole({ documents }: Pick<RepositoryReport, "documents">, role: string): readonly DocumentSummary[] {
  return documents
    .filter((document) => document.role === role)
    .toSorted((a, b) => b.version - a.version || TELLING.indexOf(a.publication) - TELLING.indexOf(b.publication));
}

/** The document that speaks for the role: what the report says of a top-level role, else the published or the newest one. */
export function standingDocument(report: RepositoryReport, role: string): DocumentSummary | undefined {
  const own = documentsOfRole(report, role);
  const named = report.roles.find((summary) => summary.role === role)?.document;
  return own.find(({ id }) => id === named) ?? own.find(({ publication }) => publication === "published") ?? own[0];
}

/** The one sentence of the screen, with the reason behind it. */
export function documentState(document: DocumentSummary, now: UtcInstant): { readonly kind: StateKind; readonly answer: string; readonly because: string } {
  const title = documentTitle(document.role, document.version);
  const publication = publicationWords(document.publication);
  const lacking = neededQuorums(document).filter(({ report }) => !isMet(report));
  if (document.expired) return { kind: "bad", answer: `${title} has expired.`, because: `It is ${publication}.` };
  if (document.quorums.length === 0) return { kind: "unknown", answer: `Nobody here says who may sign ${title}.`, because: "No document among these files delegates to this role." };
  if (lacking.length > 0) {
    const by = lacking.map(({ by }) => (by.document === document.id ? "its own keys" : `the keys in ${roleWords(by.role)} ${by.version}`)).join(" and by ");
    return { kind: document.publication === "published" ? "bad" : "warn", answer: `${title} lacks signatures.`, because: `It is ${publication}, and not signed by enough of ${by}.` };
  }
  const window = document.signingFrom !== undefined && now >= document.signingFrom ? " Its signing window is open: the next version is due." : "";
  if (document.publication === "published") return { kind: window === "" ? "ok" : "warn", answer: `${title} is signed by enough of its keys.`, because: `It is published.${window}` };
  return { kind: "unknown", answer: `${title} is signed by enough of its keys.`, because: document.publication === "complete-unseen" ? `Publication cannot be seen from here.${window}` : `It is ${publication}.${window}` };
}

/** A root needs both of its quorums; any other document one. */
function neededQuorums(document: DocumentSummary): readonly Quorum[] {
  return document.role === "root" ? document.quorums : document.quorums.slice(0, 1);
}

/** How a judgement looks in a list of signatures. */
export function signatureState(verdict: SignatureVerdict): { readonly state: SignatureState; readonly detail?: string } {
  switch (verdict.kind) {
    case "verified": return { state: "verified" };
    case "duplicate": return { state: "duplicate", detail: `The same key has been counted under the id ${verdict.countedAs}.` };
    case "empty": return { state: "waiting", detail: "An empty place: the signature is still to come." };
    case "does-not-verify": return { state: "does-not-verify", detail: "It may be a signature of another document, or damaged." };
    case "not-hex": return { state: "does-not-verify", detail: "It is not written in hex, as a signature must be." };
    case "not-in-role": return { state: "unknown-key", detail: "This delegator does not list the key for the role; another one may." };
    case "unknown-key": return { state: "unknown-key", detail: "The role lists this id, and no key is defined under it." };
    case "cannot-check": return { state: "cannot-check", detail: describeKeyProblem(verdict.problem).happened };
    case "not-checked": return { state: "cannot-check", detail: `The document carries more signatures than are checked: the first ${verdict.limit} of them were.` };
  }
}

/** The delegation to a role, as the tree has it; the first in order of priority. */
export function findNode(children: readonly DelegationChild[], role: string): DelegationNode | undefined {
  for (const child of children) {
    if (child.kind === "bins") {
      const bin = child.shown.find((node) => node.role === role);
      if (bin !== undefined) return bin;
      continue;
    }
    if (child.role === role) return child;
    const below = findNode(child.children, role);
    if (below !== undefined) return below;
  }
  return undefined;
}

/** What this document delegates, where the tree was drawn from this very version. */
export function delegationsOf({ tree }: Pick<RepositoryReport, "tree">, document: DocumentSummary): readonly DelegationChild[] | undefined {
  if (tree === undefined) return undefined;
  if (document.role === "targets") return tree.of === document.id ? tree.children : undefined;
  const node = findNode(tree.children, document.role);
  return node?.version === document.version ? node.children : undefined;
}
