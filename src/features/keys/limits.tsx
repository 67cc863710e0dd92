import type { ReactNode } from "react";
import { Wash } from "../../ui/layout/wash.tsx";
import { NEW_KINDS, type NewKind } from "./kind-words.ts";

/** What this kind of key does not keep from, before it is made. */
export function Limits({ kind }: { readonly kind: NewKind }): ReactNode {
  return (
    <Wash kind="warn" title="Know before you make it">
      <ul>
        {NEW_KINDS[kind].limits.map((limit) => <li key={limit}>{limit}</li>)}
      </ul>
    </Wash>
  );
}
