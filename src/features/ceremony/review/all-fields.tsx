import { useDeferredValue, useState } from "react";
import type { ReactNode } from "react";
import type { FieldRow } from "../../../tuf/diff/all-fields.ts";
import { groupDigits } from "../../../tuf/words/report-words.ts";
import { ForeignText } from "../../../ui/atoms/foreign-text.tsx";
import { StateMark } from "../../../ui/atoms/state-mark.tsx";
import { Button } from "../../../ui/controls/button.tsx";
import { Select, TextField } from "../../../ui/controls/field.tsx";
import { Icon, type IconName } from "../../../ui/icons/icon.tsx";
import { Table } from "../../../ui/layout/table.tsx";
import styles from "./document-views.module.css";
import changes from "./changes.module.css";

export type FieldFilter = "all" | "changed" | "unknown";

const ROWS = 200;

/** Every field of the signed part, the unknown ones too: the view that hides nothing. */
export function AllFields({ fields, hasPrevious }: { readonly fields: readonly FieldRow[]; readonly hasPrevious: boolean }): ReactNode {
  const [filter, setFilter] = useState<FieldFilter>("all");
  const [find, setFind] = useState("");
  const [shown, setShown] = useState(ROWS);
  const wanted = useDeferredValue(find);
  const matching = filterFields(fields, filter, wanted);
  const count = (which: FieldFilter): string => groupDigits(filterFields(fields, which, "").length);
  return (
    <>
      <div className={styles.filters}>
        <TextField label="Find in names and values" code value={find} onChange={setFind} />
        <Select
          label="Show"
          value={filter}
          onChange={setFilter}
          options={[
            { value: "all", label: `All ${count("all")} fields` },
            { value: "changed", label: `Changed (${count("changed")})` },
            { value: "unknown", label: `Not understood by this app (${count("unknown")})` },
          ]}
        />
      </div>
      <Table
        label="Fields of the signed part"
        rows={matching.slice(0, shown)}
        rowKey={(row) => `${row.changed} ${row.path}`}
        empty="No field matches."
        columns={[
          { id: "path", head: "Field", lead: true, cell: (row) => <ForeignText text={row.path} code /> },
          { id: "value", head: "Value", cell: (row) => <FieldValue row={row} /> },
          { id: "state", head: "Compared", fit: "tight", cell: (row) => <FieldState row={row} hasPrevious={hasPrevious} /> },
        ]}
      />
      {matching.length > shown && (
        <div className={styles.more}>
          <Button size="small" onClick={() => setShown(shown + 5 * ROWS)}>Show {groupDigits(Math.min(5 * ROWS, matching.length - shown))} of {groupDigits(matching.length - shown)} more</Button>
        </div>
      )}
    </>
  );
}

export function filterFields(fields: readonly FieldRow[], filter: FieldFilter, find: string): readonly FieldRow[] {
  const text = find.trim().toLowerCase();
  return fields.filter((row) => {
    if (filter === "changed" && row.changed === "same") return false;
    if (filter === "unknown" && row.known) return false;
    return text === "" || row.path.toLowerCase().includes(text) || row.value.toLowerCase().includes(text);
  });
}

function FieldValue({ row }: { readonly row: FieldRow }): ReactNode {
  return (
    <>
      {row.changed === "removed" ? <s><ForeignText text={row.value} code showAtMost={600} /></s> : <ForeignText text={row.value} code showAtMost={600} />}
      {row.changed === "changed" && row.before !== undefined && <span className={styles.was}>was <ForeignText text={row.before} code showAtMost={600} /></span>}
    </>
  );
}

const WORDS: Readonly<Record<FieldRow["changed"], { readonly word: string; readonly icon: IconName | undefined }>> = {
  same: { word: "as before", icon: undefined },
  added: { word: "Added", icon: "plus" },
  removed: { word: "Removed", icon: "minus" },
  changed: { word: "Changed", icon: "changed" },
};

function FieldState({ row, hasPrevious }: { readonly row: FieldRow; readonly hasPrevious: boolean }): ReactNode {
  const { word, icon } = WORDS[row.changed];
  return (
    <>
      {hasPrevious && (row.changed === "same" ? <span className={changes.was}>{word}</span> : <span className={changes.mark}>{icon !== undefined && <Icon name={icon} />}{word}</span>)}
      {!row.known && <div><StateMark kind="unknown">Not understood</StateMark></div>}
    </>
  );
}
