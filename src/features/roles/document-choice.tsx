import type { ReactNode } from "react";
import { Select } from "../../ui/controls/field.tsx";
import { publicationWords } from "../../tuf/words/report-words.ts";
import type { DocumentSummary } from "../../tuf/repository/report.ts";
import styles from "./roles.module.css";

export type DocumentChoiceProps = {
  readonly documents: readonly DocumentSummary[];
  readonly chosen: DocumentSummary["id"];
  readonly onChoose: (id: DocumentSummary["id"]) => void;
};

/** Which document of the role to look at, where there are several. */
export function DocumentChoice({ documents, chosen, onChoose }: DocumentChoiceProps): ReactNode {
  if (documents.length < 2) return null;
  const twins = new Set(documents.map(({ version }) => version)).size < documents.length;
  return (
    <div className={styles.choice}>
      <Select
        label="Version"
        value={chosen}
        onChange={onChoose}
        options={documents.map(({ id, version, publication, paths }) => ({
          value: id,
          // Two files for one version are told apart by where they lie.
          label: `${version}, ${publicationWords(publication)}${twins ? ` (${paths[0] ?? ""})` : ""}`,
        }))}
      />
    </div>
  );
}
