import { inParallel } from "./in-parallel.ts";
import type { Intake } from "./intake.ts";
import { admit, readTogether, together, type AdmittedFile } from "./read-file.ts";
import { readFailureOf, SourceRefusal } from "./source-fault.ts";
import { mayBeMetadata } from "./what-to-read.ts";

/** Deeper than any repository, shallower than a loop of links. */
const MAX_DEPTH = 64;
/** Groups of files that are read at the same time: while one waits for the disk, the next is asked for. */
export const GROUPS_AT_ONCE = 8;
/** Handles that are opened at the same time, each a round trip to the browser's own process. */
const OPENED_AT_ONCE = 64;

interface Found {
  readonly path: string;
  readonly handle: FileSystemFileHandle;
}

/** Walks a folder handle; folders that are passed over are not entered. */
export async function readFolder(folder: FileSystemDirectoryHandle, prefix: string, intake: Intake): Promise<void> {
  const found: Found[] = [];
  await walk(folder, prefix, 0);
  intake.expect(found.filter(({ path }) => mayBeMetadata(path)).length);
  await inParallel(takenInParts(found, OPENED_AT_ONCE), GROUPS_AT_ONCE, async (part) => {
    const opened = await Promise.all(part.map((one) => openHandle(one, intake)));
    for (const group of together(opened)) await readTogether(group, intake);
  });

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

async function openHandle({ path, handle }: Found, intake: Intake): Promise<AdmittedFile | undefined> {
  try {
    return admit(await handle.getFile(), path, false, intake);
  } catch (error) {
    const cause = readFailureOf(error);
    if (cause === undefined) throw error;
    intake.leave(path, undefined, mayBeMetadata(path) ? { kind: "unreadable", cause } : { kind: "content" });
    return undefined;
  }
}

/** From the beginning on, each taken out: a handle holds a connection to the browser's own process until it is let go. */
function* takenInParts<T>(items: T[], length: number): Generator<readonly T[]> {
  items.reverse();
  while (items.length > 0) yield items.splice(-length).reverse();
}
