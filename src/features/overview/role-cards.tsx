import type { ReactNode } from "react";
import { QuorumRing } from "../../ui/atoms/quorum.tsx";
import { quorumWords } from "../../ui/atoms/quorum-words.ts";
import { relativeWords, utcText } from "../../ui/atoms/relative-time.ts";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import type { StateKind } from "../../ui/atoms/state-mark.tsx";
import { Stack } from "../../ui/layout/page.tsx";
import { signedWords } from "../../tuf/words/report-words.ts";
import { isMet } from "../../tuf/verify/verification-report.ts";
import type { TopLevelRole } from "../../tuf/model/ids.ts";
import type { DocumentSummary, RepositoryReport } from "../../tuf/repository/report.ts";
import { hrefTo } from "../../workspace/routes.ts";
import type { OpenRepository } from "../../workspace/state.ts";
import { asCount, delegatorWords, mainQuorum, otherQuorums } from "./quorum-model.ts";
import { SignerNames } from "./signer-names.tsx";
import styles from "./overview.module.css";

/** In the order of their power, which is not the order in which a client reads them. */
const ORDER: readonly TopLevelRole[] = ["root", "targets", "snapshot", "timestamp"];

export function RoleCards({ repository, asOf }: { readonly repository: OpenRepository; readonly asOf: boolean }): ReactNode {
  const { id, report } = repository;
  return (
    <section aria-labelledby="roles">
      <Stack gap={3}>
        <h2 id="roles">Who can change what</h2>
        <ul className={styles.roles}>
          {ORDER.map((role) => {
            const standing = report.roles.find((summary) => summary.role === role)?.document;
            const document = report.documents.find((one) => one.id === standing);
            return <RoleCard key={role} role={role} document={document} report={report} asOf={asOf} href={hrefTo({ name: "role", repository: id, role })} />;
          })}
        </ul>
      </Stack>
    </section>
  );
}

const POWER: Readonly<Record<TopLevelRole, string>> = {
  root: "who signs what, itself included",
  targets: "what clients install",
  snapshot: "which versions belong together",
  timestamp: "what is newest",
};

type RoleCardProps = {
  readonly role: TopLevelRole;
  readonly document: DocumentSummary | undefined;
  readonly report: RepositoryReport;
  readonly asOf: boolean;
  readonly href: string;
};

function RoleCard({ role, document, report, asOf, href }: RoleCardProps): ReactNode {
  if (document === undefined) {
    return (
      <li className={styles.role}>
        <div>
          <h3 className={styles.roleName}>{role}</h3>
          <p className={styles.small}>{POWER[role]}</p>
        </div>
        {hasUnreadFile(role, report) ? <StateMark kind="bad" wrap>Its file cannot be read</StateMark> : <StateMark kind="unknown" wrap>Not among these files</StateMark>}
      </li>
    );
  }
  const main = mainQuorum(document);
  const { kind, words } = stateOf(document, report);
  return (
    <li className={styles.role}>
      <div className={styles.roleHead}>
        <div>
          <h3 className={styles.roleName}>
            <a href={href} className={styles.roleLink}>{role}</a>
          </h3>
          <p className={styles.small}>{POWER[role]}</p>
        </div>
        {main !== undefined && <QuorumRing {...asCount(main)} />}
      </div>
      <div className={styles.roleBody}>
        <span><b>Version {document.version}</b></span>
        {main !== undefined && (
          <>
            <span>{signedWords(main.report)}</span>
            <span className={styles.quiet}><SignerNames signers={main.report.signers} /></span>
          </>
        )}
        {otherQuorums(document).map((quorum) => (
          <span key={`${quorum.by.document} ${quorum.by.role}`} className={styles.quiet}>
            {delegatorWords(document, quorum)}: {quorumWords(asCount(quorum))}
          </span>
        ))}
      </div>
      <div className={styles.roleFoot}>
        <span>
          <time>{utcText(document.expires.instant)}</time>
          <br />
          <span className={styles.quiet}>{document.expired ? "expired " : "expires "}{relativeWords(document.expires.instant, report.now)}{asOf && ", seen from the chosen time"}</span>
        </span>
        <StateMark kind={kind} wrap>{words}</StateMark>
      </div>
    </li>
  );
}

/** Shape of a path: `metadata/12.snapshot.json`, with or without a version. */
function hasUnreadFile(role: TopLevelRole, { unreadable }: Pick<RepositoryReport, "unreadable">): boolean {
  return unreadable.some(({ path }) => new RegExp(`(?:^|/)(?:\\d+\\.)?${role}\\.json$`).test(path));
}

/** The most pressing thing. */
function stateOf(document: DocumentSummary, report: RepositoryReport): { readonly kind: StateKind; readonly words: string } {
  const main = mainQuorum(document);
  if (document.expired) return { kind: "bad", words: "Expired" };
  if (main !== undefined && !isMet(main.report)) return document.publication === "pending" ? { kind: "warn", words: "Pending, lacks signatures" } : { kind: "bad", words: "Not enough signatures" };
  if (document.signingFrom !== undefined && report.now >= document.signingFrom) return { kind: "warn", words: "Signing window open" };
  if (document.publication === "pending") return { kind: "unknown", words: "Pending" };
  return { kind: "ok", words: "Fresh" };
}
