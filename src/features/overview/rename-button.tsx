import { useState } from "react";
import type { FormEvent, ReactNode } from "react";
import { Button } from "../../ui/controls/button.tsx";
import { Dialog } from "../../ui/controls/dialog.tsx";
import { TextField } from "../../ui/controls/field.tsx";
import { useWorkspace } from "../../workspace/react.tsx";
import type { OpenRepository } from "../../workspace/state.ts";

const FORM = "rename-repository";

/** What the person calls a repository: it knows no name of its own. */
export function RenameButton({ repository }: { readonly repository: OpenRepository }): ReactNode {
  const workspace = useWorkspace();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState(repository.name);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === "") return;
    void workspace.rename(repository.id, name.trim());
    setOpen(false);
  };
  return (
    <>
      <Button look="quiet" size="small" onClick={() => { setName(repository.name); setOpen(true); }}>Rename</Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title="Rename the repository"
        actions={
          <>
            <Button onClick={() => setOpen(false)}>Leave it</Button>
            <Button type="submit" form={FORM} look="act">Rename</Button>
          </>
        }
      >
        <form id={FORM} onSubmit={submit} noValidate>
          <TextField label="Name" value={name} onChange={setName} maxLength={120} hint="Only you see it. A repository is known by its anchor." error={name.trim() === "" ? "Give it a name." : undefined} />
        </form>
      </Dialog>
    </>
  );
}
