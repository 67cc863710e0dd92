import { useWorkspaceState } from "../../workspace/react.tsx";
import type { KeyEntry } from "./key-model.ts";

const NONE: readonly KeyEntry[] = [];

/** Every key of the keyring; none while it is read. */
export function useEntries(): readonly KeyEntry[] {
  return useWorkspaceState(({ keyring }) => (keyring.kind === "ready" ? keyring.entries : NONE));
}
