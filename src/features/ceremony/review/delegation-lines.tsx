import type { ReactNode } from "react";
import { sizeText } from "../../../lib/quoted.ts";
import type { BinsFacts, DelegationChange, DelegationFacts, FileFacts } from "../../../tuf/diff/change.ts";
import type { DelegationScope } from "../../../tuf/model/metadata.ts";
import { countWords, scopeWords } from "../../../tuf/words/report-words.ts";
import { ForeignText } from "../../../ui/atoms/foreign-text.tsx";
import { HexText } from "../../../ui/atoms/hex-text.tsx";
import { Was } from "./change-row.tsx";
import { KeyLine } from "./key-lines.tsx";
import styles from "./changes.module.css";

export function DelegationLines({ facts }: { readonly facts: DelegationFacts }): ReactNode {
  const { name, keys, threshold, terminating, position, scope } = facts;
  return (
    <>
      <p>
        <b><ForeignText text={name} /></b>, place {position} in the order:{" "}
        {keys.length === 0 ? <b>no key may sign it</b> : <>any <b>{threshold} of {countWords(keys.length, "key")}</b></>}
        {terminating ? ", and clients look no further for what it reaches." : "."}
      </p>
      <ScopeLine scope={scope} />
      {keys.map((key) => <KeyLine key={key.identity} facts={key} />)}
    </>
  );
}

export function ScopeLines({ change }: { readonly change: Extract<DelegationChange, { kind: "paths" }> }): ReactNode {
  return (
    <>
      <p><b><ForeignText text={change.role} /></b></p>
      {change.widened.length > 0 && <div>may now also sign <Patterns entries={change.widened} /></div>}
      {change.narrowed.length > 0 && <div>may no longer sign all of <Patterns entries={change.narrowed} /></div>}
      {change.widened.length + change.narrowed.length === 0 && <p>reaches the same paths, written otherwise.</p>}
      <Was>All of it now: <ScopeLine scope={change.after} /></Was>
      <Was>Before: <ScopeLine scope={change.before} /></Was>
    </>
  );
}

export function OrderLine({ names }: { readonly names: readonly string[] }): ReactNode {
  return names.map((name, index) => (
    <span key={name}>
      {index > 0 && ", "}
      {index + 1} <ForeignText text={name} />
    </span>
  ));
}

export function BinsLine({ bins }: { readonly bins: BinsFacts | undefined }): ReactNode {
  if (bins === undefined) return "no hash bins";
  return (
    <>
      {countWords(2 ** bins.bitLength, "hash bin")} named <ForeignText text={`${bins.namePrefix}-…`} />, any {bins.threshold} of {countWords(bins.keys.length, "key")}
    </>
  );
}

/** What is listed of one file: version, length, hashes in full, and what else stands there. */
export function FileLine({ file }: { readonly file: FileFacts }): ReactNode {
  return (
    <dl className={styles.facts}>
      {file.version !== undefined && <><dt>version</dt><dd>{file.version}</dd></>}
      {file.lengthBytes !== undefined && <><dt>length</dt><dd>{sizeText(file.lengthBytes)}</dd></>}
      {file.hashes.map(({ algorithm, value }) => (
        <FileFact key={algorithm} name={algorithm}><HexText value={value} /></FileFact>
      ))}
      {file.custom !== undefined && <><dt>custom</dt><dd><ForeignText text={file.custom} code showAtMost={600} /></dd></>}
    </dl>
  );
}

function FileFact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return <><dt><ForeignText text={name} /></dt><dd>{children}</dd></>;
}

function ScopeLine({ scope }: { readonly scope: DelegationScope }): ReactNode {
  const { lead, parts } = scopeWords(scope);
  return <div>{lead} {parts.length > 0 && <Patterns entries={parts} />}</div>;
}

function Patterns({ entries }: { readonly entries: readonly string[] }): ReactNode {
  return (
    <ul className={styles.paths}>
      {entries.map((entry) => <li key={entry}><ForeignText text={entry} code /></li>)}
    </ul>
  );
}
