import { useState } from "react";
import type { ReactNode } from "react";
import { countWords } from "../../tuf/words/report-words.ts";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { Back, Page, Stack } from "../../ui/layout/page.tsx";
import { WhenOpen } from "../../ui/layout/when-open.tsx";
import { useOpenedRepository } from "../../workspace/react.tsx";
import { hrefTo } from "../../workspace/routes.ts";
import type { OpenRepository } from "../../workspace/state.ts";
import { CheckFile } from "./check-file.tsx";
import { ResolvePath } from "./resolve-path.tsx";
import { TargetSearch } from "./target-search.tsx";

/** What this repository signs: find it, walk to it as a client does, hold a file against it. */
export function TargetsScreen({ id }: { readonly id: string }): ReactNode {
  return (
    <WhenOpen opened={useOpenedRepository(id)} title="Targets" openHref={hrefTo({ name: "open" })}>
      {(repository) => <Targets key={repository.report.identity} repository={repository} />}
    </WhenOpen>
  );
}

function Targets({ repository }: { readonly repository: OpenRepository }): ReactNode {
  const { report, name, id } = repository;
  const [path, setPath] = useState("");
  const { targets, delegations } = report.counts;
  return (
    <Page
      title="Targets"
      unanchored={!report.anchor.confirmed}
      busy={repository.busy}
      above={<Back href={hrefTo({ name: "overview", repository: id })}>Overview</Back>}
      lead={<><b>{countWords(targets, "target")}</b> {targets === 1 ? "is" : "are"} listed, by {countWords(delegations + 1, "role")}.</>}
      meta={<span>From <ForeignText text={name} showAtMost={80} />. What is listed is signed only where its role is accepted: walk to a path to see what a client would take.</span>}
    >
      <Stack gap={5}>
        <TargetSearch repository={repository} onWalk={setPath} />
        <ResolvePath repository={repository} path={path} onPath={setPath} />
        <CheckFile repository={repository} />
      </Stack>
    </Page>
  );
}
