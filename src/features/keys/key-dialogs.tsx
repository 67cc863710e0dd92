import type { ReactNode } from "react";
import { CopyBackupDialog, FinishBackupDialog, WrappedBackupDialog } from "./backup-dialog.tsx";
import { DeleteDialog } from "./delete-dialog.tsx";
import { ExternalDrillDialog } from "./external-drill-dialog.tsx";
import type { KeyEntry } from "./key-model.ts";
import { PractiseDialog } from "./practise-dialog.tsx";
import { RenameDialog } from "./rename-dialog.tsx";
import { SpareDialog } from "./spare-dialog.tsx";
import { UnlockDialog } from "./unlock-dialog.tsx";

/** What a card may ask in a dialog. */
export type CardDialog = "rename" | "delete" | "unlock" | "prove" | "finish-backup" | "write-backup" | "spare" | "practise";

export type KeyDialogsProps = { readonly entry: KeyEntry; readonly dialog: CardDialog | undefined; readonly onClose: () => void };

/** Each stays mounted, shut, so that focus goes back to the button that opened it. */
export function KeyDialogs({ entry, dialog, onClose }: KeyDialogsProps): ReactNode {
  return (
    <>
      <RenameDialog entry={entry} open={dialog === "rename"} onClose={onClose} />
      <PractiseDialog entry={entry} open={dialog === "practise"} onClose={onClose} />
      <DeleteDialog entry={entry} open={dialog === "delete"} onClose={onClose} />
      {entry.kind === "external" && <ExternalDrillDialog entry={entry} open={dialog === "prove"} onClose={onClose} />}
      {(entry.kind === "passphrase" || entry.kind === "passkey") && (
        <UnlockDialog entry={entry} purpose={dialog === "prove" ? "prove" : "hold"} open={dialog === "unlock" || dialog === "prove"} onClose={onClose} />
      )}
      {entry.kind === "passphrase" && (
        <>
          <FinishBackupDialog entry={entry} open={dialog === "finish-backup"} onClose={onClose} />
          <CopyBackupDialog entry={entry} open={dialog === "write-backup"} onClose={onClose} />
        </>
      )}
      {entry.kind === "passkey" && entry.form === "wrapped" && (
        <>
          <SpareDialog entry={entry} open={dialog === "spare"} onClose={onClose} />
          <WrappedBackupDialog entry={entry} open={dialog === "write-backup"} onClose={onClose} />
        </>
      )}
    </>
  );
}
