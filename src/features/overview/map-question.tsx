import { useState, type FormEvent, type ReactNode } from "react";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { TextField } from "../../ui/controls/field.tsx";
import type { MapFileSummary } from "../../tuf/repository/neighbours.ts";
import { agreementWords, repositoryAnswerWords } from "../../tuf/words/map-answer.ts";
import { isMapped, type MapAnswer } from "../../workspace/agreement.ts";
import { useWorkspace, useWorkspaceState } from "../../workspace/react.tsx";
import styles from "./neighbours.module.css";

/** Asks the repositories of a map that are open in this browser for one target, and says whether enough of them agree. */
export function MapQuestion({ map }: { readonly map: MapFileSummary }): ReactNode {
  const workspace = useWorkspace();
  const repositories = useWorkspaceState((state) => state.repositories);
  const [path, setPath] = useState("");
  const [answer, setAnswer] = useState<MapAnswer>();
  const [busy, setBusy] = useState(false);
  const open = map.repositories.filter((mapped) => Object.values(repositories).some((one) => isMapped(one, mapped)));
  if (open.length === 0) {
    return <p className={styles.evidence}>None of its repositories is open in this tab. One counts as open when it was read from its address, or bears its name here.</p>;
  }
  const ask = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (path === "" || busy) return;
    setBusy(true);
    setAnswer(await workspace.askMapFile(map, path));
    setBusy(false);
  };
  return (
    <form className={styles.question} onSubmit={(event) => void ask(event)}>
      <TextField label="Do they agree on a target?" hint={`Its path, such as dir/file.txt. ${open.length} of ${map.repositories.length} repositories are open in this tab.`} value={path} onChange={setPath} code />
      <Button type="submit" busy={busy}>Ask them</Button>
      <div role="status" className={styles.answer}>{answer !== undefined && <Answer answer={answer} />}</div>
    </form>
  );
}

function Answer({ answer: { path, repositories, agreement } }: { readonly answer: MapAnswer }): ReactNode {
  const anchored = repositories.every(({ open }) => open === undefined || open.anchored);
  const { kind, answer, because } = agreementWords(agreement, anchored);
  return (
    <>
      <p><ForeignText text={path} code showAtMost={200} />: <StateMark kind={kind} wrap><ForeignText text={answer} /></StateMark></p>
      {because.length > 0 && <p className={styles.evidence}><ForeignText text={because.join(" ")} showAtMost={800} /></p>}
      <ul className={styles.plain} aria-label="What each repository says">
        {repositories.map(({ name, open }) => <li key={name}><ForeignText text={name} /> <ForeignText text={repositoryAnswerWords(open?.answer)} showAtMost={400} /></li>)}
      </ul>
    </>
  );
}
