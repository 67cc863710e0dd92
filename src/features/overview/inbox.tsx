import type { ReactNode } from "react";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { QuorumRing } from "../../ui/atoms/quorum.tsx";
import { quorumWords } from "../../ui/atoms/quorum-words.ts";
import { LinkButton } from "../../ui/controls/button.tsx";
import { Stack } from "../../ui/layout/page.tsx";
import { documentTitle, documentWords, momentWords } from "../../tuf/words/report-words.ts";
import type { DocumentSummary, InboxItem } from "../../tuf/repository/report.ts";
import { useWorkspaceState } from "../../workspace/react.tsx";
import { hrefTo } from "../../workspace/routes.ts";
import type { OpenRepository } from "../../workspace/state.ts";
import { asCount, delegatorWords, leastMet, tellingQuorums, waitsFor } from "./quorum-model.ts";
import styles from "./overview.module.css";

/** What waits for somebody: pending documents, complete ones, and published ones that gained signatures. */
export function Inbox({ repository }: { readonly repository: OpenRepository }): ReactNode {
  const { id, report } = repository;
  const keyring = useWorkspaceState((state) => state.keyring);
  const mine = new Set(keyring.kind === "ready" ? keyring.entries.map(({ fingerprint }) => fingerprint) : []);
  const cards = report.inbox.flatMap((item) => {
    const document = report.documents.find((one) => one.id === item.document);
    return document === undefined ? [] : [{ item, document, yours: item.kind === "needs-signatures" && waitsFor(document, mine) }];
  });
  if (cards.length === 0) return null;
  const twins = new Set(cards.map(({ item }) => `${item.role} ${item.version}`)).size < cards.length;
  // One act per screen: before the anchor is confirmed, confirming it is the act.
  const first = report.anchor.confirmed ? (cards.find(({ yours }) => yours) ?? cards.find(({ item }) => item.kind === "needs-signatures")) : undefined;
  return (
    <section aria-labelledby="inbox">
      <Stack gap={3}>
        <h2 id="inbox">What waits</h2>
        <ul className={styles.inbox}>
          {cards.map((card) => (
            <InboxCard key={card.item.document} {...card} repository={id} act={card === first} showPath={twins} />
          ))}
        </ul>
      </Stack>
    </section>
  );
}

type InboxCardProps = {
  readonly item: InboxItem;
  readonly document: DocumentSummary;
  readonly yours: boolean;
  readonly repository: string;
  readonly act: boolean;
  /** Two documents of one version are told apart by where they lie. */
  readonly showPath: boolean;
};

function InboxCard({ item, document, yours, repository, act, showPath }: InboxCardProps): ReactNode {
  const standing = leastMet(document);
  return (
    <li className={yours ? styles.cardYours : styles.card}>
      {standing !== undefined && <QuorumRing {...asCount(standing)} size={52} />}
      <div className={styles.cardText}>
        <h3 className={styles.cardTitle}>{itemTitle(item, yours)}</h3>
        {item.kind === "more-signatures" ? (
          <p className={styles.small}>The document is the one that is published; only signatures were added. They change nothing for clients, and are not lost.</p>
        ) : (
          <ul className={styles.quorums}>
            {tellingQuorums(document).map((quorum) => (
              <li key={`${quorum.by.document} ${quorum.by.role}`}>{delegatorWords(document, quorum)}: {quorumWords(asCount(quorum))}</li>
            ))}
          </ul>
        )}
        <p className={styles.small}>
          {item.kind === "complete" && <>{document.publication === "complete-unseen" ? "Complete; publication cannot be seen from here." : "Complete, not published yet."} </>}
          {document.expired ? "Expired since" : "Good until"} {momentWords(document.expires.instant)}.{showPath && <> In <ForeignText text={document.paths.join(", ")} code showAtMost={200} />.</>}
        </p>
      </div>
      <LinkButton {...(act ? { look: "act" as const } : {})} href={hrefTo({ name: "draft", repository, document: item.document, step: "review" })}>
        <span>Review <ForeignText text={documentWords(item.role, item.version)} showAtMost={60} /></span>
      </LinkButton>
    </li>
  );
}

function itemTitle(item: InboxItem, yours: boolean): ReactNode {
  const title = <ForeignText text={documentTitle(item.role, item.version)} showAtMost={80} />;
  switch (item.kind) {
    case "needs-signatures": return yours ? <>{title} needs your signature</> : <>{title} needs signatures</>;
    case "complete": return <>{title} is complete</>;
    case "more-signatures": return <>{title} has {item.gained} more {item.gained === 1 ? "signature" : "signatures"} than the published file</>;
  }
}
