import { useState } from "react";
import type { ReactNode } from "react";
import { ok } from "../../lib/result.ts";
import { TextField } from "../../ui/controls/field.tsx";
import { useWorkspace } from "../../workspace/react.tsx";
import type { DialogProps } from "./key-dialog.tsx";
import { KeyDialog } from "./key-dialog.tsx";
import type { KeyEntry } from "./key-model.ts";

export function RenameDialog({ entry, open, onClose }: DialogProps & { readonly entry: KeyEntry }): ReactNode {
  const workspace = useWorkspace();
  const [name, setName] = useState(entry.name);
  return (
    <KeyDialog
      open={open}
      onClose={onClose}
      title="Rename the key"
      act="Rename"
      onAct={async () => {
        const renamed = await workspace.keys.rename(entry.id, name.trim());
        return renamed.ok ? ok(`The key is now called ${renamed.value.name}.`) : renamed;
      }}
    >
      <TextField label="Name" value={name} onChange={setName} hint="Only you see it. The key and its id stay the same." required />
    </KeyDialog>
  );
}
