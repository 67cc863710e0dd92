import { useState } from "react";
import type { ReactNode } from "react";
import { ok } from "../../lib/result.ts";
import { TextField } from "../../ui/controls/field.tsx";
import { useWorkspace } from "../../workspace/react.tsx";
import { KeyDialog, type DialogProps } from "./key-dialog.tsx";
import { Limits } from "./limits.tsx";

export function DeviceDialog({ open, onClose }: DialogProps): ReactNode {
  const workspace = useWorkspace();
  const [name, setName] = useState("");
  const close = (): void => { setName(""); onClose(); };
  return (
    <KeyDialog
      open={open}
      onClose={close}
      title="Make a key in this browser"
      act="Make the key"
      onAct={async () => {
        const made = await workspace.keys.createDeviceKey(name.trim());
        return made.ok ? ok(`${made.value.name} is made. Give its public key to whoever runs the repository.`) : made;
      }}
    >
      <TextField label="Name" value={name} onChange={setName} hint="It stands on the button that signs, such as “Practice on my laptop”." required />
      <Limits kind="device" />
    </KeyDialog>
  );
}
