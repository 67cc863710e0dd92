import type { ReactNode } from "react";
import { durationWords } from "../../ui/atoms/relative-time.ts";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { useNow, useWorkspace } from "../../workspace/react.tsx";
import type { LockedEntry } from "./key-model.ts";
import styles from "./keys.module.css";

/** Whether the key is open in this tab, for how long, and the way to shut it. */
export function LockLine({ entry }: { readonly entry: LockedEntry }): ReactNode {
  const workspace = useWorkspace();
  const now = useNow();
  const { lock } = entry;
  if (lock.state === "locked") return <StateMark kind="wait" icon="lock">Locked</StateMark>;
  const left = durationWords(Math.max(0, lock.until - now));
  return (
    <span className={styles.lock}>
      <StateMark kind="pen" icon="unlock">{lock.hold === "one-act" ? `Unlocked for one act, ${left} left` : `Unlocked, ${left} left`}</StateMark>
      <Button size="small" onClick={() => void workspace.keys.lock(entry.id)}>Lock now</Button>
    </span>
  );
}
