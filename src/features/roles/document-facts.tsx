import type { ReactNode } from "react";
import { sizeText } from "../../lib/quoted.ts";
import { DigestText } from "../../ui/atoms/digest-text.tsx";
import { ExpiryText } from "../../ui/atoms/expiry-text.tsx";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { relativeWords, utcText } from "../../ui/atoms/relative-time.ts";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { Definitions } from "../../ui/layout/definitions.tsx";
import type { Definition } from "../../ui/layout/definitions.tsx";
import { Sheet } from "../../ui/layout/sheet.tsx";
import { describeClientFault } from "../../tuf/words/client-fault.ts";
import { countWords, publicationWords, scopeWords } from "../../tuf/words/report-words.ts";
import type { DocumentSummary, RepositoryReport } from "../../tuf/repository/report.ts";
import { hrefTo } from "../../workspace/routes.ts";
import type { DocumentDetail } from "../../workspace/repository-service.ts";
import { findNode } from "./role-model.ts";
import styles from "./roles.module.css";

export type DocumentFactsProps = {
  readonly document: DocumentSummary;
  readonly report: RepositoryReport;
  readonly detail: DocumentDetail | undefined;
  readonly asOf: boolean;
  readonly repository: string;
};

/** What the document says of itself, and where it lies. */
export function DocumentFacts({ document, report, detail, asOf, repository }: DocumentFactsProps): ReactNode {
  const { expires, signingFrom, publication, version, paths, origins, digest } = document;
  const items: readonly (Definition | undefined)[] = [
    { term: "Version", value: `${version}, ${publicationWords(publication)}` },
    {
      term: "Expires",
      value: <><ExpiryText at={expires.instant} now={report.now} asOf={asOf} precision="second" />{expires.form !== "conforming" && <> (written <ForeignText text={expires.text} code />)</>}</>,
    },
    signingFrom === undefined ? undefined : {
      term: "Signing window",
      value: report.now >= signingFrom && !document.expired
        ? <StateMark kind="warn">Open since {utcText(signingFrom)}</StateMark>
        : `${document.expired ? "was open from" : "opens"} ${utcText(signingFrom)}, ${relativeWords(signingFrom, report.now)}`,
    },
    delegatedBy(document, report, repository),
    detail === undefined || document.type !== "targets" ? undefined : { term: "Targets", value: countWords(detail.targetCount, "target file") },
    {
      term: new Set(paths).size === 1 ? "File" : "Files",
      value: <ul className={styles.plain}>{[...new Set(paths)].map((path) => <li key={path}><ForeignText text={path} code /></li>)}{origins.includes("base") && <li className={styles.quiet}>also in what it is compared with</li>}</ul>,
    },
    detail === undefined ? undefined : { term: "Size", value: `${sizeText(detail.fileLengthBytes)} as read, ${sizeText(detail.signedLengthBytes)} signed` },
  ];
  return (
    <Sheet title="The document">
      <Definitions items={items.filter((item) => item !== undefined)} plain />
      <DigestText value={digest} label="SHA-256 of the canonical bytes: what is signed" />
      {detail !== undefined && <DigestText value={detail.fileDigest} label="SHA-256 of the file as it was read" />}
    </Sheet>
  );
}

/** For a delegated role: who lets it sign what, and whether clients accept it. */
function delegatedBy(document: DocumentSummary, { tree }: RepositoryReport, repository: string): Definition | undefined {
  const node = tree === undefined ? undefined : findNode(tree.children, document.role);
  if (node === undefined) return undefined;
  const { lead, parts } = scopeWords(node.scope);
  const { verdict } = node;
  return {
    term: "Delegated by",
    value: (
      <>
        <a href={hrefTo({ name: "role", repository, role: node.delegator })}><ForeignText text={node.delegator} /></a>: {lead}{" "}
        {parts.slice(0, 40).map((part, index) => <span key={part}>{index > 0 && ", "}<ForeignText text={part} code /></span>)}
        {parts.length > 40 && ` and ${parts.length - 40} more`}
        {node.terminating && node.scope.kind !== "none" && " and ends the search there"}.
        {verdict.kind === "refused" && <div><StateMark kind="bad" wrap>Refused: {describeClientFault(verdict.fault).happened}</StateMark></div>}
      </>
    ),
  };
}
