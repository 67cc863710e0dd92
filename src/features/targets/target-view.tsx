import type { ReactNode } from "react";
import { groupDigits, publicationWords, signedWords } from "../../tuf/words/report-words.ts";
import { isMet } from "../../tuf/verify/verification-report.ts";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { HexText } from "../../ui/atoms/hex-text.tsx";
import { RawText } from "../../ui/atoms/raw-text.tsx";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Definitions, type Definition } from "../../ui/layout/definitions.tsx";
import { useAnswer, useWorkspace } from "../../workspace/react.tsx";
import { hrefTo } from "../../workspace/routes.ts";
import type { OpenRepository } from "../../workspace/state.ts";
import type { TargetDetail, TargetHit } from "../../workspace/targets-model.ts";
import styles from "./targets.module.css";

type Props = { readonly repository: OpenRepository; readonly hit: TargetHit; readonly onWalk: (path: string) => void };

/** Everything that one document says of one target, and who stands behind that document. */
export function TargetView({ repository, hit, onWalk }: Props): ReactNode {
  const workspace = useWorkspace();
  const detail = useAnswer(`${repository.id} ${hit.document} ${hit.path}`, () => workspace.readTarget(repository.id, hit.document, hit.path));
  return (
    <section className={styles.view} aria-label="The chosen target">
      {detail.kind === "loading" && <p>Reading its document.</p>}
      {detail.kind === "gone" && <p>Its document was changed or moved since it was read. Open the repository again to see it.</p>}
      {detail.kind === "loaded" && (
        <>
          <TargetFacts target={detail.value} repository={repository.id} />
          <div className={styles.acts}><Button size="small" onClick={() => onWalk(hit.path)}>Walk to it as a client does</Button></div>
        </>
      )}
    </section>
  );
}

/** The facts alone. */
export function TargetFacts({ target, repository }: { readonly target: TargetDetail; readonly repository: string }): ReactNode {
  const { path, lengthBytes, hashes, custom, role, version, publication, report } = target;
  const items: readonly Definition[] = [
    { term: "Path", value: <ForeignText text={path} code /> },
    {
      term: "Listed by",
      value: (
        <>
          <a href={hrefTo({ name: "role", repository, role })}><ForeignText text={role} showAtMost={200} /></a> {version}, {publicationWords(publication)}.{" "}
          {report === undefined
            ? <StateMark kind="unknown">Nobody here delegates to it</StateMark>
            : <StateMark kind={isMet(report) ? "ok" : "bad"} wrap>{signedWords(report)}</StateMark>}
        </>
      ),
    },
    { term: "Length", value: `${groupDigits(lengthBytes)} bytes` },
    ...hashes.map(([algorithm, hex]): Definition => ({ term: algorithm, value: <HexText value={hex} copy={algorithm} /> })),
  ];
  return (
    <>
      <Definitions items={items} plain />
      {custom !== undefined && (
        <div className={styles.custom}>
          <h3>Custom data</h3>
          <RawText text={custom} label="Custom data of the target" maxRows={12} />
        </div>
      )}
    </>
  );
}
