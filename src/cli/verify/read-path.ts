import { stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { fail, type Result } from "../../lib/result.ts";
import { readItems } from "../../sources/read-items.ts";
import type { SourceContents } from "../../sources/source-contents.ts";
import { readFailureOf, type SourceFault } from "../../sources/source-fault.ts";
import { asDomException, DiskFile } from "./disk-file.ts";
import { diskFolder } from "./disk-folder.ts";

/** What lies at a path, read as the app reads what was dropped on it: the same limits, the same refusals. */
export async function readPath(path: string): Promise<Result<SourceContents, SourceFault>> {
  const at = resolve(path);
  try {
    const found = await asDomException(stat(at));
    if (found.isDirectory()) return await readItems([{ kind: "folder", handle: diskFolder(at, basename(at)) }]);
    if (found.isFile()) return await readItems([{ kind: "file", path: basename(at), file: await DiskFile.at(at, basename(at)) }]);
    return fail({ kind: "unreadable", path, cause: "unknown" });
  } catch (error) {
    const cause = readFailureOf(error);
    if (cause === undefined) throw error;
    return fail({ kind: "unreadable", path, cause });
  }
}
