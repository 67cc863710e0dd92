import { useState } from "react";
import type { ReactNode } from "react";
import { FaultPanel } from "../../ui/atoms/fault-panel.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Disclosure } from "../../ui/controls/disclosure.tsx";
import { Icon } from "../../ui/icons/icon.tsx";
import { EmptyState } from "../../ui/layout/empty-state.tsx";
import { Page, Row, Stack } from "../../ui/layout/page.tsx";
import { useWorkspaceState } from "../../workspace/react.tsx";
import type { KeyringState } from "../../workspace/state.ts";
import { describeKeyringFault } from "../../workspace/words.ts";
import { AddExternalDialog } from "./add-external-dialog.tsx";
import { CreateDialog } from "./create-dialog.tsx";
import { ImportDialog } from "./import-dialog.tsx";
import { KeyCard } from "./key-card.tsx";
import { StorageReport } from "./storage-report.tsx";
import styles from "./keys.module.css";

type Adding = "create" | "import" | "external";

/** The keys of this device, and those held elsewhere that it knows the public part of. */
export function KeysScreen(): ReactNode {
  const keyring = useWorkspaceState((state) => state.keyring);
  const [adding, setAdding] = useState<Adding>();
  const close = (): void => setAdding(undefined);
  return (
    <Page title="Keys" lead={leadOf(keyring)}>
      <Row>
        <Button look="act" onClick={() => setAdding("create")}><Icon name="key" /> Make a key on this device</Button>
        <Button onClick={() => setAdding("import")}>Import a private key</Button>
        <Button onClick={() => setAdding("external")}>Add a key held elsewhere</Button>
      </Row>
      <KeyList keyring={keyring} />
      <StorageReport />
      <CreateDialog open={adding === "create"} onClose={close} />
      <ImportDialog open={adding === "import"} onClose={close} />
      <AddExternalDialog open={adding === "external"} onClose={close} />
    </Page>
  );
}

function leadOf(keyring: KeyringState): string {
  if (keyring.kind !== "ready") return "The keys that this browser can sign with.";
  const signing = keyring.entries.filter(({ kind, practice }) => kind !== "external" && !practice).length;
  if (signing === 0) return "No key on this device can sign yet. Make one here, or import one that you have.";
  return signing === 1 ? "One key on this device can sign." : `${signing} keys on this device can sign.`;
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
          {own.length === 0 ? (
            <EmptyState title="No keys of yours are here">
              A key that is made here never leaves this browser. Keys on smart cards and in a KMS stay where they are: add their
              public part, and bring their signatures.
            </EmptyState>
          ) : (
            <KeyGroup title="Your keys" entries={own} />
          )}
          {practice.length > 0 && (
            <Disclosure summary="Practice keys" note={`${practice.length}, thrown away when practice starts over`}>
              <KeyGroup title="Practice keys" entries={practice} />
            </Disclosure>
          )}
        </>
      );
    }
  }
}

type ReadyKeyring = Extract<KeyringState, { kind: "ready" }>;

function KeyGroup({ title, entries }: { readonly title: string; readonly entries: ReadyKeyring["entries"] }): ReactNode {
  return (
    <section aria-label={title}>
      <Stack gap={3}>
        <h2>{title}</h2>
        <ul className={styles.keys}>
          {entries.map((entry) => <KeyCard key={entry.id} entry={entry} />)}
        </ul>
      </Stack>
    </section>
  );
}
