import { useState } from "react";
import type { ReactNode } from "react";
import { CopyButton } from "./copy-button.tsx";
import { Select } from "./field.tsx";
import styles from "./command-choice.module.css";

export type CommandLine = { readonly id: string; readonly tool: string; readonly command: string; readonly note: string | undefined };

export type CommandChoiceProps = {
  /** Each tool once. Shape of ids: `TOOL-REST`; the tool stays chosen when the rest changes. */
  readonly commands: readonly CommandLine[];
  /** Another choice, before the one of the tool. */
  readonly before?: ReactNode;
};

/** One command line at a time, for the tool that the person has. */
export function CommandChoice({ commands, before }: CommandChoiceProps): ReactNode {
  const [tool, setTool] = useState<string>();
  const chosen = commands.find(({ id }) => toolOf(id) === tool) ?? commands[0];
  if (chosen === undefined) return null;
  return (
    <>
      <div className={styles.choices}>
        {before}
        <Select label="With" value={chosen.id} onChange={(id) => setTool(toolOf(id))} options={commands.map((one) => ({ value: one.id, label: one.tool }))} />
      </div>
      <div className={styles.command}>
        <pre tabIndex={0} role="region" aria-label="Command line"><code>{chosen.command}</code></pre>
        <CopyButton value={chosen.command} what="command line" />
      </div>
      {notes(chosen).map((note) => <p key={note} className={styles.note}>{note}</p>)}
    </>
  );
}

function notes({ command, note }: CommandLine): readonly string[] {
  const replace = /(^|[^\w$])[A-Z]{2,}(?![\w=])/.test(command) ? ["Replace the words in capitals."] : [];
  return note === undefined ? replace : [[...replace, note].join(" ")];
}

function toolOf(id: string): string {
  return id.slice(0, id.indexOf("-"));
}
