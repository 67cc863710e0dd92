import { useState } from "react";
import type { ReactNode } from "react";
import { FaultPanel } from "../../ui/atoms/fault-panel.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Disclosure } from "../../ui/controls/disclosure.tsx";
import { Icon } from "../../ui/icons/icon.tsx";
import { EmptyState } from "../../ui/layout/empty-state.tsx";
import { Page, Row, Stack } from "../../ui/layout/page.tsx";
import { useWorkspace, useWorkspaceState } from "../../workspace/react.tsx";
import type { KeyringState } from "../../workspace/state.ts";
import { describeKeyringFault } from "../../workspace/words.ts";
import { DamagedRecords } from "./damaged-records.tsx";
import { isLockable, type KeyEntry } from "./key-model.ts";
import { KeyCard } from "./key-card.tsx";
import type { NewKind } from "./kind-words.ts";
import { LockSettings } from "./lock-settings.tsx";
import { NewKeyDialog } from "./new-key-dialog.tsx";
import { NewKeyDialogs } from "./new-key-dialogs.tsx";
import { OriginWarnings } from "./origin-warnings.tsx";
import { StorageReport } from "./storage-report.tsx";
import styles from "./keys.module.css";

/** The keys of this device, and those held elsewhere that it knows the public part of. */
export function KeysScreen(): ReactNode {
  const workspace = useWorkspace();
  const keyring = useWorkspaceState((state) => state.keyring);
  const { keepsKeys } = useWorkspaceState((state) => state.origin);
  const [adding, setAdding] = useState<"choose" | NewKind>();
  const close = (): void => setAdding(undefined);
  const open = keyring.kind === "ready" ? keyring.entries.filter((entry) => isLockable(entry) && entry.lock.state === "unlocked").length : 0;
  return (
    <Page title="Keys" lead={leadOf(keyring)}>
      <OriginWarnings />
      <Row>
        <Button look="act" {...(keepsKeys ? {} : { unavailable: "No key is kept at this address" })} onClick={() => setAdding("choose")}><Icon name="key" /> Make or bring a key</Button>
        {open > 1 && <Button onClick={() => void workspace.keys.lockAll()}><Icon name="lock" /> Lock all {open}</Button>}
      </Row>
      <KeyList keyring={keyring} />
      <LockSettings />
      <StorageReport />
      <NewKeyDialog open={adding === "choose"} onClose={close} onChoose={setAdding} />
      <NewKeyDialogs kind={adding === "choose" ? undefined : adding} onClose={close} />
    </Page>
  );
}

function leadOf(keyring: KeyringState): string {
  if (keyring.kind !== "ready") return "The keys that this browser can sign with.";
  const signing = keyring.entries.filter((entry) => canSign(entry)).length;
  if (signing === 0) return "No key here can sign yet. Make one, or bring one that you have.";
  return signing === 1 ? "One key here can sign." : `${signing} keys here can sign.`;
}

function canSign(entry: KeyEntry): boolean {
  return !entry.practice && entry.kind !== "external" && (entry.kind !== "passphrase" || entry.backup.state === "proven");
}

function KeyList({ keyring }: { readonly keyring: KeyringState }): ReactNode {
  switch (keyring.kind) {
    case "loading":
      return <p>Reading the keyring.</p>;
    case "failed":
      return (
        <FaultPanel
          level={2}
          what="The keys of this device cannot be read."
          evidence={describeKeyringFault(keyring.fault)}
          client="Clients are not concerned: nothing that was signed changes."
          you="Reload the page. If it stays so, allow this site to store data, or open it in a window that is not private."
        />
      );
    case "ready": {
      const own = keyring.entries.filter(({ practice }) => !practice);
      const practice = keyring.entries.filter((entry) => entry.practice);
      return (
        <>
          <DamagedRecords records={keyring.damaged} />
          {own.length === 0 ? (
            <EmptyState title="No keys of yours are here">
              A key that is made here never leaves this browser, but for a backup that you write. Keys on smart cards and in a KMS stay where
              they are: add their public part, and bring their signatures.
            </EmptyState>
          ) : (
            <KeyGroup title="Your keys" entries={own} findings={keyring.findings} />
          )}
          {practice.length > 0 && (
            <Disclosure summary="Practice keys" note={`${practice.length}, thrown away when practice starts over`}>
              <KeyGroup title="Practice keys" entries={practice} findings={[]} />
            </Disclosure>
          )}
        </>
      );
    }
  }
}

type KeyGroupProps = { readonly title: string } & Pick<Extract<KeyringState, { kind: "ready" }>, "entries" | "findings">;

function KeyGroup({ title, entries, findings }: KeyGroupProps): ReactNode {
  return (
    <section aria-label={title}>
      <Stack gap={3}>
        <h2>{title}</h2>
        <ul className={styles.keys}>
          {entries.map((entry) => <KeyCard key={entry.id} entry={entry} findings={findings.filter(({ entryId }) => entryId === entry.id)} />)}
        </ul>
      </Stack>
    </section>
  );
}
