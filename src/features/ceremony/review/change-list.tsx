import { useState } from "react";
import type { ReactNode } from "react";
import { Button } from "../../../ui/controls/button.tsx";
import type { CeremonyView } from "../use-ceremony.ts";
import { groupChanges, type ChangeGroup } from "./change-groups.ts";
import { changeKey, ChangeView } from "./change-view.tsx";
import { cx } from "../../../ui/cx.ts";
import styles from "./changes.module.css";

/** Rows of one group that are drawn at first, and with every press for more. */
const ROWS = 50;

/** Every change, the grave ones first. */
export function ChangeList({ view }: { readonly view: CeremonyView }): ReactNode {
  const { review } = view;
  if (review.previous === undefined) {
    return <p className={styles.none}>No earlier version is at hand, so there is nothing to compare with: every field is new. All of them stand under “All fields”.</p>;
  }
  const groups = groupChanges(review.changes);
  if (groups.length === 0) return <p className={styles.none}>Nothing in the signed part differs from version {review.previous.version}.</p>;
  return groups.map((group, index) => <Group key={group.id} group={group} first={index === 0} view={view} />);
}

function Group({ group, first, view }: { readonly group: ChangeGroup; readonly first: boolean; readonly view: CeremonyView }): ReactNode {
  const [shown, setShown] = useState(ROWS);
  const left = group.rows.length - shown;
  return (
    <>
      {group.id === "not-understood" && (
        <p className={styles.caption}><strong>Not understood by this app, and signed all the same.</strong> Ask whoever proposed it what these fields do.</p>
      )}
      <ul className={cx(styles.list, first && styles.first)} data-group={group.id}>
        {group.rows.slice(0, shown).map((row) => (
          <ChangeView key={changeKey(row)} {...row} present={view.review.present} />
        ))}
      </ul>
      {left > 0 && (
        <div className={styles.more}>
          <Button size="small" onClick={() => setShown(shown + 4 * ROWS)}>Show {Math.min(left, 4 * ROWS)} of {left.toLocaleString("en")} more</Button>
        </div>
      )}
    </>
  );
}
