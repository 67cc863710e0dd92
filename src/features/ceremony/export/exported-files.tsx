import type { ReactNode } from "react";
import { sizeText } from "../../../lib/quoted.ts";
import { countWords, groupDigits } from "../../../tuf/words/report-words.ts";
import { ForeignText } from "../../../ui/atoms/foreign-text.tsx";
import { StateMark } from "../../../ui/atoms/state-mark.tsx";
import { Button } from "../../../ui/controls/button.tsx";
import { Icon } from "../../../ui/icons/icon.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { Table } from "../../../ui/layout/table.tsx";
import { downloadBytes } from "../../../workspace/downloads.ts";
import type { CeremonyView } from "../use-ceremony.ts";
import type { Bundle } from "./export-step.tsx";
import { changeOf, type FileChange } from "./file-facts.ts";

/** Every place of the document, with the signatures written in. */
export function ExportedFiles({ view, bundle }: { readonly view: CeremonyView; readonly bundle: Bundle }): ReactNode {
  const { review } = view;
  const rows = bundle.files.map((file) => ({ ...file, change: changeOf(file, review, bundle.files) }));
  return (
    <Sheet flush title={rows.length === 1 ? "The file" : "The file, in each of its places"} note={`${countWords(bundle.verifiedSignatures, "verified signature")} in it`}>
      <Table
        label="Files to export"
        rows={rows}
        rowKey={(row) => row.path}
        columns={[
          { id: "path", head: "Place", lead: true, cell: (row) => <ForeignText text={row.path} code /> },
          { id: "change", head: "Compared with what was read", cell: (row) => <Change change={row.change} /> },
          { id: "size", head: "Size", fit: "end", cell: (row) => sizeText(row.bytes.length) },
          {
            id: "get", head: "Save", fit: "tight",
            cell: (row) => (
              <Button size="small" aria-label={`Download ${row.path}`} onClick={() => downloadBytes(nameOf(row.path), row.bytes, "application/json")}>
                <Icon name="download" size={14} /> Download
              </Button>
            ),
          },
        ]}
      />
    </Sheet>
  );
}

function Change({ change }: { readonly change: FileChange }): ReactNode {
  switch (change.kind) {
    case "same": return <StateMark kind="ok" wrap>The very bytes that were read</StateMark>;
    case "signatures-only":
      return (
        <StateMark kind="ok" wrap>
          Only <code>signatures</code> changed; the other {groupDigits(change.keptBytes)} bytes are the same
        </StateMark>
      );
    case "not-compared": return <StateMark kind="unknown" wrap>Another copy of the same document; its signed part is the same</StateMark>;
    case "more-changed": return <StateMark kind="bad" wrap>More than the signatures differs: do not use it, and please report this</StateMark>;
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
