import type { ReactNode } from "react";
import { ForeignText } from "../../../ui/atoms/foreign-text.tsx";
import { HexText } from "../../../ui/atoms/hex-text.tsx";
import { utcText } from "../../../ui/atoms/relative-time.ts";
import { Button } from "../../../ui/controls/button.tsx";
import { Icon } from "../../../ui/icons/icon.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { Table } from "../../../ui/layout/table.tsx";
import { downloadBytes } from "../../../workspace/downloads.ts";
import { useWorkspace } from "../../../workspace/react.tsx";
import type { SignatureMade } from "../../../workspace/state.ts";
import type { CeremonyView } from "../use-ceremony.ts";

/** What a key holder keeps: which digest, which key, when, by which build. Nothing secret. */
export function Receipts({ view }: { readonly view: CeremonyView }): ReactNode {
  const workspace = useWorkspace();
  const { ceremony, repository, review } = view;
  if (ceremony.signed.length === 0) return null;
  const { role, version } = review.document;
  const download = async (made: SignatureMade, place: number): Promise<void> => {
    const suffix = ceremony.signed.length === 1 ? "" : `-${place + 1}`;
    downloadBytes(`${role}-${version}${suffix}.receipt.json`, await workspace.receipt(repository.id, made), "application/json");
  };
  return (
    <Sheet flush title={ceremony.signed.length === 1 ? "Your receipt" : "Your receipts"} note="to keep: what you signed, with which key, when">
      <Table
        label="Receipts"
        rows={ceremony.signed.map((made, place) => ({ made, place }))}
        rowKey={({ made }) => `${made.fingerprint} ${made.at}`}
        columns={[
          { id: "key", head: "Key", lead: true, cell: ({ made }) => <ForeignText text={made.keyName} /> },
          { id: "digest", head: "Digest that was signed", cell: ({ made }) => <HexText value={made.digest} /> },
          { id: "at", head: "Signed", fit: "tight", cell: ({ made }) => utcText(made.at, "second") },
          { id: "get", head: "Save", fit: "tight", cell: ({ made, place }) => <Button size="small" onClick={() => void download(made, place)}><Icon name="download" size={14} /> Receipt</Button> },
        ]}
      />
    </Sheet>
  );
}
