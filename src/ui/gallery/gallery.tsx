// Every part on one page, to look at while working on it: `npx vite`, then /src/ui/gallery/. Not in the built app.
import "../styles.ts";
import { StrictMode, useState } from "react";
import type { ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { Announcer, useAnnounce } from "../controls/announcer.tsx";
import { Button, LinkButton } from "../controls/button.tsx";
import { Dialog } from "../controls/dialog.tsx";
import { Disclosure } from "../controls/disclosure.tsx";
import { DropZone } from "../controls/drop-zone.tsx";
import { Select, TextArea, TextField } from "../controls/field.tsx";
import { FileButton } from "../controls/file-button.tsx";
import { Progress } from "../controls/progress.tsx";
import { Tabs } from "../controls/tabs.tsx";
import { Icon } from "../icons/icon.tsx";
import { BrandMark } from "../icons/brand-mark.tsx";
import { EmptyState } from "../layout/empty-state.tsx";
import { Page, Row, Stack } from "../layout/page.tsx";
import { Sheet } from "../layout/sheet.tsx";
import { Steps } from "../layout/steps.tsx";
import { Wash } from "../layout/wash.tsx";
import { AtomsGallery } from "./atoms.tsx";
import styles from "./gallery.module.css";

function Gallery(): ReactNode {
  return (
    <Announcer>
      <main className={styles.gallery}>
        <Page
          title="Root 13 asks for your signature"
          above={<Steps label="Signing root 13" current="review" steps={STEPS} />}
          lead={
            <>
              After this, any <b>3 of these 5</b> keys can change everything, as today. <b>@dlorenc leaves. A new key labelled
              @lance joins.</b> Clients may use this root until <b>22 January 2026</b>.
            </>
          }
          meta={<span>Source: folder root-signing, read 2025-07-09 13:02 UTC</span>}
          actions={<Button look="act">Review root 13</Button>}
        >
          <Stack gap={5}>
            <AtomsGallery />
            <Controls />
          </Stack>
        </Page>
      </main>
    </Announcer>
  );
}

function Controls(): ReactNode {
  const announce = useAnnounce();
  const [open, setOpen] = useState(false);
  const [tab, setTab] = useState<"raw" | "canonical">("raw");
  const [text, setText] = useState("https://tuf-repo-cdn.sigstore.dev");
  const [kind, setKind] = useState<"ed25519" | "p256">("ed25519");
  return (
    <>
      <Sheet title="Buttons" note="one act per screen">
        <Row>
          <Button look="act">Sign root 15</Button>
          <Button onClick={() => announce("Signature of @mnm678 added and verified.")}>Announce</Button>
          <Button look="quiet">Add from a file</Button>
          <Button look="grave">Delete this key</Button>
          <Button busy>Reading</Button>
          <Button look="act" unavailable="Compare the words first">Sign</Button>
          <Button size="small">Small</Button>
          <LinkButton href="#/keys">
            <Icon name="key" /> Keys
          </LinkButton>
          <Button onClick={() => setOpen(true)}>Dialog</Button>
        </Row>
      </Sheet>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title="Delete Work laptop key?"
        actions={
          <>
            <Button onClick={() => setOpen(false)}>Keep it</Button>
            <Button look="grave" onClick={() => setOpen(false)}>Delete the key</Button>
          </>
        }
      >
        <p>The private key is on this device only. Nobody can bring it back.</p>
        <TextField label="Type its name to go on" value={text} onChange={setText} />
      </Dialog>
      <Sheet title="Fields">
        <TextField label="Metadata address" code value={text} onChange={setText} hint="Your browser asks this server and no other. It must allow reading from other sites (CORS)." />
        <TextField label="As of" code value="2025-02-30 12:00" onChange={setText} error="February 2025 has 28 days. Write YYYY-MM-DD HH:MM, in UTC." />
        <Select label="Kind" value={kind} onChange={setKind} options={[{ value: "ed25519", label: "Ed25519" }, { value: "p256", label: "ECDSA P-256" }]} />
        <TextArea label="Signature" code value="" placeholder="hex, base64 or DER" onChange={setText} />
      </Sheet>
      <DropZone label="Drop a folder, files or a zip" onTransfer={(t) => announce(`${t.files.length} files dropped`)}>
        <BrandMark size={44} />
        <h2>Drop a folder, files or a zip</h2>
        <Row>
          <FileButton look="act" folder onFiles={(files) => announce(`${files.length} files`)}>
            <Icon name="folder" /> Choose a folder
          </FileButton>
          <FileButton multiple onFiles={(files) => announce(`${files.length} files`)}>Choose files</FileButton>
        </Row>
      </DropZone>
      <Sheet title="Work">
        <Progress label="Checking signatures" detail="212 of 1,004 documents" value={212} max={1004} onCancel={() => undefined} />
        <Progress label="Reading the folder" detail="31 files so far" />
      </Sheet>
      <Sheet title="Views">
        <Tabs label="Views of the document" selected={tab} onSelect={setTab} tabs={[{ id: "raw", label: "As read" }, { id: "canonical", label: "Canonical bytes", count: 3722 }]}>
          <p>{tab === "raw" ? "The bytes as they were read." : "The bytes that are signed."}</p>
        </Tabs>
        <Disclosure summary="31 fields unchanged" note="the unknown ones too">
          <p>consistent_snapshot, spec_version …</p>
        </Disclosure>
      </Sheet>
      <Stack>
        <Wash kind="ok" title="A client can update." />
        <Wash kind="warn" title="One finding comes with this change">
          <p>@lance’s key has signed nothing yet. Before you sign, ask for proof that the key is held.</p>
        </Wash>
        <Wash kind="unknown" title="Consistent with its own root 1, which you have not confirmed" />
        <Wash kind="pen" title="Root 13 waits for you" />
      </Stack>
      <EmptyState title="Nothing waits for a signature" actions={<Button>Add a document</Button>}>
        Every document here is published. A pending one appears when you drop it.
      </EmptyState>
    </>
  );
}

const STEPS = [
  { id: "open", label: "Arrive", href: "#a", done: true },
  { id: "review", label: "Review", href: "#b", done: false },
  { id: "compare", label: "Compare", href: "#c", done: false },
  { id: "sign", label: "Sign", done: false },
  { id: "export", label: "Export", done: false },
] as const;

const place = document.getElementById("app");
if (place === null) throw new Error("the gallery page has no #app");
createRoot(place).render(
  <StrictMode>
    <Gallery />
  </StrictMode>,
);
