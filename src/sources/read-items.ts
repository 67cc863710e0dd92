import { fail, ok, type Result } from "../lib/result.ts";
import { ARCHIVE_PROBE_BYTES, archiveKind, type ArchiveKind } from "./archive-kind.ts";
import { inParallel } from "./in-parallel.ts";
import { Intake, type IntakeOptions } from "./intake.ts";
import { admit, readFile, readTogether, together, type AdmittedFile } from "./read-file.ts";
import { GROUPS_AT_ONCE, readFolder } from "./read-folder.ts";
import { DEFAULT_SOURCE_LIMITS, type ReadProgress, type SourceContents, type SourceKind, type SourceLimits } from "./source-contents.ts";
import { readFailureOf, SourceRefusal, type SourceFault } from "./source-fault.ts";
import type { SourceItem } from "./source-item.ts";
import { untar } from "./untar.ts";
import { unzip } from "./unzip.ts";
import { mayBeMetadata, passedOverPart } from "./what-to-read.ts";

/** Runs in the reader's worker. Each file is read once; what is wrong with one file alone does not stop the others. */
export async function readItems(
  items: readonly SourceItem[],
  onProgress: (progress: ReadProgress) => void = () => undefined,
  limits: SourceLimits = DEFAULT_SOURCE_LIMITS,
  how: IntakeOptions = {},
): Promise<Result<SourceContents, SourceFault>> {
  const intake = new Intake(limits, onProgress, how);
  try {
    const [first, second] = items;
    if (first === undefined) return fail({ kind: "nothing-given" });
    if (second === undefined && first.kind === "folder") {
      await readFolder(first.handle, "", intake);
      return ok(await intake.finish(first.handle.name, "folder"));
    }
    if (second === undefined && first.kind === "file" && !first.path.includes("/")) {
      const kind = await readPickedFile(first.file, first.path, "", intake);
      return ok(await intake.finish(first.path, kind));
    }
    return ok(await readSeveral(items, intake));
  } catch (error) {
    if (error instanceof SourceRefusal) return fail(error.fault);
    throw error;
  }
}

type LooseFile = Extract<SourceItem, { readonly kind: "file" }>;

/** Each thing that was given stands under its own name, unless all of it comes from one folder. */
async function readSeveral(items: readonly SourceItem[], intake: Intake): Promise<SourceContents> {
  const folder = commonFolder(items);
  const strip = folder === undefined ? 0 : folder.length + 1;
  const loose = items.filter((item): item is LooseFile => item.kind === "file" && item.path.includes("/"));
  intake.expect(loose.filter(({ path }) => mayBeMetadata(path.slice(strip)) && passedOverPart(path.slice(strip)) === undefined).length);
  await inParallel(together(admitted(loose, strip, intake)), GROUPS_AT_ONCE, (group) => readTogether(group, intake));
  for (const item of items) {
    if (item.kind === "folder") await readFolder(item.handle, `${item.handle.name}/`, intake);
    else if (item.kind === "passed-over") intake.passesOver(item.path);
    else if (!item.path.includes("/")) await readPickedFile(item.file, item.path, `${item.path}/`, intake);
  }
  if (folder !== undefined) return intake.finish(folder, "folder");
  const [first] = items;
  return intake.finish(first?.kind === "folder" ? first.handle.name : (first?.path ?? ""), "files");
}

/** One after the other, as they are asked for: nothing is admitted long before it is read. */
function* admitted(files: readonly LooseFile[], strip: number, intake: Intake): Generator<AdmittedFile | undefined> {
  for (const { file, path } of files) yield admit(file, path.slice(strip), false, intake);
}

/** A file that was pointed at by itself is read whatever its name, and unpacked when it is an archive. */
async function readPickedFile(file: File, path: string, prefix: string, intake: Intake): Promise<SourceKind> {
  const kind = await probe(file);
  switch (kind) {
    case "zip": await orUnreadable(path, unzip(file, file.name, prefix, intake)); return "zip";
    case "tar":
    case "gzip": await untar(file, file.name, prefix, kind === "gzip", intake); return "tar";
    case undefined: {
      const admitted = admit(file, path, true, intake);
      if (admitted !== undefined) await readFile(admitted, intake);
      return "files";
    }
  }
}

async function probe(file: File): Promise<ArchiveKind | undefined> {
  return archiveKind(new Uint8Array(await orUnreadable(file.name, file.slice(0, ARCHIVE_PROBE_BYTES).arrayBuffer())));
}

async function orUnreadable<T>(path: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    const cause = readFailureOf(error);
    if (cause === undefined) throw error;
    throw new SourceRefusal({ kind: "unreadable", path, cause });
  }
}

/** The folder that a picker or a drop put before every path. */
function commonFolder(items: readonly SourceItem[]): string | undefined {
  const folders = new Set(items.map((item) => (item.kind !== "folder" && item.path.includes("/") ? item.path.slice(0, item.path.indexOf("/")) : undefined)));
  const [only] = folders;
  return folders.size === 1 ? only : undefined;
}
