import type { ReactNode } from "react";
import { AddExternalDialog } from "./add-external-dialog.tsx";
import { DeviceDialog } from "./device-dialog.tsx";
import { ImportDialog } from "./import-dialog.tsx";
import type { NewKind } from "./kind-words.ts";
import { PassphraseDialog } from "./passphrase-dialog.tsx";
import { PasskeyDialog } from "./passkey-dialog.tsx";

/** The dialog of the kind that was chosen. */
export function NewKeyDialogs({ kind, onClose }: { readonly kind: NewKind | undefined; readonly onClose: () => void }): ReactNode {
  return (
    <>
      <DeviceDialog open={kind === "device"} onClose={onClose} />
      <PassphraseDialog open={kind === "passphrase"} onClose={onClose} />
      <PasskeyDialog open={kind === "passkey"} onClose={onClose} />
      <AddExternalDialog open={kind === "external"} onClose={onClose} />
      <ImportDialog open={kind === "import"} onClose={onClose} />
    </>
  );
}
