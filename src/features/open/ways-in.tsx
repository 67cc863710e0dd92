import type { ReactNode } from "react";
import { DropZone } from "../../ui/controls/drop-zone.tsx";
import { FileButton } from "../../ui/controls/file-button.tsx";
import { BrandMark } from "../../ui/icons/brand-mark.tsx";
import { Icon } from "../../ui/icons/icon.tsx";
import { canPickFolder, collectDrop, collectInput, pickFolder } from "../../workspace/picking.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import styles from "./open.module.css";

type Collected = Parameters<Workspace["openCollected"]>[0];

export type WaysInProps = { readonly busy: boolean; readonly onCollected: (collected: Collected) => void };

/** Drop, or choose with a button: both lead to the same place. */
export function WaysIn({ busy, onCollected }: WaysInProps): ReactNode {
  const chosen = (files: readonly File[]): void => onCollected(collectInput(files));
  const pick = async (): Promise<void> => {
    const picked = await pickFolder();
    if (picked.ok || picked.fault.kind !== "cancelled") onCollected(picked); // shutting the picker is no failure
  };
  return (
    <DropZone label="Drop a folder, files, a zip or a tar" wholePage onTransfer={(transfer) => void collectDrop(transfer).then(onCollected)}>
      <span className={styles.mark}>
        <BrandMark size={44} />
      </span>
      <h2>Drop a folder, files, a zip or a tar</h2>
      <p className={styles.what}>
        A published repository, a git checkout of a signing event, a signing file, or one root.json. Nothing is uploaded.
      </p>
      <div className={styles.ways}>
        <FileButton folder look="act" held={busy} inputLabel="Choose a folder" onFiles={chosen} {...(canPickFolder() ? { onPress: () => void pick() } : {})}>
          <Icon name="folder" /> Choose a folder
        </FileButton>
        <FileButton multiple held={busy} inputLabel="Choose files" onFiles={chosen}>
          <Icon name="file" /> Choose files
        </FileButton>
      </div>
    </DropZone>
  );
}
