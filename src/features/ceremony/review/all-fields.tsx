import { useDeferredValue, useState } from "react";
import type { ReactNode } from "react";
import type { FieldRow } from "../../../tuf/diff/all-fields.ts";
import { groupDigits } from "../../../tuf/words/report-words.ts";
import { ForeignText } from "../../../ui/atoms/foreign-text.tsx";
import { StateMark } from "../../../ui/atoms/state-mark.tsx";
import { Button } from "../../../ui/controls/button.tsx";
import { Select, TextField } from "../../../ui/controls/field.tsx";
import { Icon, type IconName } from "../../../ui/icons/icon.tsx";
import styles from "./all-fields.module.css";

export type FieldFilter = "all" | "changed" | "unknown";

/** Fields that are drawn at first. */
const FIELDS = 200;

/** Every field of the signed part, the unknown ones too: the view that hides nothing. */
export function AllFields({ fields, hasPrevious }: { readonly fields: readonly FieldRow[]; readonly hasPrevious: boolean }): ReactNode {
  const [filter, setFilter] = useState<FieldFilter>("all");
  const [find, setFind] = useState("");
  const [shown, setShown] = useState(FIELDS);
  const wanted = useDeferredValue(find);
  const matching = filterFields(fields, filter, wanted);
  const count = (which: FieldFilter): string => groupDigits(filterFields(fields, which, "").length);
  const more = Math.min(5 * FIELDS, matching.length - shown);
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
      {matching.length === 0 && <p className={styles.more}>No field matches.</p>}
      <dl className={styles.list}>
        {matching.slice(0, shown).map((row) => <FieldLine key={`${row.changed} ${row.path}`} row={row} hasPrevious={hasPrevious} />)}
      </dl>
      {more > 0 && (
        <div className={styles.more}>
          <Button size="small" onClick={() => setShown(shown + more)}>Show {groupDigits(more)} of {groupDigits(matching.length - shown)} more</Button>
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

const WORDS: Readonly<Record<Exclude<FieldRow["changed"], "same">, { readonly word: string; readonly icon: IconName }>> = {
  added: { word: "Added", icon: "plus" },
  removed: { word: "Removed", icon: "minus" },
  changed: { word: "Changed", icon: "changed" },
};

function FieldLine({ row, hasPrevious }: { readonly row: FieldRow; readonly hasPrevious: boolean }): ReactNode {
  const value = <ForeignText text={row.value} code showAtMost={600} />;
  return (
    <div className={styles.field} data-changed={row.changed}>
      <dt className={styles.path}>
        <ForeignText text={row.path} code />
      </dt>
      <dd className={styles.value}>
        {row.changed === "removed" ? <s>{value}</s> : value}
        {row.changed === "changed" && row.before !== undefined && <div className={styles.was}>was <ForeignText text={row.before} code showAtMost={600} /></div>}
      </dd>
      {(row.changed !== "same" || !row.known) && (
        <dd className={styles.marks}>
          {hasPrevious && row.changed !== "same" && <span className={styles.mark}><Icon name={WORDS[row.changed].icon} />{WORDS[row.changed].word}</span>}
          {!row.known && <StateMark kind="unknown">Not understood</StateMark>}
        </dd>
      )}
    </div>
  );
}
