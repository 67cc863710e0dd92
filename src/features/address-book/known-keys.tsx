import { useState } from "react";
import type { ReactNode } from "react";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { HexText } from "../../ui/atoms/hex-text.tsx";
import { initials } from "../../ui/atoms/key-label.tsx";
import { utcText } from "../../ui/atoms/relative-time.ts";
import { useAnnounce } from "../../ui/controls/announcer.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Dialog } from "../../ui/controls/dialog.tsx";
import { Disclosure } from "../../ui/controls/disclosure.tsx";
import { Row } from "../../ui/layout/page.tsx";
import { useWorkspace } from "../../workspace/react.tsx";
import { NameDialog } from "./name-dialog.tsx";
import { Places } from "./places.tsx";
import { kindOfFingerprint, materialOf, type KeyPlace, type KnownKey } from "./people-model.ts";
import styles from "./address-book.module.css";

/** One key that the person knows: their name for it, how they know, and where it stands. */
export function KnownKeyCard({ entry, places }: { readonly entry: KnownKey; readonly places: readonly KeyPlace[] }): ReactNode {
  const [asking, setAsking] = useState<"rename" | "remove">();
  const close = (): void => setAsking(undefined);
  const { fingerprint, name, note, addedAt } = entry;
  return (
    <li className={styles.card}>
      <div className={styles.who}>
        <span className={styles.dot} aria-hidden="true">{initials(name)}</span>
        <div className={styles.names}>
          <h3 className={styles.name}><ForeignText text={name} /></h3>
          <p className={styles.quiet}>{kindOfFingerprint(fingerprint)}, named on {utcText(addedAt, "day")}</p>
        </div>
      </div>
      {note !== "" && <p className={styles.note}><ForeignText text={note} /></p>}
      <Places places={places} showLabels />
      <Disclosure summary="The key itself">
        <HexText value={materialOf(fingerprint)} copy="public key" />
      </Disclosure>
      <Row gap={2}>
        <Button size="small" onClick={() => setAsking("rename")}>Change</Button>
        <Button size="small" look="grave" onClick={() => setAsking("remove")}>Take out</Button>
      </Row>
      <NameDialog open={asking === "rename"} onClose={close} about={{ fingerprint, keyId: undefined, labels: [] }} before={entry} />
      <RemoveDialog open={asking === "remove"} onClose={close} entry={entry} />
    </li>
  );
}

function RemoveDialog({ open, onClose, entry }: { readonly open: boolean; readonly onClose: () => void; readonly entry: KnownKey }): ReactNode {
  const workspace = useWorkspace();
  const announce = useAnnounce();
  const remove = async (): Promise<void> => {
    await workspace.people.remove(entry.fingerprint);
    announce(`${entry.name} is out of the address book.`);
    onClose();
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={<>Take <ForeignText text={entry.name} showAtMost={80} /> out?</>}
      actions={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button look="grave" onClick={() => void remove()}>Take it out</Button>
        </>
      }
    >
      <p>The key becomes “a key labelled …” again everywhere. Your name and note for it are deleted; export the address book first if you may want them back.</p>
    </Dialog>
  );
}
