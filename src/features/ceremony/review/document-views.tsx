import { lazy, Suspense } from "react";
import type { ReactNode } from "react";
import { countWords, documentWords, groupDigits } from "../../../tuf/words/report-words.ts";
import { RawText } from "../../../ui/atoms/raw-text.tsx";
import { Progress } from "../../../ui/controls/progress.tsx";
import { Tabs } from "../../../ui/controls/tabs.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import type { CeremonyView } from "../use-ceremony.ts";
import { AllFields } from "./all-fields.tsx";
import { ChangeList } from "./change-list.tsx";
import { groupChanges } from "./change-groups.ts";
import styles from "./document-views.module.css";

// The line diff and its library come when they are asked for.
const RawDiff = lazy(async () => ({ default: (await import("./raw-diff.tsx")).RawDiff }));

export type DocumentTab = "changes" | "fields" | "raw" | "canonical";

export type DocumentViewsProps = { readonly view: CeremonyView; readonly tab: DocumentTab; readonly onTab: (tab: DocumentTab) => void };

/** One document in four views, all made from the one object that is signed. */
export function DocumentViews({ view, tab, onTab }: DocumentViewsProps): ReactNode {
  const { review } = view;
  const { document, previous } = review;
  const rows = groupChanges(review.changes).reduce((sum, group) => sum + group.rows.length, 0);
  return (
    <Sheet
      flush
      title={previous === undefined ? `What ${documentWords(document.role, document.version)} says` : `What changes from ${documentWords(document.role, previous.version)}`}
      note={`${previous === undefined ? "" : `${countWords(rows, "change")} · `}${countWords(review.unchangedFields, "field")} unchanged`}
    >
      <div className={styles.views}>
        <Tabs
          label="Views of this document"
          selected={tab}
          onSelect={onTab}
          tabs={[
            { id: "changes", label: "Changes", ...(previous === undefined ? {} : { count: rows }) },
            { id: "fields", label: "All fields", count: review.fields.length },
            { id: "raw", label: "Raw text" },
            { id: "canonical", label: "Canonical bytes" },
          ]}
        >
          <Panel view={view} tab={tab} />
        </Tabs>
      </div>
    </Sheet>
  );
}

function Panel({ view, tab }: { readonly view: CeremonyView; readonly tab: DocumentTab }): ReactNode {
  const { review } = view;
  switch (tab) {
    case "changes": return <ChangeList view={view} />;
    case "fields": return <AllFields fields={review.fields} hasPrevious={review.previous !== undefined} />;
    case "raw":
      return (
        <div className={styles.padded}>
          {review.previous === undefined || review.previousText === undefined ? (
            <RawText label={`${review.path}, as it was read`} text={review.text} maxRows={32} />
          ) : (
            <Suspense fallback={<Progress label="Comparing the two texts" />}>
              <RawDiff before={{ text: review.previousText, name: review.previous.path }} after={{ text: review.text, name: review.path }} />
            </Suspense>
          )}
        </div>
      );
    case "canonical":
      return (
        <div className={styles.padded}>
          <p className={styles.note}>
            {groupDigits(review.signedLengthBytes)} bytes: the signed part in its canonical form, the one that every signature
            covers. Its SHA-256 is the digest that stands at Compare.
          </p>
          <RawText label="Canonical bytes" text={review.canonicalText} maxRows={32} />
        </div>
      );
  }
}
