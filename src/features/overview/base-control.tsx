import { useState } from "react";
import type { FormEvent, ReactNode } from "react";
import { FaultPanel } from "../../ui/atoms/fault-panel.tsx";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { useAnnounce } from "../../ui/controls/announcer.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { TextField } from "../../ui/controls/field.tsx";
import { FileButton } from "../../ui/controls/file-button.tsx";
import { Icon } from "../../ui/icons/icon.tsx";
import { Row } from "../../ui/layout/page.tsx";
import { Sheet } from "../../ui/layout/sheet.tsx";
import { describeOpeningFault } from "../../workspace/describe-opening-fault.ts";
import { canPickFolder, collectInput, pickFolder } from "../../workspace/picking.ts";
import { useWorkspace } from "../../workspace/react.tsx";
import type { OpeningFault, OpenRepository } from "../../workspace/state.ts";
import styles from "./overview.module.css";

/** The base: what is published, given by the person, so that pending and published can be told apart. */
export function BaseControl({ repository }: { readonly repository: OpenRepository }): ReactNode {
  const { id, base } = repository;
  const workspace = useWorkspace();
  const announce = useAnnounce();
  const [fault, setFault] = useState<OpeningFault>();
  const [busy, setBusy] = useState(false);
  const [address, setAddress] = useState("");
  const take = async (setting: Promise<OpeningFault | undefined>): Promise<void> => {
    setBusy(true);
    const refused = await setting;
    setBusy(false);
    setFault(refused);
    if (refused === undefined) announce("Judged again against what is published.");
  };
  if (base !== undefined) {
    return (
      <Sheet title="Compared with what is published">
        <Row between>
          <span>
            What lies in <ForeignText text={base.name} code showAtMost={120} /> counts as published; everything else is pending.
          </span>
          <Button size="small" busy={busy} onClick={() => void take(workspace.clearBase(id).then(() => undefined))}>Remove the comparison</Button>
        </Row>
      </Sheet>
    );
  }
  const pick = async (): Promise<void> => {
    const picked = await pickFolder();
    if (picked.ok || picked.fault.kind !== "cancelled") await take(workspace.setBase(id, picked));
  };
  const read = (event: FormEvent): void => {
    event.preventDefault();
    if (address.trim() !== "" && !busy) void take(workspace.setBaseFromAddress(id, address.trim()));
  };
  return (
    <Sheet title="Compare with what is published">
      <p>
        A folder does not show by itself which of its files clients can fetch. Give the published repository, and pending and
        published are told apart. Nothing of it is mixed into what you sign.
      </p>
      <div className={styles.baseWays}>
        <Row>
          <FileButton folder busy={busy} inputLabel="Choose the published folder" onFiles={(files) => void take(workspace.setBase(id, collectInput(files)))} {...(canPickFolder() ? { onPress: () => void pick() } : {})}>
            <Icon name="folder" /> Choose the published folder
          </FileButton>
          <FileButton multiple busy={busy} inputLabel="Choose published files" onFiles={(files) => void take(workspace.setBase(id, collectInput(files)))}>
            <Icon name="file" /> Choose published files
          </FileButton>
        </Row>
        <form className={styles.baseAddress} onSubmit={read} noValidate>
          <TextField label="Or its address" code type="url" inputMode="url" placeholder="https://example.org/metadata/" value={address} onChange={setAddress} hint="Your browser asks this server and no other." />
          <Button type="submit" busy={busy} {...(address.trim() === "" ? { unavailable: "Give an address first" } : {})}>Read it</Button>
        </form>
      </div>
      {fault !== undefined && <BaseFault fault={fault} onDismiss={() => setFault(undefined)} />}
    </Sheet>
  );
}

function BaseFault({ fault, onDismiss }: { readonly fault: OpeningFault; readonly onDismiss: () => void }): ReactNode {
  const { happened, evidence, you } = describeOpeningFault(fault);
  return (
    <FaultPanel
      alert
      what={happened}
      evidence={evidence.join(" ")}
      you={<>{you} The repository itself stays open as it was.</>}
      actions={<Button size="small" onClick={onDismiss}>Put this away</Button>}
    />
  );
}
