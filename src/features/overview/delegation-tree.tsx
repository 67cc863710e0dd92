import { useId, useState } from "react";
import type { ReactNode } from "react";
import { parseInstant } from "../../lib/utc-instant.ts";
import type { UtcInstant } from "../../lib/utc-instant.ts";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { relativeWords, utcText } from "../../ui/atoms/relative-time.ts";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import type { StateKind } from "../../ui/atoms/state-mark.tsx";
import { Icon } from "../../ui/icons/icon.tsx";
import type { IconName } from "../../ui/icons/icon.tsx";
import { Sheet } from "../../ui/layout/sheet.tsx";
import type { BinsNode, DelegationChild, DelegationNode } from "../../tuf/client/delegation-tree.ts";
import { describeClientFault } from "../../tuf/words/client-fault.ts";
import { countWords, documentWords, scopeWords, signedWords } from "../../tuf/words/report-words.ts";
import type { DocumentSummary } from "../../tuf/repository/report.ts";
import { hrefTo } from "../../workspace/routes.ts";
import type { OpenRepository } from "../../workspace/state.ts";
import { SignerNames } from "./signer-names.tsx";
import styles from "./tree.module.css";

/** What every row needs to know of the repository. */
interface TreeContext {
  readonly repository: string;
  readonly now: UtcInstant;
  readonly documents: readonly DocumentSummary[];
}

/** Trees up to this many rows stand open from the start; bins, which are folded, are one. */
const OPEN_UP_TO = 40;

/** Whom top-level targets let sign for which paths, in the order in which a client asks them. */
export function DelegationTree({ repository, asOf }: { readonly repository: OpenRepository; readonly asOf: boolean }): ReactNode {
  const { tree, documents, now } = repository.report;
  if (tree === undefined) return null;
  const from = documents.find(({ id }) => id === tree.of);
  const source = from === undefined ? "targets" : documentWords(from.role, from.version);
  const note = tree.published ? `from ${source}, published` : `from ${source}, not published`;
  if (tree.children.length === 0) {
    return (
      <Sheet title="Delegations" note={note}>
        <p>Targets delegates to nobody: its own keys alone decide what clients install.</p>
      </Sheet>
    );
  }
  const context: TreeContext = { repository: repository.id, now, documents };
  return (
    <Sheet title="Delegations" note={`${note}${asOf ? ", at the chosen time" : ""}`} flush>
      <ul className={styles.tree} aria-label="Delegations, in order of priority">
        {tree.children.map((child, index) => (
          <TreeItem key={`${index} ${child.kind === "role" ? child.role : child.name}`} child={child} level={1} openAtFirst={rowCount(tree.children) <= OPEN_UP_TO} context={context} />
        ))}
      </ul>
    </Sheet>
  );
}

function rowCount(children: readonly DelegationChild[]): number {
  return children.reduce((sum, child) => sum + 1 + (child.kind === "role" ? rowCount(child.children) : 0), 0);
}

type ItemProps<T extends DelegationChild> = { readonly child: T; readonly level: number; readonly openAtFirst: boolean; readonly context: TreeContext };

function TreeItem({ child, ...rest }: ItemProps<DelegationChild>): ReactNode {
  return child.kind === "role" ? <RoleItem child={child} {...rest} /> : <BinsItem child={child} {...rest} />;
}

function RoleItem({ child, level, openAtFirst, context }: ItemProps<DelegationNode>): ReactNode {
  const { role, scope, terminating, version, expires, report, targetCount, children } = child;
  const { lead, parts } = scopeWords(scope);
  return (
    <Branch
      level={level}
      openAtFirst={openAtFirst}
      name={<a href={hrefTo({ name: "role", repository: context.repository, role })}><ForeignText text={role} showAtMost={200} /></a>}
      toggleName={role}
      may={
        <>
          {lead}{" "}
          {parts.slice(0, SHOWN_PARTS).map((part, index) => (
            <span key={part}>{index > 0 && ", "}<ForeignText text={part} code showAtMost={200} /></span>
          ))}
          {parts.length > SHOWN_PARTS && ` and ${parts.length - SHOWN_PARTS} more`}
          {terminating && scope.kind !== "none" && " and ends the search there"}
        </>
      }
      facts={
        <>
          {version !== undefined && <span>version {version}</span>}
          {report !== undefined ? <span>{signedWords(report)}: <SignerNames signers={report.signers} /></span> : <span>{countWords(child.threshold, "signature")} needed</span>}
          {expires !== undefined && <ExpiryFact text={expires} now={context.now} />}
          {targetCount > 0 && <span>{countWords(targetCount, "target")}</span>}
        </>
      }
      verdict={<><Verdict node={child} />{isDue(child, context) && <StateMark kind="warn">Signing window open</StateMark>}</>}
      branches={children}
      context={context}
    />
  );
}

const SHOWN_PARTS = 12;

function BinsItem({ child, level, context }: ItemProps<BinsNode>): ReactNode {
  const { name, count, accepted, threshold, terminating, targetCount, firstExpires, shown } = child;
  const all = accepted === count;
  return (
    <Branch
      level={level}
      openAtFirst={false}
      name={<ForeignText text={name} showAtMost={200} />}
      toggleName={name}
      may={<>{countWords(count, "hash bin")} that share the paths out among them by their hash{terminating ? ", and end the search there" : ""}</>}
      facts={
        <>
          <span>{countWords(threshold, "signature")} needed in each</span>
          {firstExpires !== undefined && <span>the first <ExpiryFact text={firstExpires} now={context.now} /></span>}
          {targetCount > 0 && <span>{countWords(targetCount, "target")}</span>}
        </>
      }
      verdict={<StateMark kind={all ? "ok" : "bad"}>{all ? `All ${accepted} accepted` : `${accepted} of ${count} accepted`}</StateMark>}
      branches={shown}
      rest={count - shown.length}
      context={context}
    />
  );
}

type BranchProps = {
  readonly level: number;
  readonly openAtFirst: boolean;
  readonly name: ReactNode;
  readonly toggleName: string;
  readonly may: ReactNode;
  readonly facts: ReactNode;
  readonly verdict: ReactNode;
  readonly branches: readonly DelegationChild[];
  /** Branches that are counted and not drawn. */
  readonly rest?: number;
  readonly context: TreeContext;
};

/** One row, and below it what it delegates: built only while it stands open. */
function Branch({ level, openAtFirst, name, toggleName, may, facts, verdict, branches, rest = 0, context }: BranchProps): ReactNode {
  const [open, setOpen] = useState(openAtFirst);
  const listId = useId();
  return (
    <li className={styles.item}>
      <div className={styles.row}>
        {branches.length > 0 ? (
          <button type="button" className={styles.toggle} aria-expanded={open} aria-controls={open ? listId : undefined} aria-label={`What ${toggleName} delegates`} onClick={() => setOpen(!open)}>
            <Icon name="chevron" size={14} />
          </button>
        ) : (
          <span className={styles.leaf} aria-hidden="true" />
        )}
        <div className={styles.what}>
          <div><b>{name}</b> {may}</div>
          <div className={styles.facts}>{facts}</div>
        </div>
        <div className={styles.verdict}>{verdict}</div>
      </div>
      {open && branches.length > 0 && (
        <ul id={listId} className={styles.children}>
          {branches.map((child, index) => (
            <TreeItem key={`${index} ${child.kind === "role" ? child.role : child.name}`} child={child} level={level + 1} openAtFirst={openAtFirst && level < 4} context={context} />
          ))}
          {rest > 0 && <li className={styles.rest}>and {rest.toLocaleString("en")} more of the same keys, all counted above</li>}
        </ul>
      )}
    </li>
  );
}

function ExpiryFact({ text, now }: { readonly text: string; readonly now: UtcInstant }): ReactNode {
  const parsed = parseInstant(text);
  if (parsed === undefined) return <ForeignText text={text} />;
  const over = parsed.instant <= now;
  const words = <>{over ? "expired" : "expires"} <time className={styles.moment}>{utcText(parsed.instant)}</time>, {relativeWords(parsed.instant, now)}</>;
  return over ? <StateMark kind="bad" flow>{words}</StateMark> : <span>{words}</span>;
}

/** Its signers are asked to sign the next version; an expired one is refused, which says more. */
function isDue({ role, version, verdict }: DelegationNode, { documents, now }: TreeContext): boolean {
  const document = documents.find((one) => one.role === role && one.version === version);
  return verdict.kind === "accepted" && document?.signingFrom !== undefined && now >= document.signingFrom;
}

function Verdict({ node }: { readonly node: DelegationNode }): ReactNode {
  const { kind, icon, word, why } = verdictWords(node);
  return (
    <>
      <StateMark kind={kind} {...(icon === undefined ? {} : { icon })}>{word}</StateMark>
      {why !== undefined && <div className={styles.why}>{why}</div>}
    </>
  );
}

function verdictWords({ verdict }: DelegationNode): { readonly kind: StateKind; readonly icon?: IconName; readonly word: string; readonly why?: string } {
  switch (verdict.kind) {
    case "accepted": return { kind: "ok", word: "Accepted" };
    case "refused": return { kind: "bad", word: "Refused", why: describeClientFault(verdict.fault).happened };
    case "cycle": return { kind: "warn", icon: "duplicate", word: "Goes in a circle", why: "It leads back to a role above; a client does not follow it again." };
    case "shown-above":
      return verdict.fault === undefined
        ? { kind: "ok", icon: "duplicate", word: "Accepted, shown above", why: "Another role delegates to it too; what it delegates stands there." }
        : { kind: "bad", word: "Refused here, shown above", why: describeClientFault(verdict.fault).happened };
    case "too-many": return { kind: "unknown", word: "Not followed", why: "There are too many delegations to draw; a client stops far earlier." };
  }
}
