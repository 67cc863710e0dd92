import type { ReactNode } from "react";
import { ForeignText } from "../ui/atoms/foreign-text.tsx";
import { LinkButton } from "../ui/controls/button.tsx";
import { EmptyState } from "../ui/layout/empty-state.tsx";
import { Page } from "../ui/layout/page.tsx";
import { hrefTo } from "../workspace/routes.ts";

/** An address that names no screen, or something that is not open. */
export function NotFound({ path }: { readonly path: string }): ReactNode {
  return (
    <Page title="There is no such screen">
      <EmptyState title="Nothing stands at this address" actions={<LinkButton href={hrefTo({ name: "open" })}>Go to Open</LinkButton>}>
        <ForeignText text={`#${path}`} code />
      </EmptyState>
    </Page>
  );
}
