import { useState } from "react";
import type { ReactNode } from "react";
import { describeClientFault } from "../../tuf/words/client-fault.ts";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { TextField } from "../../ui/controls/field.tsx";
import { Sheet } from "../../ui/layout/sheet.tsx";
import { useAnswer, useWorkspace } from "../../workspace/react.tsx";
import { hrefTo } from "../../workspace/routes.ts";
import type { OpenRepository } from "../../workspace/state.ts";
import type { Resolution } from "../../workspace/targets-model.ts";
import { TargetFacts } from "./target-view.tsx";
import { describeWalk } from "./walk-words.ts";
import styles from "./targets.module.css";

type Props = { readonly repository: OpenRepository; readonly path: string; readonly onPath: (path: string) => void };

/** The delegation walk that a client makes for one path. */
export function ResolvePath({ repository, path, onPath }: Props): ReactNode {
  const [typed, setTyped] = useState(path);
  const [shown, setShown] = useState(path);
  if (shown !== path) {
    // Chosen elsewhere on this screen.
    setShown(path);
    setTyped(path);
  }
  return (
    <Sheet title="Walk to a path" note="as a client does: from top-level targets, in order of priority">
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (typed !== "") onPath(typed);
        }}
      >
        <TextField label="The whole path of a target" code value={typed} onChange={setTyped} hint="It need not be listed: the walk shows who would be asked for it." />
        <Button type="submit">Walk</Button>
      </form>
      {path !== "" && <Walk key={path} repository={repository} path={path} />}
    </Sheet>
  );
}

function Walk({ repository, path }: { readonly repository: OpenRepository; readonly path: string }): ReactNode {
  const workspace = useWorkspace();
  const walk = useAnswer(`${repository.id} ${repository.report.now} ${path}`, () => workspace.resolvePath(repository.id, path));
  if (walk.kind !== "loaded") return <p role="status">Walking.</p>;
  const { refusal, visits, found } = walk.value;
  const { kind, answer, because } = describeWalk(walk.value);
  return (
    <div className={styles.walk} role="status">
      {refusal !== undefined && <StateMark kind="warn" wrap>A client does not come so far: {describeClientFault(refusal).happened}</StateMark>}
      <p className={styles.answer}><b><StateMark kind={kind} size="inherit" flow>{answer}</StateMark></b> {because}</p>
      {visits.length > 0 && (
        <ol className={styles.steps} aria-label="Roles in the order in which they are asked">
          {visits.map((visit) => <Step key={visit.role} visit={visit} repository={repository.id} />)}
        </ol>
      )}
      {found !== undefined && <TargetFacts target={found} repository={repository.id} />}
    </div>
  );
}

type Visit = Resolution["visits"][number];

function Step({ visit, repository }: { readonly visit: Visit; readonly repository: string }): ReactNode {
  const { role, outcome, asksNext, givesUp } = visit;
  return (
    <li className={styles.step}>
      <div><b><a href={hrefTo({ name: "role", repository, role })}><ForeignText text={role} showAtMost={200} /></a></b> <WhyAsked visit={visit} /></div>
      <div className={styles.facts}>
        {outcome.kind === "found" && <StateMark kind="ok">Lists it</StateMark>}
        {outcome.kind === "not-here" && <span>does not list it</span>}
        {outcome.kind === "refused" && <StateMark kind="bad" wrap>Refused: {describeClientFault(outcome.fault).happened}</StateMark>}
        {asksNext.length > 0 && <span>may be asked next: <Names roles={asksNext} /></span>}
        {outcome.kind === "not-here" && asksNext.length === 0 && <span>delegates it to nobody</span>}
      </div>
      {givesUp.length > 0 && <StateMark kind="warn" wrap>Ends the search: <Names roles={givesUp} /> will not be asked</StateMark>}
    </li>
  );
}

function WhyAsked({ visit: { scope, delegator, terminating } }: { readonly visit: Visit }): ReactNode {
  const end = terminating ? ", and nobody after it" : "";
  switch (scope?.kind) {
    case undefined: return delegator === undefined ? "every search begins here" : `delegated to by ${delegator}`;
    case "bin": return `the one hash bin that the path’s SHA-256 falls into${end}`;
    case "path-hash-prefixes": return <>the path’s SHA-256 begins as it is given: <Parts parts={scope.prefixes} />{end}</>;
    case "paths": return <>the path fits <Parts parts={scope.patterns} />{end}</>;
    case "none": return "for no path";
  }
}

const MOST_PARTS = 6;

function Parts({ parts }: { readonly parts: readonly string[] }): ReactNode {
  return (
    <>
      {parts.slice(0, MOST_PARTS).map((part, index) => (
        // The same pattern may stand twice.
        <span key={index}>{index > 0 && " or "}<ForeignText text={part} code showAtMost={120} /></span>
      ))}
      {parts.length > MOST_PARTS && ` or ${parts.length - MOST_PARTS} others`}
    </>
  );
}

function Names({ roles }: { readonly roles: readonly string[] }): ReactNode {
  return (
    <>
      {roles.slice(0, MOST_PARTS).map((role, index) => <span key={role}>{index > 0 && ", "}<ForeignText text={role} showAtMost={80} /></span>)}
      {roles.length > MOST_PARTS && ` and ${roles.length - MOST_PARTS} more`}
    </>
  );
}
