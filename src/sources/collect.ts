import { fail, ok, type Result } from "../lib/result.ts";
import { SourceRefusal, readFailureOf, type SourceFault } from "./source-fault.ts";
import type { SourceItem } from "./source-item.ts";
import { isFolderPassedOver, passedOverPart } from "./what-to-read.ts";

/** On the main thread: what a person pointed at, ready to be sent to the reader. */
export interface Collected {
  readonly items: readonly SourceItem[];
  /** The one folder that was opened by handle, to write back into; undefined where the browser gave none. */
  readonly folder: FileSystemDirectoryHandle | undefined;
}

const MAX_DEPTH = 64;

/** Must be called inside the drop event: a DataTransfer is empty after the first await. */
export async function collectDrop(transfer: DataTransfer): Promise<Result<Collected, SourceFault>> {
  const entries = [...transfer.items].filter((item) => item.kind === "file").map(openTransferItem);
  try {
    const items: SourceItem[] = [];
    for (const entry of entries) items.push(...(await entry()));
    return items.length === 0 ? fail({ kind: "nothing-given" }) : ok({ items, folder: onlyFolder(items) });
  } catch (error) {
    if (error instanceof SourceRefusal) return fail(error.fault);
    const cause = readFailureOf(error);
    if (cause === undefined) throw error;
    return fail({ kind: "unreadable", path: "what was dropped", cause });
  }
}

/** From `<input type=file>`, with or without `webkitdirectory`. What is passed over does not cross threads. */
export function collectInput(files: Iterable<File>): Result<Collected, SourceFault> {
  const items: SourceItem[] = [];
  const passedOver = new Set<string>();
  for (const file of files) {
    const path = file.webkitRelativePath || file.name;
    const part = passedOverPart(path);
    if (part === undefined) items.push({ kind: "file", path, file });
    else passedOver.add(part);
  }
  for (const path of passedOver) items.push({ kind: "passed-over", path });
  return items.length === 0 ? fail({ kind: "nothing-given" }) : ok({ items, folder: undefined });
}

export function canPickFolder(): boolean {
  return "showDirectoryPicker" in globalThis;
}

/** Faults: `cancelled` when the person closed the picker. Call only where `canPickFolder()`. */
export async function pickFolder(): Promise<Result<Collected, SourceFault>> {
  // The DOM types do not have the picker, which only some browsers have.
  const { showDirectoryPicker } = globalThis as unknown as {
    readonly showDirectoryPicker: (options: { readonly id: string; readonly mode: "read" }) => Promise<FileSystemDirectoryHandle>;
  };
  try {
    const handle = await showDirectoryPicker({ id: "repository", mode: "read" });
    return ok({ items: [{ kind: "folder", handle }], folder: handle });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return fail({ kind: "cancelled" });
    const cause = readFailureOf(error);
    if (cause === undefined) throw error;
    return fail({ kind: "unreadable", path: "the folder", cause });
  }
}

type HandleItem = DataTransferItem & {
  /** Not in the DOM types: only some browsers have it. */
  readonly getAsFileSystemHandle?: () => Promise<FileSystemHandle | null>;
};

/** Starts what must start inside the event; the returned function finishes it. */
function openTransferItem(item: HandleItem): () => Promise<readonly SourceItem[]> {
  const entry = item.webkitGetAsEntry();
  const file = item.getAsFile();
  const handle = item.getAsFileSystemHandle?.().catch(() => null); // a browser that refuses handles still gives the entry
  return async () => {
    const opened = await handle;
    if (opened?.kind === "directory") return [{ kind: "folder", handle: opened as FileSystemDirectoryHandle }]; // its kind says so
    if (entry !== null && entry.isDirectory) return walkEntry(entry, 0);
    return file === null ? [] : [{ kind: "file", path: file.name, file }];
  };
}

async function walkEntry(entry: FileSystemEntry, depth: number): Promise<readonly SourceItem[]> {
  const path = entry.fullPath.replace(/^\//, "");
  if (depth > MAX_DEPTH) throw new SourceRefusal({ kind: "too-deep", path, limit: MAX_DEPTH });
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)); // isFile says so
    return [{ kind: "file", path, file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader(); // not a file, so a directory
  const items: SourceItem[] = [];
  for (;;) {
    const batch = await new Promise<readonly FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) return items;
    for (const child of batch) {
      const childPath = child.fullPath.replace(/^\//, "");
      const isLeft = child.isDirectory && isFolderPassedOver(childPath);
      items.push(...(isLeft ? [{ kind: "passed-over", path: childPath } as const] : await walkEntry(child, depth + 1)));
    }
  }
}

function onlyFolder(items: readonly SourceItem[]): FileSystemDirectoryHandle | undefined {
  const [first] = items;
  return items.length === 1 && first?.kind === "folder" ? first.handle : undefined;
}
