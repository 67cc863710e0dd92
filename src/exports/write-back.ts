import { equalBytes, type Bytes } from "../lib/bytes.ts";
import type { NamedBytes } from "../lib/named-bytes.ts";
import { fail, ok, type Result } from "../lib/result.ts";

export interface FileToWrite extends NamedBytes {
  /** What was read there and reviewed; undefined where no file may be yet. Anything else is not overwritten. */
  readonly replaces: Bytes | undefined;
}

/** `written` lists what already stands in the folder: each file is replaced as a whole or not at all. */
export type WriteFault =
  | { readonly kind: "write-not-allowed" }
  | { readonly kind: "changed-on-disk"; readonly path: string; readonly found: "another-file" | "no-file" | "a-file" }
  | { readonly kind: "write-failed"; readonly path: string; readonly cause: WriteFailure; readonly written: readonly string[] }
  | { readonly kind: "reads-back-differently"; readonly path: string; readonly written: readonly string[] };

export type WriteFailure = "gone" | "forbidden" | "full" | "locked" | "unknown";

/** Asking for permission is not in the DOM types, and not in every browser: where it is missing, writing itself will tell. */
type AskingHandle = FileSystemDirectoryHandle & {
  readonly requestPermission?: (options: { readonly mode: "readwrite" }) => Promise<PermissionState>;
};

/**
 * Writes into the folder that was opened, and reads every file back. Nothing is written unless each file on disk is
 * still what was reviewed. Must begin in a gesture, since the browser asks the person. Result: the paths written.
 */
export async function writeBack(folder: AskingHandle, files: readonly FileToWrite[]): Promise<Result<readonly string[], WriteFault>> {
  if (!(await mayWrite(folder))) return fail({ kind: "write-not-allowed" });
  const written: string[] = [];
  for (const { path, replaces } of files) {
    const found = await attempt(() => readPath(folder, path));
    if (!found.ok) return fail({ kind: "write-failed", path, cause: found.fault, written });
    const fault = differenceOf(path, found.value, replaces);
    if (fault !== undefined) return fail(fault);
  }
  for (const { path, bytes } of files) {
    const done = await attempt(() => writePath(folder, path, bytes));
    if (!done.ok) return fail({ kind: "write-failed", path, cause: done.fault, written });
    const back = await attempt(() => readPath(folder, path));
    if (!back.ok) return fail({ kind: "write-failed", path, cause: back.fault, written });
    if (back.value === undefined || !equalBytes(back.value, bytes)) return fail({ kind: "reads-back-differently", path, written });
    written.push(path);
  }
  return ok(written);
}

function differenceOf(path: string, found: Bytes | undefined, expected: Bytes | undefined): WriteFault | undefined {
  if (found === undefined) return expected === undefined ? undefined : { kind: "changed-on-disk", path, found: "no-file" };
  if (expected === undefined) return { kind: "changed-on-disk", path, found: "a-file" };
  return equalBytes(found, expected) ? undefined : { kind: "changed-on-disk", path, found: "another-file" };
}

async function mayWrite(folder: AskingHandle): Promise<boolean> {
  if (folder.requestPermission === undefined) return true;
  const answer = await attempt(() => folder.requestPermission?.({ mode: "readwrite" }) ?? Promise.resolve("granted" as const));
  return answer.ok && answer.value === "granted";
}

async function readPath(folder: FileSystemDirectoryHandle, path: string): Promise<Bytes | undefined> {
  try {
    const handle = await open(folder, path, false);
    return new Uint8Array(await (await handle.getFile()).arrayBuffer());
  } catch (error) {
    if (error instanceof DOMException && error.name === "NotFoundError") return undefined;
    throw error;
  }
}

/** The browser collects the bytes aside and puts them in place when the stream closes: no half-written file is left. */
async function writePath(folder: FileSystemDirectoryHandle, path: string, bytes: Bytes): Promise<void> {
  const stream = await (await open(folder, path, true)).createWritable();
  try {
    await stream.write(bytes);
  } catch (error) {
    await stream.abort();
    throw error;
  }
  await stream.close();
}

async function open(folder: FileSystemDirectoryHandle, path: string, create: boolean): Promise<FileSystemFileHandle> {
  const segments = path.split("/");
  const name = segments.pop() ?? "";
  let at = folder;
  for (const segment of segments) at = await at.getDirectoryHandle(segment, { create });
  return at.getFileHandle(name, { create });
}

/** The file system speaks in exceptions of one kind; any other exception is a defect and goes on. */
async function attempt<T>(act: () => Promise<T>): Promise<Result<T, WriteFailure>> {
  try {
    return ok(await act());
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return fail(failureOf(error.name));
  }
}

function failureOf(name: string): WriteFailure {
  switch (name) {
    case "NotFoundError": return "gone";
    case "NotAllowedError":
    case "SecurityError": return "forbidden";
    case "QuotaExceededError": return "full";
    case "NoModificationAllowedError": return "locked";
    default: return "unknown";
  }
}
