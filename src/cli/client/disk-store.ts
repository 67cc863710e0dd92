import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { OfferedFile } from "../../tuf/client/checks.ts";
import type { MetadataStore } from "../../tuf/client/repository-view.ts";
import { parseMetadata } from "../../tuf/model/parse-metadata.ts";
import { safeFileName } from "./file-name.ts";
import { readIfThere, replaceFile } from "./write-file.ts";

/** Trusted metadata in a folder, byte for byte as it came, under names without versions. */
export interface DiskStore extends MetadataStore {
  root(): Promise<OfferedFile | undefined>;
}

export function diskStore(folder: string): DiskStore {
  const pathOf = (role: string): string => join(folder, `${safeFileName(role)}.json`);
  const read = async (role: string): Promise<OfferedFile | undefined> => {
    const path = pathOf(role);
    const bytes = await readIfThere(path);
    return bytes === undefined ? undefined : { path, bytes, parsed: parseMetadata(bytes) };
  };
  return {
    root: () => read("root"),
    timestamp: () => read("timestamp"),
    snapshot: () => read("snapshot"),
    targets: read,
    keep: (role, { bytes }) => replaceFile(pathOf(role), bytes),
    forget: (role) => rm(pathOf(role), { force: true }),
  };
}
