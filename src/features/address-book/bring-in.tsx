import { useState } from "react";
import type { ReactNode } from "react";
import type { Fingerprint } from "../../tuf/model/ids.ts";
import { countWords } from "../../tuf/words/report-words.ts";
import { FaultPanel } from "../../ui/atoms/fault-panel.tsx";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { HexText } from "../../ui/atoms/hex-text.tsx";
import { useAnnounce } from "../../ui/controls/announcer.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { FileButton } from "../../ui/controls/file-button.tsx";
import { Sheet } from "../../ui/layout/sheet.tsx";
import { useWorkspace } from "../../workspace/react.tsx";
import { describeBookFault } from "../../workspace/words.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import { kindOfFingerprint, materialOf, type KnownKey } from "./people-model.ts";
import styles from "./address-book.module.css";

type Read = Awaited<ReturnType<Workspace["people"]["readBook"]>>;
export type MergePlan = Extract<Read, { ok: true }>["value"];
type Side = "mine" | "theirs";

/** What was read of a file, before anything of it is taken in. */
export type BringingIn = { readonly name: string; readonly read: Read };

/** The button: a file is read, and nothing more. */
export function BringInButton({ onRead }: { readonly onRead: (brought: BringingIn) => void }): ReactNode {
  const workspace = useWorkspace();
  const read = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    // One byte beyond what an address book may have, so that a larger file is told as such.
    const bytes = new Uint8Array(await file.slice(0, MOST_BYTES + 1).arrayBuffer());
    onRead({ name: file.name, read: await workspace.people.readBook(bytes) });
  };
  return <FileButton accept=".json,application/json" inputLabel="Address book file" onFiles={([file]) => void read(file)}>Bring in an address book</FileButton>;
}

/** What bringing it in would do; conflicts are the person's to settle. */
export function BringInSheet({ brought, onDone }: { readonly brought: BringingIn; readonly onDone: () => void }): ReactNode {
  const { name, read } = brought;
  if (!read.ok) {
    const { happened, evidence, client, you } = describeBookFault(read.fault);
    return <FaultPanel alert level={2} what={happened} evidence={<><ForeignText text={name} showAtMost={120} />: <ForeignText text={evidence} /></>} client={client} you={you} actions={<Button onClick={onDone}>All right</Button>} />;
  }
  return <Plan name={name} plan={read.value} onDone={onDone} />;
}

function Plan({ name, plan, onDone }: { readonly name: string; readonly plan: MergePlan; readonly onDone: () => void }): ReactNode {
  const workspace = useWorkspace();
  const announce = useAnnounce();
  const [choices, setChoices] = useState<ReadonlyMap<Fingerprint, Side>>(new Map());
  const { added, same, conflicts } = plan;
  const open = conflicts.filter(({ fingerprint }) => !choices.has(fingerprint)).length;
  const take = async (): Promise<void> => {
    await workspace.people.merge(plan, choices);
    announce("The address book is brought in.");
    onDone();
  };
  const nothing = added.length + conflicts.length === 0;
  return (
    <Sheet title={<>From <ForeignText text={name} showAtMost={80} /></>} note={countWords(added.length + same.length + conflicts.length, "key")} ask>
      <p>
        {added.length > 0 ? `${countWords(added.length, "key")} new to you. ` : "No key that is new to you. "}
        {same.length > 0 && `${countWords(same.length, "key")} that you know under the same name. `}
        {conflicts.length > 0 && `${countWords(conflicts.length, "key")} that you call otherwise. `}
        Names in this file are what its sender calls those keys; take them in only if you trust the sender to know.
      </p>
      {added.length > 0 && (
        <ul className={styles.incoming} aria-label="New keys">
          {added.map((key) => <Incoming key={key.fingerprint} entry={key} />)}
        </ul>
      )}
      {conflicts.map(({ fingerprint, mine, theirs }) => (
        <fieldset key={fingerprint} className={styles.conflict}>
          <legend>One key, two names</legend>
          <HexText value={materialOf(fingerprint)} />
          <Choice name={fingerprint} side="mine" entry={mine} chosen={choices.get(fingerprint)} onChoose={(side) => setChoices(new Map([...choices, [fingerprint, side]]))} />
          <Choice name={fingerprint} side="theirs" entry={theirs} chosen={choices.get(fingerprint)} onChoose={(side) => setChoices(new Map([...choices, [fingerprint, side]]))} />
        </fieldset>
      ))}
      <div className={styles.acts}>
        <Button onClick={onDone}>{nothing ? "All right" : "Leave it"}</Button>
        {!(nothing && same.length === 0) && (
          <Button look="act" unavailable={open > 0 ? `Choose a name for ${countWords(open, "key")} first` : undefined} onClick={() => void take()}>
            {added.length > 0 ? `Take in ${countWords(added.length, "key")}` : "Put both together"}
          </Button>
        )}
      </div>
    </Sheet>
  );
}

function Incoming({ entry }: { readonly entry: KnownKey }): ReactNode {
  return (
    <li>
      <b><ForeignText text={entry.name} /></b> <span className={styles.quiet}>{kindOfFingerprint(entry.fingerprint)}</span>
      {entry.note !== "" && <span className={styles.quiet}>: <ForeignText text={entry.note} /></span>}
      <br />
      <HexText value={materialOf(entry.fingerprint)} />
    </li>
  );
}

type ChoiceProps = { readonly name: string; readonly side: Side; readonly entry: KnownKey; readonly chosen: Side | undefined; readonly onChoose: (side: Side) => void };

function Choice({ name, side, entry, chosen, onChoose }: ChoiceProps): ReactNode {
  return (
    <label className={styles.choice}>
      <input type="radio" name={name} value={side} checked={chosen === side} onChange={() => onChoose(side)} />
      <span>
        {side === "mine" ? "Keep yours: " : "Take theirs: "}<b><ForeignText text={entry.name} /></b>
        <span className={styles.quiet}>{entry.note === "" ? ", without a note" : <>, <ForeignText text={entry.note} /></>}</span>
      </span>
    </label>
  );
}

/** Units: bytes. As much as the reader of address books takes. */
const MOST_BYTES = 8 * 1024 * 1024;
