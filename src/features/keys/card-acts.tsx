import type { ReactNode } from "react";
import { useAnnounce } from "../../ui/controls/announcer.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Row } from "../../ui/layout/page.tsx";
import { useWorkspace, type Act } from "../../workspace/react.tsx";
import type { CardDialog } from "./key-dialogs.tsx";
import { isLockable, isOpen, type KeyEntry } from "./key-model.ts";
import { isOnlyForgotten } from "./kind-words.ts";
import { savePem } from "./public-part.tsx";

export type CardActsProps = { readonly entry: KeyEntry; readonly act: Act; readonly onAsk: (dialog: CardDialog) => void };

/** What can be done with a key, the next thing first. */
export function CardActs({ entry, act, onAsk }: CardActsProps): ReactNode {
  const awaiting = entry.kind === "passphrase" && entry.backup.state === "awaiting";
  return (
    <Row gap={2}>
      {awaiting && <Button size="small" look="act" onClick={() => onAsk("finish-backup")}>Restore its backup</Button>}
      {isLockable(entry) && !awaiting && entry.lock.state === "locked" && <Button size="small" onClick={() => onAsk("unlock")}>Unlock</Button>}
      {!awaiting && !entry.practice && <ProveButton entry={entry} act={act} onAsk={onAsk} />}
      {entry.kind === "passkey" && entry.form === "wrapped" && (
        <>
          <Button size="small" onClick={() => onAsk("spare")}>Enrol a spare</Button>
          <Button size="small" onClick={() => onAsk("write-backup")}>Write a backup</Button>
        </>
      )}
      {entry.kind === "passphrase" && !awaiting && <Button size="small" onClick={() => onAsk("write-backup")}>Write its backup again</Button>}
      {!awaiting && !entry.practice && <Button size="small" onClick={() => onAsk("practise")}>Practise with it</Button>}
      <Button size="small" onClick={() => savePem(entry)}>Save as PEM</Button>
      <Button size="small" onClick={() => onAsk("rename")}>Rename</Button>
      <Button size="small" look="grave" onClick={() => onAsk("delete")}>{isOnlyForgotten(entry) ? "Remove" : "Delete"}</Button>
    </Row>
  );
}

/** At once where the key is open, after its passphrase or touch where it is not, and by another tool where it is elsewhere. */
function ProveButton({ entry, act, onAsk }: CardActsProps): ReactNode {
  const workspace = useWorkspace();
  const announce = useAnnounce();
  const prove = async (): Promise<void> => {
    if (!isOpen(entry)) return onAsk("prove");
    const proved = await act.run(() => workspace.keys.proveHolding(entry.id));
    if (proved !== undefined) announce(`Proved: you still hold ${proved.name}.`);
  };
  const drillIsOpen = entry.kind === "external" && entry.openDrill !== undefined;
  return <Button size="small" busy={act.busy} onClick={() => void prove()}>{drillIsOpen ? "Go on with the proof" : "Prove that you hold it"}</Button>;
}
