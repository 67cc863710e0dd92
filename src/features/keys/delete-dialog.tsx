import { useState } from "react";
import type { ReactNode } from "react";
import { ok } from "../../lib/result.ts";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { HexText } from "../../ui/atoms/hex-text.tsx";
import { TextField } from "../../ui/controls/field.tsx";
import { useWorkspace } from "../../workspace/react.tsx";
import type { DialogProps } from "./key-dialog.tsx";
import { deleteWords, isOnlyForgotten } from "./kind-words.ts";
import { KeyDialog } from "./key-dialog.tsx";
import type { KeyEntry } from "./key-model.ts";

/** Deleting a private key is for good, so its name is typed before. */
export function DeleteDialog({ entry, open, onClose }: DialogProps & { readonly entry: KeyEntry }): ReactNode {
  const workspace = useWorkspace();
  const [typed, setTyped] = useState("");
  const forgets = isOnlyForgotten(entry);
  const close = (): void => { setTyped(""); onClose(); };
  return (
    <KeyDialog
      open={open}
      onClose={close}
      title={<>{forgets ? "Remove" : "Delete"} <ForeignText text={entry.name} showAtMost={80} />?</>}
      act={forgets ? "Remove the key" : "Delete the key"}
      look="grave"
      unavailable={typed.trim() === entry.name ? undefined : "Type its name first"}
      onAct={async () => {
        const removed = await workspace.keys.remove(entry.id);
        return removed.ok ? ok(`${entry.name} is ${forgets ? "removed" : "deleted"}.`) : removed;
      }}
    >
      <p>{deleteWords(entry)}</p>
      <p><HexText value={entry.publicKey.keyId} /></p>
      <TextField label="Type its name to go on" value={typed} onChange={setTyped} hint={<>The name is <b><ForeignText text={entry.name} showAtMost={120} /></b>.</>} />
    </KeyDialog>
  );
}
