import type { ReactNode } from "react";
import { LinkButton } from "../controls/button.tsx";
import { Progress } from "../controls/progress.tsx";
import { EmptyState } from "./empty-state.tsx";
import { Page } from "./page.tsx";

export type WhenOpenProps<Repository> = {
  readonly opened: { readonly kind: "open"; readonly repository: Repository } | { readonly kind: "loading" } | { readonly kind: "gone" };
  /** Of the screen while its repository is brought back. */
  readonly title: string;
  /** The address where a repository is opened. */
  readonly openHref: string;
  /** What else is not lost when the repository is not kept. */
  readonly remains?: ReactNode;
  readonly children: (repository: Repository) => ReactNode;
};

/** A screen of one repository: while that is brought back, when this device does not keep it, and once it is open. */
export function WhenOpen<Repository>({ opened, title, openHref, remains, children }: WhenOpenProps<Repository>): ReactNode {
  switch (opened.kind) {
    case "open": return children(opened.repository);
    case "loading":
      return (
        <Page title={title}>
          <Progress label="Bringing back what this device keeps" detail="It is read and checked again" />
        </Page>
      );
    case "gone":
      return (
        <Page title="Not kept on this device">
          <EmptyState title="This repository has to be opened again" actions={<LinkButton look="act" href={openHref}>Open a repository</LinkButton>}>
            Nothing is kept here under this address. It may have been opened in another browser, been forgotten, or be too large
            to keep. Where its anchor was confirmed here, that is remembered. {remains}
          </EmptyState>
        </Page>
      );
  }
}
