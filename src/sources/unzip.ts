import { Inflate, inflateSync } from "fflate";
import { equalBytes, type Bytes } from "../lib/bytes.ts";
import { BlobWindow } from "./blob-window.ts";
import { crc32 } from "./crc32.ts";
import type { Intake } from "./intake.ts";
import { refuseArchive } from "./source-fault.ts";
import { mayBeMetadata } from "./what-to-read.ts";
import { ENCRYPTED_FLAGS, readZipDirectory, view, type ZipEntry } from "./zip-directory.ts";

const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_BYTES = 30;
const MAX_EXTRA_BYTES = 0xffff;
const SIZES_FOLLOW = 0x0008;
const STORED = 0;
const DEFLATED = 8;
const REGULAR_FILE = 0x8000;
const SYMBOLIC_LINK = 0xa000;
/** So that one push cannot make more than about 16 MiB before the count is looked at. */
const PUSH_BYTES = 16 * 1024;
const RATIO_FREE_BYTES = 16 * 1024 * 1024;

/**
 * Unpacks what may be metadata; content is listed from the directory and never inflated. The directory and the header
 * before each entry must tell the same, so that no other reader finds another file here.
 * Faults: thrown as `SourceRefusal`.
 */
export async function unzip(blob: Blob, archive: string, prefix: string, intake: Intake): Promise<void> {
  const file = new BlobWindow(blob);
  const wanted: (ZipEntry & { readonly to: string })[] = [];
  let packedBytes = 0;
  let unpackedBytes = 0;
  for (const entry of await readZipDirectory(file, archive)) {
    const to = prefix + entry.path;
    if (intake.passesOver(to)) continue;
    checkEntry(entry, archive);
    if (intake.has(to)) refuseArchive(archive, { kind: "duplicate-path", path: entry.path });
    if (mayBeMetadata(to)) {
      packedBytes += entry.packedBytes;
      unpackedBytes += entry.sizeBytes;
      refuseBomb(entry.packedBytes, entry.sizeBytes, archive, intake);
      refuseBomb(packedBytes, unpackedBytes, archive, intake);
    }
    if (intake.admits(to, entry.sizeBytes)) wanted.push({ ...entry, to });
  }
  intake.expect(wanted.length);
  for (const entry of wanted) intake.add(entry.to, await readEntry(file, entry, archive));
}

function checkEntry({ path, fileType, flags }: ZipEntry, archive: string): void {
  if (fileType === SYMBOLIC_LINK) refuseArchive(archive, { kind: "link", path });
  if (fileType !== 0 && fileType !== REGULAR_FILE) refuseArchive(archive, { kind: "special-file", path });
  if ((flags & ENCRYPTED_FLAGS) !== 0) refuseArchive(archive, { kind: "encrypted", path });
}

/** By what the directory declares; an entry that lies about its size is stopped where its declared size ends. */
function refuseBomb(packedBytes: number, unpackedBytes: number, archive: string, { limits }: Intake): void {
  if (unpackedBytes > RATIO_FREE_BYTES && unpackedBytes > packedBytes * limits.maxRatio) refuseArchive(archive, { kind: "bomb", packedBytes, unpackedBytes });
}

async function readEntry(file: BlobWindow, entry: ZipEntry, archive: string): Promise<Bytes> {
  const { path, headerAt, limitAt, nameBytes, packedBytes } = entry;
  const longest = headerAt + LOCAL_BYTES + nameBytes.length + MAX_EXTRA_BYTES + packedBytes;
  const record = await file.read(headerAt, Math.min(limitAt, longest));
  const header = view(record);
  if (record.length < LOCAL_BYTES || header.getUint32(0, true) !== LOCAL_SIGNATURE) damaged(archive, path);
  const nameEnd = LOCAL_BYTES + header.getUint16(26, true);
  const dataAt = nameEnd + header.getUint16(28, true);
  if (dataAt + packedBytes > record.length) damaged(archive, path);
  if (!equalBytes(record.subarray(LOCAL_BYTES, nameEnd), nameBytes)) refuseArchive(archive, { kind: "two-names", path });
  const flags = header.getUint16(6, true);
  const told = (flags & SIZES_FOLLOW) === 0
    ? header.getUint32(14, true) === entry.crc32 && header.getUint32(18, true) === packedBytes && header.getUint32(22, true) === entry.sizeBytes
    : true;
  if (!told || header.getUint16(8, true) !== entry.method || (flags & ENCRYPTED_FLAGS) !== 0) damaged(archive, path);
  const bytes = unpack(record.subarray(dataAt, dataAt + packedBytes), entry, archive);
  if (crc32(bytes) !== entry.crc32) refuseArchive(archive, { kind: "checksum", path });
  return bytes;
}

function unpack(packed: Uint8Array, { path, method, sizeBytes }: ZipEntry, archive: string): Bytes {
  const mismatch = (foundBytes: number): never => refuseArchive(archive, { kind: "size-mismatch", path, declaredBytes: sizeBytes, foundBytes });
  if (method === STORED) return packed.length === sizeBytes ? packed.slice() : mismatch(packed.length);
  if (method !== DEFLATED) return refuseArchive(archive, { kind: "unsupported", feature: `compression method ${method}`, path });
  const inflated = packed.length <= PUSH_BYTES ? inflateSmall(packed, sizeBytes) : inflateLarge(packed, sizeBytes);
  if (inflated === undefined) return refuseArchive(archive, { kind: "damaged", what: "compressed-data", path });
  return typeof inflated === "number" ? mismatch(inflated) : inflated;
}

/** In one go, since setting up a stream costs more than most metadata files. What does not fit into `out` is not kept. */
function inflateSmall(packed: Uint8Array, sizeBytes: number): Bytes | number | undefined {
  const all = orDamaged(() => inflateSync(packed, { out: new Uint8Array(sizeBytes + 1) }));
  if (all === undefined) return undefined;
  return all.length === sizeBytes ? all.slice() : all.length; // a slice has a plain buffer of its own
}

/** The bytes, or how many there were when they were not as many as declared; stops soon after the first too many. */
function inflateLarge(packed: Uint8Array, sizeBytes: number): Bytes | number | undefined {
  const out = new Uint8Array(sizeBytes);
  let at = 0;
  const inflate = new Inflate((chunk) => {
    if (at + chunk.length <= sizeBytes) out.set(chunk, at);
    at += chunk.length;
  });
  for (let from = 0; from < packed.length && at <= sizeBytes; from += PUSH_BYTES) {
    const isLast = from + PUSH_BYTES >= packed.length;
    const pushed = orDamaged(() => {
      inflate.push(packed.subarray(from, from + PUSH_BYTES), isLast);
      return true;
    });
    if (pushed === undefined) return undefined;
  }
  return at === sizeBytes ? out : at;
}

/** fflate throws for malformed data; the functions given here have no other way to throw. */
function orDamaged<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

function damaged(archive: string, path: string): never {
  return refuseArchive(archive, { kind: "damaged", what: "zip-entry", path });
}
