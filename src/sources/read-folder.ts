import { inParallel } from "./in-parallel.ts";
import type { Intake } from "./intake.ts";
import { readFile } from "./read-file.ts";
import { readFailureOf, SourceRefusal } from "./source-fault.ts";
import { mayBeMetadata } from "./what-to-read.ts";

/** Deeper than any repository, shallower than a loop of links. */
const MAX_DEPTH = 64;
/** Each file is a round trip to the browser's own process. */
export const READS_AT_ONCE = 16;

interface Found {
  readonly path: string;
  readonly handle: FileSystemFileHandle;
}

/** Walks a folder handle; folders that are passed over are not entered. */
export async function readFolder(folder: FileSystemDirectoryHandle, prefix: string, intake: Intake): Promise<void> {
  const found: Found[] = [];
  await walk(folder, prefix, 0);
  intake.expect(found.filter(({ path }) => mayBeMetadata(path)).length);
  await inParallel(found, READS_AT_ONCE, (file) => readHandle(file, intake));

  async function walk(inside: FileSystemDirectoryHandle, at: string, depth: number): Promise<void> {
    if (depth > MAX_DEPTH) throw new SourceRefusal({ kind: "too-deep", path: at, limit: MAX_DEPTH });
    for (const handle of await listFolder(inside, at)) {
      const path = at + handle.name;
      if (handle.kind === "file") {
        if (!intake.passesOver(path)) found.push({ path, handle });
      } else if (!intake.passesOver(`${path}/`)) {
        await walk(handle, `${path}/`, depth + 1);
      }
      if (found.length > intake.limits.maxEntries) throw new SourceRefusal({ kind: "too-many-entries", limit: intake.limits.maxEntries });
    }
  }
}

async function listFolder(folder: FileSystemDirectoryHandle, path: string): Promise<readonly (FileSystemDirectoryHandle | FileSystemFileHandle)[]> {
  const handles: (FileSystemDirectoryHandle | FileSystemFileHandle)[] = [];
  try {
    for await (const handle of folder.values()) handles.push(handle);
  } catch (error) {
    const cause = readFailureOf(error);
    if (cause === undefined) throw error;
    throw new SourceRefusal({ kind: "unreadable", path: path === "" ? folder.name : path, cause });
  }
  return handles;
}

async function readHandle({ path, handle }: Found, intake: Intake): Promise<void> {
  let file: File;
  try {
    file = await handle.getFile();
  } catch (error) {
    const cause = readFailureOf(error);
    if (cause === undefined) throw error;
    return intake.leave(path, undefined, mayBeMetadata(path) ? { kind: "unreadable", cause } : { kind: "content" });
  }
  return readFile(file, path, false, intake);
}
