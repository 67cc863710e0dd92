import { useState } from "react";
import type { ReactNode } from "react";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { utcText } from "../../ui/atoms/relative-time.ts";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import type { StateKind } from "../../ui/atoms/state-mark.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Dialog } from "../../ui/controls/dialog.tsx";
import { Icon } from "../../ui/icons/icon.tsx";
import { Muted } from "../../ui/layout/page.tsx";
import { Sheet } from "../../ui/layout/sheet.tsx";
import { VisuallyHidden } from "../../ui/visually-hidden.tsx";
import { hrefTo } from "../../workspace/routes.ts";
import type { RecentRepository } from "../../workspace/state.ts";
import styles from "./open.module.css";

export type RecentsProps = { readonly recents: readonly RecentRepository[]; readonly onForget: (id: string) => Promise<void> };

/** What this device remembers, with how it stood when it was last open. */
export function Recents({ recents, onForget }: RecentsProps): ReactNode {
  const [forgetting, setForgetting] = useState<RecentRepository>();
  const close = (): void => setForgetting(undefined);
  return (
    <Sheet title="Opened before">
      {recents.length === 0 ? (
        <p>
          <Muted small>What you open is kept in this browser, so that it is here again after a reload and a rollback shows. Nothing has been opened yet.</Muted>
        </p>
      ) : (
        <ul className={styles.recents} aria-label="Repositories opened before">
          {recents.map((recent) => (
            <RecentItem key={recent.id} recent={recent} onForget={() => setForgetting(recent)} />
          ))}
        </ul>
      )}
      <Dialog
        open={forgetting !== undefined}
        onClose={close}
        title={<>Forget <ForeignText text={forgetting?.name ?? ""} showAtMost={80} />?</>}
        actions={
          <>
            <Button onClick={close}>Keep it</Button>
            <Button look="grave" onClick={() => { if (forgetting !== undefined) void onForget(forgetting.id); close(); }}>Forget it</Button>
          </>
        }
      >
        <p>
          The files that were opened, the signatures collected for them, the confirmed anchor and the versions seen are removed
          from this device. After that a rollback of this repository would no longer show here.
          {forgetting?.practice === true && " The practice keys are deleted with it."}
        </p>
      </Dialog>
    </Sheet>
  );
}

function RecentItem({ recent, onForget }: { readonly recent: RecentRepository; readonly onForget: () => void }): ReactNode {
  const { kind, words } = stateOf(recent);
  return (
    <li className={styles.recent}>
      <span className={styles.recentName}>
        <a href={hrefTo({ name: "overview", repository: recent.id })}>
          <ForeignText text={recent.name} showAtMost={80} />
        </a>
        <Muted small>{utcText(recent.openedAt)}</Muted>
      </span>
      <StateMark kind={kind}>{words}</StateMark>
      <Button look="quiet" size="small" onClick={onForget}>
        <Icon name="close" size={14} />
        <VisuallyHidden>
          Forget <ForeignText text={recent.name} showAtMost={80} />
        </VisuallyHidden>
      </Button>
    </li>
  );
}

/** The most telling thing first. Nothing is green without a confirmed anchor. */
function stateOf({ state, waiting, anchored }: RecentRepository): { readonly kind: StateKind; readonly words: string } {
  if (state === "rollback") return { kind: "bad", words: "Older than last time" };
  if (state === "cannot-update") return { kind: "bad", words: "A client could not update" };
  if (waiting > 0) return { kind: "warn", words: `${waiting} to sign` };
  if (state === "cannot-tell") return { kind: "unknown", words: "Cannot tell" };
  return anchored ? { kind: "ok", words: "A client could update" } : { kind: "unknown", words: "Anchor not confirmed" };
}
