import { useState } from "react";
import type { ReactNode } from "react";
import { ok } from "../../lib/result.ts";
import { TextArea, TextField } from "../../ui/controls/field.tsx";
import { useWorkspace } from "../../workspace/react.tsx";
import type { DialogProps } from "./key-dialog.tsx";
import { KeyDialog } from "./key-dialog.tsx";

/** A key on a smart card or in a KMS: its public part, so that its signatures are known by a name. */
export function AddExternalDialog({ open, onClose }: DialogProps): ReactNode {
  const workspace = useWorkspace();
  const [name, setName] = useState("");
  const [publicKey, setPublicKey] = useState("");
  const close = (): void => { setName(""); setPublicKey(""); onClose(); };
  return (
    <KeyDialog
      open={open}
      onClose={close}
      title="Add a key held elsewhere"
      act="Add the key"
      unavailable={publicKey.trim() === "" ? "Paste the public key first" : undefined}
      onAct={async () => {
        const added = await workspace.keys.addExternal(name.trim(), publicKey);
        return added.ok ? ok(`${added.value.name} is added. Sign with the tool that holds it, and bring the signature here.`) : added;
      }}
    >
      <TextField label="Name" value={name} onChange={setName} hint="Such as “YubiKey in the safe”." required />
      <TextArea
        label="Public key"
        code
        value={publicKey}
        onChange={setPublicKey}
        rows={6}
        placeholder="-----BEGIN PUBLIC KEY-----"
        hint="PEM, hex, or a TUF key object. Never paste a private key here."
      />
    </KeyDialog>
  );
}
