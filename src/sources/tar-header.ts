import { decodeUtf8 } from "../lib/bytes.ts";
import type { ArchiveProblem } from "./source-fault.ts";
import { fail, ok, type Result } from "../lib/result.ts";

export const TAR_BLOCK_BYTES = 512;

/** One header block, before extensions are applied. */
export interface TarHeader {
  /** Undefined where the bytes are not UTF-8. */
  readonly name: string | undefined;
  readonly sizeBytes: number;
  /** The type flag as a character; `0` also for the NUL of old archives. */
  readonly type: string;
}

/** Source: POSIX.1-2017, pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format". */
export function parseTarHeader(block: Uint8Array): Result<TarHeader, ArchiveProblem> {
  if (!hasTarChecksum(block)) return fail({ kind: "damaged", what: "tar-header", path: undefined });
  const type = block[156] === 0 ? "0" : String.fromCharCode(block[156] ?? 0);
  const ownName = text(block, 0, 100);
  const name = isPosix(block) ? joined(text(block, 345, 155), ownName) : ownName;
  const sizeBytes = number(block, 124, 12);
  if (sizeBytes === undefined) return fail({ kind: "damaged", what: "tar-header", path: name });
  return ok({ name, sizeBytes, type });
}

/** The sum of all bytes of the block with the checksum's own field read as spaces. */
export function hasTarChecksum(block: Uint8Array): boolean {
  let sum = 0;
  for (let i = 0; i < TAR_BLOCK_BYTES; i++) sum += i >= 148 && i < 156 ? 0x20 : (block[i] ?? 0);
  return number(block, 148, 8) === sum;
}

/** The fields that matter here, of one pax extended header. `unknown` fields (times, owners) are passed over. */
export interface PaxFields {
  readonly path?: string;
  readonly sizeBytes?: number;
  readonly isSparse?: true;
}

const MAX_DIGITS = 10;

/** Shape: records of `LENGTH KEYWORD=VALUE\n`, where LENGTH counts the whole record. Undefined when malformed. */
export function parsePax(bytes: Uint8Array): PaxFields | undefined {
  let fields: PaxFields = {};
  let at = 0;
  while (at < bytes.length) {
    const space = bytes.indexOf(0x20, at);
    if (space < 0 || space - at > MAX_DIGITS) return undefined;
    const digits = decodeUtf8(bytes.subarray(at, space)) ?? "";
    const end = at + Number(digits);
    if (!/^[1-9]\d*$/.test(digits) || end > bytes.length || end <= space + 1 || bytes[end - 1] !== 0x0a) return undefined;
    const record = decodeUtf8(bytes.subarray(space + 1, end - 1));
    const equals = record?.indexOf("=") ?? -1;
    if (record === undefined || equals < 1) return undefined;
    const [keyword, value] = [record.slice(0, equals), record.slice(equals + 1)];
    if (keyword === "path") fields = { ...fields, path: value };
    if (keyword.startsWith("GNU.sparse.")) fields = { ...fields, isSparse: true };
    if (keyword === "size") {
      if (!/^\d{1,15}$/.test(value)) return undefined;
      fields = { ...fields, sizeBytes: Number(value) };
    }
    at = end;
  }
  return fields;
}

/** POSIX splits long names in two; GNU's `ustar  ` uses the second place for times. */
function isPosix(block: Uint8Array): boolean {
  return [0x75, 0x73, 0x74, 0x61, 0x72, 0].every((byte, i) => block[257 + i] === byte);
}

function joined(prefix: string | undefined, name: string | undefined): string | undefined {
  if (prefix === undefined || name === undefined) return undefined;
  return prefix === "" ? name : `${prefix}/${name}`;
}

export function text(block: Uint8Array, from: number, length: number): string | undefined {
  const field = block.subarray(from, from + length);
  const end = field.indexOf(0);
  return decodeUtf8(end < 0 ? field : field.subarray(0, end));
}

/** Octal digits between spaces and NULs, or GNU's base 256 where the first bit is set. */
function number(block: Uint8Array, from: number, length: number): number | undefined {
  const first = block[from] ?? 0;
  if (first === 0x80) {
    let value = 0;
    for (let i = from + 1; i < from + length; i++) value = value * 256 + (block[i] ?? 0);
    return Number.isSafeInteger(value) ? value : undefined;
  }
  const written = /^ *([0-7]+)[ \0]*$/.exec(String.fromCharCode(...block.subarray(from, from + length)));
  return written === null ? undefined : Number.parseInt(written[1] ?? "", 8);
}
