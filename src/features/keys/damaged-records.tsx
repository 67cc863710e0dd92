import { useState } from "react";
import type { ReactNode } from "react";
import { ok } from "../../lib/result.ts";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { FaultPanel } from "../../ui/atoms/fault-panel.tsx";
import { Button } from "../../ui/controls/button.tsx";
import type { DamagedRecord } from "../../workspace/key-types.ts";
import { useWorkspace } from "../../workspace/react.tsx";
import { describeKeyringFault } from "../../workspace/words.ts";
import { KeyDialog } from "./key-dialog.tsx";

/** Records that this release does not read: told, and never hidden; they stay until somebody removes them. */
export function DamagedRecords({ records }: { readonly records: readonly DamagedRecord[] }): ReactNode {
  const workspace = useWorkspace();
  const [removing, setRemoving] = useState<DamagedRecord>();
  return (
    <>
      {records.map((record) => (
        <FaultPanel
          key={record.id}
          level={2}
          kind="warn"
          what={<>{record.name === undefined ? "A key" : <ForeignText text={record.name} showAtMost={80} />} cannot be read.</>}
          evidence={describeKeyringFault(record.fault)}
          you="The other keys are as they were. Leave it if a later release or a backup may bring it back."
          actions={<Button size="small" look="grave" onClick={() => setRemoving(record)}>Remove the record</Button>}
        />
      ))}
      <KeyDialog
        open={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title="Remove the record?"
        act="Remove it for good"
        look="grave"
        onAct={async () => {
          if (removing === undefined) return ok(undefined);
          const removed = await workspace.keys.remove(removing.id);
          return removed.ok ? ok("The record is removed.") : removed;
        }}
      >
        <p>If it holds a key that is nowhere else, nobody can bring it back. A later release may still read it.</p>
      </KeyDialog>
    </>
  );
}
