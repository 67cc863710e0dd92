import { useState } from "react";
import type { ReactNode } from "react";
import { Button } from "../../ui/controls/button.tsx";
import { Dialog } from "../../ui/controls/dialog.tsx";
import { Row } from "../../ui/layout/page.tsx";
import { Sheet } from "../../ui/layout/sheet.tsx";
import type { RecentRepository } from "../../workspace/state.ts";

export type PracticeCardProps = {
  readonly busy: boolean;
  /** The one that this device keeps. */
  readonly kept: RecentRepository | undefined;
  readonly onOpen: () => void;
  readonly onStartOver: () => void;
};

export function PracticeCard({ busy, kept, onOpen, onStartOver }: PracticeCardProps): ReactNode {
  const [asking, setAsking] = useState(false);
  return (
    <Sheet title="Practice">
      <p>
        A made-up repository with five root keys, delegations, hash bins, a role near its expiry and a root that lacks one
        signature. Sign, break things, start over.
      </p>
      <Row>
        <Button held={busy} onClick={onOpen}>Open the practice repository</Button>
        {kept !== undefined && (
          <Button held={busy} onClick={() => setAsking(true)}>Start over</Button>
        )}
      </Row>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Start the practice over?"
        actions={
          <>
            <Button onClick={() => setAsking(false)}>Keep it</Button>
            <Button look="grave" onClick={() => { setAsking(false); onStartOver(); }}>Start over</Button>
          </>
        }
      >
        <p>New throw-away keys and a new repository are made. The old practice keys and every signature that you made with them are gone for good. Your own keys and repositories are left alone.</p>
      </Dialog>
    </Sheet>
  );
}
