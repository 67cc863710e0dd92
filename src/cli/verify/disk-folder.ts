import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { asDomException, DiskFile } from "./disk-file.ts";

/**
 * A folder on disk as the reader of folders takes it. Links are followed, but never into a folder that is being walked
 * already; what is neither file nor folder (a pipe, a socket) is not there.
 */
export function diskFolder(path: string, name: string, above: readonly string[] = []): FileSystemDirectoryHandle {
  const handle = {
    kind: "directory",
    name,
    async *values(): AsyncGenerator<unknown> {
      const real = await asDomException(realpath(path));
      for (const child of (await asDomException(readdir(path))).toSorted()) {
        const at = join(path, child);
        const found = await stat(at).catch(() => undefined); // a link to nowhere
        if (found?.isFile() === true) yield { kind: "file", name: child, getFile: () => DiskFile.at(at, child) };
        else if (found?.isDirectory() === true && ![...above, real].includes(await asDomException(realpath(at)))) yield diskFolder(at, child, [...above, real]);
      }
    },
  };
  return handle as unknown as FileSystemDirectoryHandle; // the part of it that reading uses
}
