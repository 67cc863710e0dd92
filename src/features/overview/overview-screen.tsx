import type { ReactNode } from "react";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { Page, Stack } from "../../ui/layout/page.tsx";
import { WhenOpen } from "../../ui/layout/when-open.tsx";
import { useOpenedRepository, useWorkspaceState } from "../../workspace/react.tsx";
import { hrefTo } from "../../workspace/routes.ts";
import type { OpenRepository } from "../../workspace/state.ts";
import { Alarms } from "./alarms.tsx";
import { AnchorPanel } from "./anchor-panel.tsx";
import { BaseControl } from "./base-control.tsx";
import { Checks } from "./checks.tsx";
import { DelegationTree } from "./delegation-tree.tsx";
import { FindingsList } from "./findings-list.tsx";
import { HeadlineLead, HeadlineRefusal } from "./headline.tsx";
import { Inbox } from "./inbox.tsx";
import { Neighbours } from "./neighbours.tsx";
import { OtherReadings } from "./other-readings.tsx";
import { LabelAlarms } from "./label-alarms.tsx";
import { RenameButton } from "./rename-button.tsx";
import { RoleCards } from "./role-cards.tsx";
import { SourceLine, UnreadFiles } from "./source-line.tsx";
import { Unreadable } from "./unreadable.tsx";
import styles from "./overview.module.css";

/** Can a client update right now? Then who may change what, what waits, and what an auditor should know. */
export function OverviewScreen({ id }: { readonly id: string }): ReactNode {
  return (
    <WhenOpen opened={useOpenedRepository(id)} title="Opening" openHref={hrefTo({ name: "open" })}>
      {(repository) => <Overview key={repository.report.identity} repository={repository} />}
    </WhenOpen>
  );
}

function Overview({ repository }: { readonly repository: OpenRepository }): ReactNode {
  const { report, name } = repository;
  const clock = useWorkspaceState((state) => state.clock);
  const asOf = clock.kind === "as-of";
  return (
    <Page
      title={name}
      heading={<ForeignText text={name} />}
      unanchored={!report.anchor.confirmed}
      busy={repository.busy}
      lead={<HeadlineLead repository={repository} asOf={asOf} />}
      meta={<SourceLine repository={repository} />}
      actions={<RenameButton repository={repository} />}
    >
      <HeadlineRefusal report={report} asOf={asOf} />
      {!report.anchor.confirmed && <AnchorPanel repository={repository} />}
      <Alarms report={report} />
      <LabelAlarms repository={repository} />
      <Inbox repository={repository} />
      <RoleCards repository={repository} asOf={asOf} />
      <DelegationTree repository={repository} asOf={asOf} />
      <OtherReadings report={report} />
      <FindingsList report={report} />
      <Neighbours neighbours={report.neighbours} />
      <Unreadable report={report} />
      <section className={styles.more} aria-label="What this rests on">
        <BaseControl repository={repository} />
        {report.anchor.confirmed && <AnchorPanel repository={repository} />}
        <Stack gap={2}>
          <Checks report={report} />
          <UnreadFiles repository={repository} />
        </Stack>
      </section>
    </Page>
  );
}
