import type { ReactNode } from "react";
import { sizeText } from "../../lib/quoted.ts";
import { assertNever } from "../../lib/assert-never.ts";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { utcText } from "../../ui/atoms/relative-time.ts";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { Disclosure } from "../../ui/controls/disclosure.tsx";
import { countWords } from "../../tuf/words/report-words.ts";
import { useWorkspace } from "../../workspace/react.tsx";
import { hrefTo } from "../../workspace/routes.ts";
import type { OpenRepository } from "../../workspace/state.ts";
import { pathProblemText } from "../../workspace/words.ts";
import styles from "./overview.module.css";

const SOURCE_WORDS: Readonly<Record<OpenRepository["source"]["kind"], string>> = {
  folder: "folder", files: "files", zip: "zip", tar: "tar archive", url: "address", practice: "made here for practice",
};
const LAYOUT_WORDS: Readonly<Record<OpenRepository["layout"], string>> = {
  published: "published layout", working: "working folder", loose: "loose files",
};

/** Where this comes from, when it was read, and in which shape it lay there. */
export function SourceLine({ repository }: { readonly repository: OpenRepository }): ReactNode {
  const { source, layout, folder, base, kept } = repository;
  return (
    <>
      <span>
        Source: {SOURCE_WORDS[source.kind]}
        {source.kind !== "practice" && <> <ForeignText text={source.name} code showAtMost={120} /></>}
        {folder !== "" && source.kind !== "practice" && <> in <ForeignText text={folder} code showAtMost={120} /></>}, read{" "}
        <time>{utcText(source.readAt)}</time>
      </span>
      <span>{LAYOUT_WORDS[layout]}</span>
      <span>{base === undefined ? "not compared with what is published" : <>compared with <ForeignText text={base.name} code showAtMost={80} /></>}</span>
      {!kept && <StateMark kind="warn">Too large to keep here: a reload loses it</StateMark>}
    </>
  );
}

/** What lay beside the metadata and was left alone, and other repositories in the same place. */
export function UnreadFiles({ repository }: { readonly repository: OpenRepository }): ReactNode {
  const { notRead, passedOver, otherFolders } = repository;
  const troubled = notRead.filter(({ why }) => why.kind !== "content");
  const content = notRead.length - troubled.length;
  return (
    <>
      {(notRead.length > 0 || passedOver > 0) && (
        <Disclosure summary="What was not read" note={unreadNote(content, troubled.length, passedOver)}>
          {troubled.length > 0 && (
            <ul className={styles.plainList}>
              {troubled.slice(0, 200).map((file) => (
                <li key={file.path}>
                  <ForeignText text={file.path} code showAtMost={300} />: {reasonWords(file.why)}
                </li>
              ))}
            </ul>
          )}
          {content > 0 && <p>{countWords(content, "file")} that are not metadata by name or place: what the repository delivers, or files beside it.</p>}
          {passedOver > 0 && <p>{countWords(passedOver, "folder or file", "folders and files")} such as .git and node_modules were passed over before anything was counted.</p>}
        </Disclosure>
      )}
      {otherFolders.length > 0 && <OtherFolders repository={repository} />}
    </>
  );
}

function OtherFolders({ repository }: { readonly repository: OpenRepository }): ReactNode {
  const workspace = useWorkspace();
  const open = async (folder: string): Promise<void> => {
    const id = await workspace.openOtherFolder(repository.id, folder);
    if (id !== undefined) goToOverview(id);
  };
  return (
    <Disclosure summary="Other repositories in the same place" note={String(repository.otherFolders.length)}>
      <ul className={styles.plainList}>
        {repository.otherFolders.map((folder) => (
          <li key={folder}>
            <button type="button" className={styles.textButton} onClick={() => void open(folder)}>
              {folder === "" ? "the top folder" : <ForeignText text={folder} code />}
            </button>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}

function goToOverview(id: string): void {
  location.hash = hrefTo({ name: "overview", repository: id });
}

function unreadNote(content: number, troubled: number, passedOver: number): string {
  const parts = [troubled > 0 ? `${troubled} not readable or refused` : "", content > 0 ? `${content} not metadata` : "", passedOver > 0 ? `${passedOver} passed over` : ""];
  return parts.filter((part) => part !== "").join(", ");
}

function reasonWords(why: OpenRepository["notRead"][number]["why"]): string {
  switch (why.kind) {
    case "content": return "not metadata by its name or place.";
    case "too-large": return `larger than ${sizeText(why.limitBytes)}, which is more than any client reads.`;
    case "changed-while-read": return `it changed while it was read: ${sizeText(why.foundBytes)} instead of ${sizeText(why.expectedBytes)}.`;
    case "unreadable": return { gone: "it was gone when it was read.", changed: "it changed after it was picked.", forbidden: "the browser was not allowed to read it.", unknown: "it could not be read; the browser gave no reason." }[why.cause];
    case "unsafe-name": return `${pathProblemText(why.problem)}.`;
    case "http": return `the server answered with HTTP status ${why.status}.`;
    case "no-answer": return "the server did not answer, or did not let this page see the answer. That is not the same as a missing file.";
    case "redirect": return "the server sends readers to another address, which is not followed.";
    default: return assertNever(why);
  }
}
