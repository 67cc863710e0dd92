import type { OfferedFile } from "../client/checks.ts";
import type { RepositoryView } from "../client/replay.ts";
import type { Inventory, Origin, RepositoryFile } from "./inventory.ts";

/**
 * The repository as a client would meet it, were the files of one origin served with roots up to `newestRoot`.
 * Files go by the version in their name where they have one, as they would at an address.
 */
export function viewOf(inventory: Inventory, origin: Origin, newestRoot: number): RepositoryView {
  const byRole = new Map<string, RepositoryFile[]>();
  for (const file of inventory.files) {
    if (file.origin !== origin) continue;
    const list = byRole.get(file.role);
    if (list === undefined) byRole.set(file.role, [file]);
    else list.push(file);
  }
  const find = (role: string, version: number): OfferedFile | undefined => byRole.get(role)?.find((file) => versionOf(file) === version);
  return {
    root: (version) => (version > newestRoot ? undefined : find("root", version)),
    timestamp: () => (byRole.get("timestamp") ?? []).toSorted((a, b) => (versionOf(b) ?? 0) - (versionOf(a) ?? 0))[0],
    snapshot: (version) => find("snapshot", version) ?? unversionedUnreadable(byRole.get("snapshot")),
    targets: (role, version) => find(role, version) ?? unversionedUnreadable(byRole.get(role)),
  };
}

export function versionOf(file: RepositoryFile): number | undefined {
  return file.versionInName ?? (file.parsed.ok ? file.parsed.value.signed.version : undefined);
}

function unversionedUnreadable(files: readonly RepositoryFile[] | undefined): RepositoryFile | undefined {
  return files?.find((file) => !file.parsed.ok && file.versionInName === undefined);
}
