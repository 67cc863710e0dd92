import { useEffect, useState } from "react";
import type { ReactNode } from "react";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Sheet } from "../../ui/layout/sheet.tsx";

type Keeping = "unknown" | "kept" | "may-go" | "refused";

/** Whether the browser has promised to keep what is stored here, and what losing it means. */
export function StorageReport(): ReactNode {
  const [keeping, setKeeping] = useState<Keeping>("unknown");
  const manager = storageManager();
  useEffect(() => {
    let shown = true;
    void manager?.persisted().then(
      (kept) => { if (shown) setKeeping(kept ? "kept" : "may-go"); },
      () => undefined, // some browsers refuse in private windows: it stays unknown
    );
    return () => { shown = false; };
  }, [manager]);
  const ask = (): void => {
    void manager?.persist().then(
      (granted) => setKeeping(granted ? "kept" : "refused"),
      () => setKeeping("refused"),
    );
  };
  return (
    <Sheet title="What keeps them, and what does not">
      <KeepingMark keeping={keeping} />
      <p>
        Keys stand in this browser’s storage for this address, and nowhere else. <b>Clearing the site’s data deletes them, and
        nobody can bring them back:</b> no server has a copy. So do private windows when they are shut, and another browser or
        another address of this app does not see them. For a role that matters, have more keys than its threshold needs.
      </p>
      <p>
        That a key cannot be exported binds scripts. It does not bind whoever can read this browser’s profile on the disk, or
        change the browser: encrypt the disk, and lock the screen.
      </p>
      {(keeping === "may-go" || keeping === "refused") && (
        <div>
          <Button size="small" onClick={ask}>Ask the browser to keep them</Button>
        </div>
      )}
    </Sheet>
  );
}

function KeepingMark({ keeping }: { readonly keeping: Keeping }): ReactNode {
  switch (keeping) {
    case "kept": return <StateMark kind="ok" wrap>The browser keeps this site’s data until you clear it.</StateMark>;
    case "may-go": return <StateMark kind="warn" wrap>The browser may clear this site’s data when the disk is full.</StateMark>;
    case "refused": return <StateMark kind="warn" wrap>The browser did not promise to keep it. Some do so only after a site was visited often or is bookmarked.</StateMark>;
    case "unknown": return <StateMark kind="unknown" wrap>This browser does not say whether it keeps this site’s data.</StateMark>;
  }
}

/** `storage` is missing on insecure pages and in some engines, whatever its type says. */
function storageManager(): StorageManager | undefined {
  return navigator.storage;
}
