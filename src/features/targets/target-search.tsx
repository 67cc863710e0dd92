import { useEffect, useState } from "react";
import type { ReactNode } from "react";
import { sizeText } from "../../lib/quoted.ts";
import { countWords, groupDigits, publicationWords } from "../../tuf/words/report-words.ts";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { TextField } from "../../ui/controls/field.tsx";
import { LongList } from "../../ui/layout/long-list.tsx";
import { Sheet } from "../../ui/layout/sheet.tsx";
import { useAnswer, useWorkspace } from "../../workspace/react.tsx";
import type { OpenRepository } from "../../workspace/state.ts";
import type { TargetHit, TargetHits } from "../../workspace/targets-model.ts";
import { readQuestion } from "./question.ts";
import { TargetView } from "./target-view.tsx";
import styles from "./targets.module.css";

const MOST = 1000;
const ROW_PX = 60;
const TYPING_MS = 120;

type Props = { readonly repository: OpenRepository; readonly onWalk: (path: string) => void };

/** By any part of a path, or by a hash; the chosen one is told in full. */
export function TargetSearch({ repository, onWalk }: Props): ReactNode {
  const workspace = useWorkspace();
  const { id, report } = repository;
  const [typed, setTyped] = useState("");
  const asked = useSettled(typed);
  const question = readQuestion(asked);
  const answer = useAnswer(`${id} ${report.now} ${JSON.stringify(question)}`, () => workspace.findTargets(id, question, MOST));
  const [chosen, setChosen] = useState<TargetHit>();
  const found = answer.kind === "loaded" ? answer.value : undefined;
  const first = found?.hits[0];
  return (
    <Sheet title="Find a target" note={found === undefined ? undefined : `answered in ${Math.max(1, Math.round(found.tookMs))} ms`} flush>
      <div className={styles.ask}>
        <TextField
          label="Part of a path, or a hash"
          type="search"
          code
          value={typed}
          onChange={setTyped}
          hint={question.kind === "hash" ? "Read as the beginning of a hash: eight hex digits or more." : "As it is written, capitals and all. Eight hex digits or more are read as a hash."}
        />
        <p className={styles.count} role="status">{found === undefined ? "Looking" : countText(found, asked, report.counts.targets)}</p>
      </div>
      {found !== undefined && first !== undefined && (
        <LongList
          key={`${found.hits.length} ${keyOf(first)}`}
          label="Targets found"
          items={found.hits}
          itemKey={keyOf}
          rowPx={ROW_PX}
          maxRows={8}
          row={(hit) => <HitRow hit={hit} chosen={chosen !== undefined && keyOf(chosen) === keyOf(hit)} onChoose={() => setChosen(hit)} />}
        />
      )}
      {chosen !== undefined && <TargetView key={keyOf(chosen)} repository={repository} hit={chosen} onWalk={onWalk} />}
    </Sheet>
  );
}

function HitRow({ hit, chosen, onChoose }: { readonly hit: TargetHit; readonly chosen: boolean; readonly onChoose: () => void }): ReactNode {
  return (
    <button type="button" className={styles.hit} aria-pressed={chosen} onClick={onChoose}>
      <span className={styles.path}><ForeignText text={hit.path} code showAtMost={160} /></span>
      <span className={styles.facts}>
        <span>{sizeText(hit.lengthBytes)}</span>
        <span className={styles.role}>listed by <ForeignText text={hit.role} showAtMost={60} /> {hit.version}</span>
        {hit.publication !== "published" && <StateMark kind="unknown">{publicationWords(hit.publication)}</StateMark>}
      </span>
    </button>
  );
}

function keyOf({ document, path }: TargetHit): string {
  return `${document} ${path}`;
}

function countText({ hits, isMore }: TargetHits, asked: string, all: number): string {
  if (hits.length === 0) return asked === "" ? "No document here lists a target." : "Nothing here fits.";
  if (isMore) return `The first ${groupDigits(hits.length)}${asked === "" ? ` of ${countWords(all, "target")}` : ", and there are more"}. Type more of it to see fewer.`;
  return `${countWords(hits.length, "target")}${asked === "" ? "" : hits.length === 1 ? " fits" : " fit"}.`;
}

/** What was typed, once the typing pauses. */
function useSettled(typed: string): string {
  const [settled, setSettled] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return settled;
}
