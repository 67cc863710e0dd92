import type { ReactNode } from "react";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { HexText } from "../../ui/atoms/hex-text.tsx";
import { QuorumBar } from "../../ui/atoms/quorum.tsx";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { Disclosure } from "../../ui/controls/disclosure.tsx";
import { Sheet } from "../../ui/layout/sheet.tsx";
import type { MapFileSummary, MultiRoleSummary, NeighbourSummary, NeighbourVerdict, RotateSummary } from "../../tuf/repository/neighbours.ts";
import { describeDocumentFault } from "../../tuf/words/document-fault.ts";
import { describeNeighbour, MAP_RULES, mappingWords } from "../../tuf/words/neighbour.ts";
import { countWords, documentWords } from "../../tuf/words/report-words.ts";
import type { RepositoryReport } from "../../tuf/repository/report.ts";
import { Answers } from "./answers.tsx";
import { MapQuestion } from "./map-question.tsx";
import lines from "./lines.module.css";
import styles from "./neighbours.module.css";

const MOST_SHOWN = 50;

/** Files of formats that no client of TUF 1.x reads: what they are, as they are. Nothing here rests on them. */
export function Neighbours({ neighbours }: Pick<RepositoryReport, "neighbours">): ReactNode {
  if (neighbours.length === 0) return null;
  return (
    <Sheet title="Beside TUF 1.x" note={`${countWords(neighbours.length, "file")}, not supported, shown as read`} flush>
      <ul className={styles.list}>
        {neighbours.slice(0, MOST_SHOWN).map((neighbour) => <Neighbour key={`${neighbour.origin} ${neighbour.path}`} neighbour={neighbour} />)}
      </ul>
      {neighbours.length > MOST_SHOWN && <p className={styles.rest}>and {neighbours.length - MOST_SHOWN} more</p>}
    </Sheet>
  );
}

function Neighbour({ neighbour }: { readonly neighbour: NeighbourSummary }): ReactNode {
  const { happened, evidence, client, you } = describeNeighbour(neighbour);
  return (
    <li className={lines.line} data-neighbour={neighbour.kind}>
      <div><StateMark kind="unknown">Has no say</StateMark></div>
      <div className={styles.text}>
        <h3 className={styles.title}><ForeignText text={capitalised(happened)} showAtMost={300} /></h3>
        <p className={styles.path}><ForeignText text={neighbour.path} code showAtMost={300} />{neighbour.origin === "base" && " (in what it is compared with)"}</p>
        <p className={styles.evidence}><ForeignText text={evidence} showAtMost={600} /></p>
        <Content neighbour={neighbour} />
        <Answers client={client} you={you} />
      </div>
    </li>
  );
}

function Content({ neighbour }: { readonly neighbour: NeighbourSummary }): ReactNode {
  if (!neighbour.read.ok) return null;
  switch (neighbour.kind) {
    case "dsse": {
      const { content } = neighbour.read.value;
      return content?.ok === true ? <Verdicts verdicts={content.value.verdicts} /> : null;
    }
    case "map-file": return <MapContent map={neighbour.read.value} />;
    case "multi-role-targets": return <MultiRoleContent targets={neighbour.read.value} />;
    case "rotate": return <RotateContent rotate={neighbour.read.value} />;
  }
}

/** By the keys at hand: a fact about the file, which still counts for nothing. */
function Verdicts({ verdicts }: { readonly verdicts: readonly NeighbourVerdict[] }): ReactNode {
  if (verdicts.length === 0) return <p className={styles.evidence}>Nobody here says which keys sign it.</p>;
  return (
    <div className={styles.bars}>
      {verdicts.map(({ by, report }) => (
        <QuorumBar key={by === undefined ? "" : `${by.role} ${by.version}`} label={by === undefined ? "By its own keys" : <>By the keys in <ForeignText text={documentWords(by.role, by.version)} /></>} signed={report.counted} threshold={report.threshold} keys={report.signers.length} />
      ))}
    </div>
  );
}

function MapContent({ map: { repositories, mappings } }: { readonly map: MapFileSummary }): ReactNode {
  return (
    <>
      <ol className={styles.mappings} aria-label="Mappings, in the order in which they are asked">
        {mappings.map((mapping, index) => {
          const { lead, patterns, end } = mappingWords(mapping);
          return (
            // Mappings have no name; their place is what tells them apart.
            <li key={index}><ForeignText text={lead} /> {patterns.length === 0 ? "nothing: it has no paths" : <Patterns patterns={patterns} />}. {end}</li>
          );
        })}
      </ol>
      <Disclosure summary="Its repositories" note={String(repositories.length)}>
        <ul className={styles.plain}>
          {repositories.map(({ name, urls }) => <li key={name}><ForeignText text={name} />: {urls.map((url) => <span key={url} className={styles.url}><ForeignText text={url} code showAtMost={200} /></span>)}</li>)}
        </ul>
        <p className={styles.evidence}>{MAP_RULES}</p>
      </Disclosure>
      <MapQuestion map={{ repositories, mappings }} />
    </>
  );
}

function MultiRoleContent({ targets: { verdicts, delegations, delegationCount, fault } }: { readonly targets: MultiRoleSummary }): ReactNode {
  return (
    <>
      <Verdicts verdicts={verdicts} />
      <ul className={styles.plain} aria-label="Delegations to several roles">
        {delegations.map(({ name, paths, terminating, minRolesInAgreement, roles }) => (
          <li key={name}>
            <ForeignText text={name} />: {minRolesInAgreement} of {roles.map((role, i) => <span key={role.name}>{i > 0 && ", "}<ForeignText text={role.name} /> ({role.threshold} of {countWords(role.keyIds.length, "key")})</span>)} for{" "}
            {paths.length === 0 ? "no path" : <Patterns patterns={paths} />}{terminating && ", and the search ends there"}
          </li>
        ))}
      </ul>
      {fault !== undefined && <p className={styles.evidence}>{describeDocumentFault(fault).happened} {describeDocumentFault(fault).evidence} What comes after it was not read.</p>}
      {fault === undefined && delegationCount > delegations.length && <p className={styles.evidence}>and {delegationCount - delegations.length} more</p>}
    </>
  );
}

function RotateContent({ rotate: { keys } }: { readonly rotate: RotateSummary }): ReactNode {
  if (keys.length === 0) return null;
  return (
    <ul className={styles.plain} aria-label="The keys that it names">
      {keys.map(({ keyId, label, keytype }) => <li key={keyId}>{label !== undefined && <><ForeignText text={label} /> </>}<HexText value={keyId} short /> <span className={styles.quiet}><ForeignText text={keytype} /></span></li>)}
    </ul>
  );
}

function Patterns({ patterns }: { readonly patterns: readonly string[] }): ReactNode {
  return patterns.slice(0, MOST_SHOWN).map((pattern, i) => (
    // A pattern may stand there twice.
    <span key={i}>{i > 0 && ", "}<ForeignText text={pattern} code showAtMost={120} /></span>
  ));
}

function capitalised(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
