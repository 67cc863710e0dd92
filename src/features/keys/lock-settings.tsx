import type { ReactNode } from "react";
import { Select } from "../../ui/controls/field.tsx";
import { Sheet } from "../../ui/layout/sheet.tsx";
import { IDLE_MINUTES, PROVE_MONTHS } from "../../workspace/key-preferences.ts";
import { useWorkspace, useWorkspaceState } from "../../workspace/react.tsx";
import styles from "./keys.module.css";

/** When unlocked keys lock by themselves, and how often each should be proved. */
export function LockSettings(): ReactNode {
  const workspace = useWorkspace();
  const { lockWhenHidden, idleMinutes, proveEveryMonths } = useWorkspaceState((state) => state.keyPreferences);
  const set = workspace.keys.setPreferences;
  return (
    <Sheet title="When keys lock, and when they are due">
      <p>A key that you unlock is open in this tab alone. It locks when its time is over and when the tab closes; sooner, if you are away.</p>
      <div className={styles.settings}>
        <Select
          label="Lock when I am idle for"
          value={String(idleMinutes)}
          options={IDLE_MINUTES.map((minutes) => ({ value: String(minutes), label: minutes === 60 ? "an hour" : `${minutes} minutes` }))}
          onChange={(value) => {
            const chosen = IDLE_MINUTES.find((minutes) => String(minutes) === value);
            if (chosen !== undefined) set({ idleMinutes: chosen });
          }}
        />
        <Select
          label="Ask me to prove each key every"
          value={String(proveEveryMonths)}
          options={PROVE_MONTHS.map((months) => ({ value: String(months), label: `${months} months` }))}
          onChange={(value) => {
            const chosen = PROVE_MONTHS.find((months) => String(months) === value);
            if (chosen !== undefined) set({ proveEveryMonths: chosen });
          }}
        />
      </div>
      <label className={styles.check}>
        <input type="checkbox" checked={lockWhenHidden} onChange={(event) => set({ lockWhenHidden: event.currentTarget.checked })} />
        <span>Lock as soon as this tab is out of sight</span>
      </label>
    </Sheet>
  );
}
