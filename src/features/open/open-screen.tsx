import { useCallback } from "react";
import type { ReactNode } from "react";
import { useWorkspace, useWorkspaceState } from "../../workspace/react.tsx";
import { hrefTo } from "../../workspace/routes.ts";
import { Page } from "../../ui/layout/page.tsx";
import { AddressCard } from "./address-card.tsx";
import { OpeningReport } from "./opening-report.tsx";
import { PracticeCard } from "./practice-card.tsx";
import { Recents } from "./recents.tsx";
import { WaysIn } from "./ways-in.tsx";
import styles from "./open.module.css";

/** Every way in: what was dropped or chosen, an address, the practice repository, what was open before. */
export function OpenScreen(): ReactNode {
  const workspace = useWorkspace();
  const opening = useWorkspaceState((state) => state.opening);
  const recents = useWorkspaceState((state) => state.recents);
  const goTo = useGoToOpened();
  const busy = opening.kind === "reading" || opening.kind === "verifying";
  return (
    <Page
      title="Open a repository"
      lead="Countersign checks it as a client would, shows who may change what, and lets you sign what waits for you. All of it happens in this tab."
    >
      <OpeningReport opening={opening} onCancel={() => workspace.cancelOpening()} onDismiss={() => workspace.dismissOpeningFault()} />
      <WaysIn busy={busy} onCollected={(collected) => goTo(workspace.openCollected(collected))} />
      <div className={styles.cards}>
        <AddressCard busy={busy} onRead={(address) => goTo(workspace.openAddress(address))} />
        <PracticeCard
          busy={busy}
          kept={recents.find(({ practice }) => practice)}
          onOpen={() => goTo(workspace.openPractice())}
          onStartOver={() => goTo(workspace.startPracticeOver())}
        />
        <Recents recents={recents} onForget={(id) => workspace.forget(id)} />
      </div>
    </Page>
  );
}

/** Undefined was refused or stopped: the screen shows why, and stays. */
function useGoToOpened(): (opened: Promise<string | undefined>) => void {
  return useCallback((opened) => {
    void opened.then((id) => {
      if (id !== undefined) location.hash = hrefTo({ name: "overview", repository: id });
    });
  }, []);
}
