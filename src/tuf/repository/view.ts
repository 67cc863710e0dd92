import type { RoleName } from "../model/ids.ts";
import type { Inventory, Origin, RepositoryFile } from "./inventory.ts";

/** A `RepositoryView` of files in memory: it answers at once, and whoever asks measures what it gets. */
export interface MemoryView {
  root(version: number): RepositoryFile | undefined;
  timestamp(): RepositoryFile | undefined;
  snapshot(version: number, consistent: boolean): RepositoryFile | undefined;
  targets(role: RoleName, version: number, consistent: boolean): RepositoryFile | undefined;
}

/**
 * The repository as a client would meet it, were the files of one origin served with roots up to `newestRoot`.
 * `byName`: the files lie there as they are served, so one is found only under the name that a client asks for,
 * whatever it holds; elsewhere a file without a version in its name stands for the version that it holds.
 */
export function viewOf(inventory: Inventory, origin: Origin, newestRoot: number, byName = false): MemoryView {
  const byRole = new Map<string, RepositoryFile[]>();
  for (const file of inventory.files) {
    if (file.origin !== origin) continue;
    const role = byName ? file.roleInName : file.role;
    const list = byRole.get(role);
    if (list === undefined) byRole.set(role, [file]);
    else list.push(file);
  }
  const filesOf = (role: string): readonly RepositoryFile[] => byRole.get(role) ?? [];
  const find = (role: string, version: number): RepositoryFile | undefined => filesOf(role).find((file) => versionOf(file) === version);
  const ask = (role: string, version: number, consistent: boolean): RepositoryFile | undefined => {
    if (!byName) return find(role, version) ?? filesOf(role).find(isUnversionedUnreadable);
    const asked = consistent ? version : undefined;
    return filesOf(role).find((file) => file.versionInName === asked);
  };
  return {
    root: (version) => (version > newestRoot ? undefined : byName ? ask("root", version, true) : find("root", version)), // always `VERSION.root.json`: 5.3.3
    timestamp: () => servedTimestamp(filesOf("timestamp")),
    snapshot: (version, consistent) => ask("snapshot", version, consistent),
    targets: (role, version, consistent) => ask(role, version, consistent),
  };
}

export function versionOf(file: RepositoryFile): number | undefined {
  return file.versionInName ?? (file.parsed.ok ? file.parsed.value.signed.version : undefined);
}

/** Clients ask for `timestamp.json`, never for a version of it. Source: TUF 1.0.34, 6.2.1. */
function servedTimestamp(files: readonly RepositoryFile[]): RepositoryFile | undefined {
  return files.find(({ versionInName }) => versionInName === undefined) ?? files.toSorted((a, b) => (versionOf(b) ?? 0) - (versionOf(a) ?? 0))[0];
}

function isUnversionedUnreadable(file: RepositoryFile): boolean {
  return !file.parsed.ok && file.versionInName === undefined;
}
