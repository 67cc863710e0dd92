import type { ReactNode } from "react";
import { Wash } from "../../ui/layout/wash.tsx";
import type { OriginWarning } from "../../workspace/key-types.ts";
import { useWorkspaceState } from "../../workspace/react.tsx";
import { describeOriginWarning } from "../../workspace/words.ts";

const TITLES: Readonly<Record<OriginWarning["kind"], string>> = {
  "file-address": "No key is kept here.",
  "opaque-address": "No key is kept here.",
  "shared-host": "This address is shared with other projects.",
  "shared-folder": "This address is shared with whatever else its host serves.",
  "local-port": "Keys belong to this port.",
  "no-passkeys-at-address": "There are no passkeys at this address.",
};

/** What this page's address means for keys, before one is made. */
export function OriginWarnings(): ReactNode {
  const { keepsKeys, warnings } = useWorkspaceState((state) => state.origin);
  return warnings.map((warning) => (
    <Wash key={warning.kind} kind={keepsKeys ? "warn" : "bad"} title={TITLES[warning.kind]}>
      <p>{describeOriginWarning(warning)}</p>
    </Wash>
  ));
}
