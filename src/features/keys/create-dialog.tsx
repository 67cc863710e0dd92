import { useState } from "react";
import type { ReactNode } from "react";
import { ok } from "../../lib/result.ts";
import { TextField } from "../../ui/controls/field.tsx";
import { Wash } from "../../ui/layout/wash.tsx";
import { useWorkspace } from "../../workspace/react.tsx";
import { KeyDialog } from "./key-dialog.tsx";

export type DialogProps = { readonly open: boolean; readonly onClose: () => void };

export function CreateDialog({ open, onClose }: DialogProps): ReactNode {
  const workspace = useWorkspace();
  const [name, setName] = useState("");
  const close = (): void => { setName(""); onClose(); };
  return (
    <KeyDialog
      open={open}
      onClose={close}
      title="Make a key on this device"
      act="Make the key"
      onAct={async () => {
        const made = await workspace.keys.createDeviceKey(name.trim());
        return made.ok ? ok(`${made.value.name} is made. Give its public key to whoever runs the repository.`) : made;
      }}
    >
      <TextField label="Name" value={name} onChange={setName} hint="It stands on the button that signs, such as “Work laptop key”." required />
      <Wash kind="warn" title="What this key is good for">
        <ul>
          <li>Scripts cannot take its private part out: not this app’s, and not a foreign one. It does not bind whoever can read this browser’s profile on the disk, or change the browser.</li>
          <li>It lives and dies with this site’s data in this browser. There is no copy, and nobody can bring it back.</li>
          <li>Do not make it a production root key on a computer whose disk is not encrypted. A smart card or hardware key is the better place for those.</li>
        </ul>
      </Wash>
    </KeyDialog>
  );
}
