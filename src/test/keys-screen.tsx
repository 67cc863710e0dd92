import { expect } from "vitest";
import { KeysScreen } from "../features/keys/index.tsx";
import { mount, type Mounted } from "../ui/testing/mount.tsx";
import { WorkspaceProvider } from "../workspace/react.tsx";
import { workspaceBench, type WorkspaceBench } from "./workspace-bench.ts";

export type Shown = { readonly bench: WorkspaceBench; readonly screen: Mounted };

/** The keys screen, once the keyring was read. `origin`: what the address means for keys. */
export async function showKeys(origin?: Parameters<typeof workspaceBench>[2]): Promise<Shown> {
  const bench = workspaceBench("2026-11-24T00:00:00Z", undefined, origin);
  await expect.poll(() => bench.workspace.store.getState().keyring.kind).toBe("ready");
  return { bench, screen: await mount(<WorkspaceProvider workspace={bench.workspace}><KeysScreen /></WorkspaceProvider>) };
}

export function entriesOf({ bench }: Pick<Shown, "bench">): readonly object[] {
  const { keyring } = bench.workspace.store.getState();
  return keyring.kind === "ready" ? keyring.entries : [];
}
