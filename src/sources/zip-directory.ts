import { decodeUtf8 } from "../lib/bytes.ts";
import type { BlobWindow } from "./blob-window.ts";
import { safePath } from "./safe-path.ts";
import { refuseArchive } from "./source-fault.ts";

/** One file as the central directory tells it. Directories are left out. */
export interface ZipEntry {
  readonly path: string;
  readonly nameBytes: Uint8Array;
  readonly flags: number;
  readonly method: number;
  readonly crc32: number;
  readonly packedBytes: number;
  readonly sizeBytes: number;
  readonly headerAt: number;
  /** Where the next entry, or the directory, begins: this entry ends before it. */
  readonly limitAt: number;
  /** The file type bits of the Unix mode; 0 where none was written. */
  readonly fileType: number;
}

export const ENCRYPTED_FLAGS = 0x2041; // bit 0, strong encryption, masked header

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const MAX_COMMENT_BYTES = 0xffff;
const MAX_DIRECTORY_BYTES = 64 * 1024 * 1024;

/**
 * Reads the central directory, which is the archive's own list of what it holds, and refuses whatever another reader
 * might see differently: a second directory, bytes between directory and end, entries that overlap.
 * Source: PKWARE APPNOTE 6.3.10, 4.3.
 */
export async function readZipDirectory(file: BlobWindow, archive: string): Promise<readonly ZipEntry[]> {
  const tailAt = Math.max(0, file.sizeBytes - END_BYTES - MAX_COMMENT_BYTES);
  const tail = (await file.read(tailAt, file.sizeBytes)).slice();
  const endIn = findEnd(tail, archive);
  const end = view(tail);
  const count = end.getUint16(endIn + 10, true);
  const size = end.getUint32(endIn + 12, true);
  const at = end.getUint32(endIn + 16, true);
  if (count === 0xffff || size === 0xffffffff || at === 0xffffffff) refuseArchive(archive, { kind: "unsupported", feature: "ZIP64", path: undefined });
  const oneDisk = end.getUint32(endIn + 4, true) === 0 && end.getUint16(endIn + 8, true) === count;
  if (!oneDisk) refuseArchive(archive, { kind: "unsupported", feature: "an archive in several parts", path: undefined });
  if (at + size !== tailAt + endIn || size > MAX_DIRECTORY_BYTES) refuseArchive(archive, { kind: "damaged", what: "zip-directory", path: undefined });
  const directory = (await file.read(at, at + size)).slice();
  return withLimits(parseEntries(directory, count, archive), at, archive);
}

function findEnd(tail: Uint8Array, archive: string): number {
  const data = view(tail);
  const found: number[] = [];
  for (let i = tail.length - END_BYTES; i >= 0; i--) {
    if (data.getUint32(i, true) === END_SIGNATURE && i + END_BYTES + data.getUint16(i + 20, true) === tail.length) found.push(i);
  }
  const [only, second] = found;
  if (only === undefined) return refuseArchive(archive, { kind: "truncated" });
  if (second !== undefined) refuseArchive(archive, { kind: "damaged", what: "zip-directory", path: undefined });
  return only;
}

type Unlimited = Omit<ZipEntry, "limitAt"> & { readonly isDirectory: boolean };

function parseEntries(directory: Uint8Array, count: number, archive: string): readonly Unlimited[] {
  const data = view(directory);
  const damaged = (): never => refuseArchive(archive, { kind: "damaged", what: "zip-directory", path: undefined });
  const entries: Unlimited[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + ENTRY_BYTES > directory.length || data.getUint32(at, true) !== ENTRY_SIGNATURE) damaged();
    const nameLength = data.getUint16(at + 28, true);
    const next = at + ENTRY_BYTES + nameLength + data.getUint16(at + 30, true) + data.getUint16(at + 32, true);
    if (next > directory.length) damaged();
    const nameBytes = directory.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameLength);
    const { path, isDirectory } = readName(nameBytes, archive);
    const packedBytes = data.getUint32(at + 20, true);
    const sizeBytes = data.getUint32(at + 24, true);
    const headerAt = data.getUint32(at + 42, true);
    if ([packedBytes, sizeBytes, headerAt].includes(0xffffffff)) refuseArchive(archive, { kind: "unsupported", feature: "ZIP64", path });
    entries.push({
      path, nameBytes, isDirectory, packedBytes, sizeBytes, headerAt,
      flags: data.getUint16(at + 8, true), method: data.getUint16(at + 10, true), crc32: data.getUint32(at + 16, true),
      fileType: data.getUint16(at + 40, true) & 0xf000,
    });
    at = next;
  }
  if (at !== directory.length) damaged();
  return entries;
}

function readName(nameBytes: Uint8Array, archive: string): { readonly path: string; readonly isDirectory: boolean } {
  const written = decodeUtf8(nameBytes);
  if (written === undefined) {
    const readable = new TextDecoder().decode(nameBytes);
    return refuseArchive(archive, { kind: "unsafe-path", path: readable, problem: "not-utf8" });
  }
  const isDirectory = written.endsWith("/");
  const path = safePath(isDirectory ? written.slice(0, -1) : written);
  if (!path.ok) return refuseArchive(archive, { kind: "unsafe-path", path: written, problem: path.fault });
  return { path: path.value, isDirectory };
}

/** In the order of the archive. Overlapping entries are how a small file becomes petabytes (and two truths). */
function withLimits(entries: readonly Unlimited[], directoryAt: number, archive: string): readonly ZipEntry[] {
  const ordered = entries.toSorted((a, b) => a.headerAt - b.headerAt);
  return ordered.flatMap(({ isDirectory, ...entry }, i) => {
    const limitAt = ordered[i + 1]?.headerAt ?? directoryAt;
    if (entry.headerAt + LOCAL_BYTES + entry.nameBytes.length + entry.packedBytes > limitAt) refuseArchive(archive, { kind: "overlap", path: entry.path });
    return isDirectory ? [] : [{ ...entry, limitAt }];
  });
}

export function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
