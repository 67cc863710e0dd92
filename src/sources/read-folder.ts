import type { Intake } from "./intake.ts";
import { readFile } from "./read-file.ts";
import { readFailureOf, SourceRefusal } from "./source-fault.ts";
import { mayBeMetadata } from "./what-to-read.ts";

/** Deeper than any repository, shallower than a loop of links. */
const MAX_DEPTH = 64;

/** Walks a folder handle; folders that are passed over are not entered. */
export async function readFolder(folder: FileSystemDirectoryHandle, prefix: string, intake: Intake, depth: number = 0): Promise<void> {
  if (depth > MAX_DEPTH) throw new SourceRefusal({ kind: "too-deep", path: prefix, limit: MAX_DEPTH });
  for (const handle of await listFolder(folder, prefix)) {
    const path = prefix + handle.name;
    if (handle.kind === "directory") {
      if (!intake.passesOver(`${path}/`)) await readFolder(handle, `${path}/`, intake, depth + 1);
    } else if (!intake.passesOver(path)) {
      await readHandle(handle, path, intake);
    }
  }
}

async function listFolder(folder: FileSystemDirectoryHandle, path: string): Promise<readonly (FileSystemDirectoryHandle | FileSystemFileHandle)[]> {
  const handles: (FileSystemDirectoryHandle | FileSystemFileHandle)[] = [];
  try {
    // The DOM types give the base type; the standard knows these two kinds only.
    for await (const handle of folder.values()) handles.push(handle as FileSystemDirectoryHandle | FileSystemFileHandle);
  } catch (error) {
    const cause = readFailureOf(error);
    if (cause === undefined) throw error;
    throw new SourceRefusal({ kind: "unreadable", path: path === "" ? folder.name : path, cause });
  }
  return handles;
}

async function readHandle(handle: FileSystemFileHandle, path: string, intake: Intake): Promise<void> {
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
