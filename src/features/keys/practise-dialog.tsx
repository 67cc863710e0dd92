import type { ReactNode } from "react";
import { ok } from "../../lib/result.ts";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { Wash } from "../../ui/layout/wash.tsx";
import { useWorkspace } from "../../workspace/react.tsx";
import { hrefTo } from "../../workspace/routes.ts";
import { KeyDialog, type DialogProps } from "./key-dialog.tsx";
import type { KeyEntry } from "./key-model.ts";

/** The whole ceremony with the key itself, before it counts: it joins in the practice repository's pending root. */
export function PractiseDialog({ entry, open, onClose }: DialogProps & { readonly entry: KeyEntry }): ReactNode {
  const workspace = useWorkspace();
  return (
    <KeyDialog
      open={open}
      onClose={onClose}
      title={<>Practise with <ForeignText text={entry.name} showAtMost={80} /></>}
      act="Start practice over with it"
      onAct={async () => {
        const id = await workspace.startPracticeOver(entry.id);
        globalThis.location.hash = hrefTo(id === undefined ? { name: "open" } : { name: "overview", repository: id }); // what went wrong stands on Open
        return ok(`Root 3 of the practice repository asks for ${entry.name}.`);
      }}
    >
      <p>The practice repository starts over, and this key joins in its root 3: review, compare and sign with it as you would for real. What was signed in practice so far is gone.</p>
      <Wash kind="warn" title="A signature is a signature.">
        <p>
          Take a key that no real repository lists yet. Nobody has the other practice keys, but where a real repository is content with this
          key’s signature alone, a practice root that it has signed could be put before that repository’s clients.
        </p>
      </Wash>
    </KeyDialog>
  );
}
