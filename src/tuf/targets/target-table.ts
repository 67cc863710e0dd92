import { decodeUtf8, utf8, writeUtf8 } from "../../lib/bytes.ts";
import { toHex } from "../../lib/hex.ts";

/** One target as a table tells it. `hasMore`: custom data or further hashes stand in the document, and not here. */
export interface TargetRow {
  readonly path: string;
  readonly lengthBytes: number;
  readonly algorithm: "sha256" | "sha512";
  /** Shape: hex; of a sha512 the first half. */
  readonly hash: string;
  readonly hasMore: boolean;
  /** Counted from 0, in the order in which documents were added. */
  readonly document: number;
}

/** Units: bytes kept of each target's first known hash. */
export const HASH_BYTES = 32;
/** Units: bytes kept of a sha512 that stands beside a sha256: enough to find it, the document has the rest. */
const SECOND_BYTES = 8;

/** Units: bytes. A table in which no target is longer keeps its lengths in half the room. */
const LONGEST_SHORT = 2 ** 32 - 1;
const IS_SHA512 = 1;
const HAS_MORE = 2;
/** A sha512 stands beside the sha256. */
const HAS_SECOND = 4;
const DIGITS: Uint8Array = utf8("0123456789abcdef");
/** What stands in a plain target between its path and its hash, and between its hash and its length. */
const BEFORE_HASH: Uint8Array = utf8('":{"hashes":{"sha256":"');
const BEFORE_LENGTH: Uint8Array = utf8('"},"length":');
const HEX: Int8Array = Int8Array.from({ length: 256 }, (_, byte) => (byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : byte >= 0x61 && byte <= 0x66 ? byte - 0x57 : -1));

/**
 * Fills a table: what is added before `end` belongs to one document, and is dropped again by `drop`. All paths are ASCII.
 */
export class TargetTableBuilder {
  private paths: Uint8Array = new Uint8Array(1 << 16);
  private pathEnds: Uint32Array = new Uint32Array(1024);
  private lengths: Float64Array = new Float64Array(1024);
  private hashes: Uint8Array = new Uint8Array(1024 * HASH_BYTES);
  private seconds: Uint8Array | undefined;
  private flags: Uint8Array = new Uint8Array(1024);
  private readonly documentEnds: number[] = [];
  private rows = 0;
  private used = 0;
  private committedUsed = 0;

  get size(): number {
    return this.rows;
  }

  get documents(): number {
    return this.documentEnds.length;
  }

  /** Takes the path from its place in the source, and the hash from its hex digits there. False where those are not so many lower-case hex digits. */
  add(source: Uint8Array, path: readonly [start: number, end: number], lengthBytes: number, sha256At: number, sha512At: number, hasMore: boolean): boolean {
    const [start, end] = path;
    const size = end - start;
    const row = this.rows;
    if (row === this.flags.length) this.growRows();
    while (this.used + size > this.paths.length) this.paths = grown(new Uint8Array(this.paths.length * 2), this.paths);
    for (let i = 0; i < size; i++) this.paths[this.used + i] = source[start + i] ?? 0;
    const main = sha256At >= 0 ? sha256At : sha512At;
    if (main < 0 || !readHex(source, main, this.hashes, row * HASH_BYTES, HASH_BYTES)) return false;
    if (sha512At >= 0) {
      if (!isHex(source, sha512At, 128)) return false;
      if (sha256At >= 0) {
        this.seconds ??= new Uint8Array(this.flags.length * SECOND_BYTES);
        readHex(source, sha512At, this.seconds, row * SECOND_BYTES, SECOND_BYTES);
      }
    }
    this.used += size;
    this.pathEnds[row] = this.used;
    this.lengths[row] = lengthBytes;
    this.flags[row] = (sha256At < 0 ? IS_SHA512 : 0) | (hasMore ? HAS_MORE : 0) | (sha256At >= 0 && sha512At >= 0 ? HAS_SECOND : 0);
    this.rows++;
    return true;
  }

  /** Everything since the last end is one document. */
  end(): void {
    this.documentEnds.push(this.rows);
    this.committedUsed = this.used;
  }

  /** Forgets what was added since the last end. */
  drop(): void {
    this.rows = this.documentEnds.at(-1) ?? 0;
    this.used = this.committedUsed;
  }

  /** The table of everything since the last one. What it was filled in is used again. */
  seal(): TargetTable {
    const text = decodeUtf8(this.paths.subarray(0, this.used));
    if (text === undefined) throw new Error("paths in a table are ASCII");
    const table = new TargetTable({
      text,
      pathEnds: this.pathEnds.slice(0, this.rows),
      lengths: narrowed(this.lengths.slice(0, this.rows)),
      hashes: this.hashes.slice(0, this.rows * HASH_BYTES),
      seconds: this.seconds?.slice(0, this.rows * SECOND_BYTES),
      flags: this.flags.slice(0, this.rows),
      documentEnds: Uint32Array.from(this.documentEnds),
    });
    this.documentEnds.length = 0;
    this.rows = this.used = this.committedUsed = 0;
    this.seconds = undefined;
    return table;
  }

  private growRows(): void {
    const size = this.flags.length * 2;
    this.pathEnds = grown(new Uint32Array(size), this.pathEnds);
    this.lengths = grown(new Float64Array(size), this.lengths);
    this.hashes = grown(new Uint8Array(size * HASH_BYTES), this.hashes);
    this.flags = grown(new Uint8Array(size), this.flags);
    if (this.seconds !== undefined) this.seconds = grown(new Uint8Array(size * SECOND_BYTES), this.seconds);
  }
}

interface Columns {
  /** All paths, one behind the other. */
  readonly text: string;
  readonly pathEnds: Uint32Array;
  readonly lengths: Uint32Array | Float64Array;
  readonly hashes: Uint8Array;
  readonly seconds: Uint8Array | undefined;
  readonly flags: Uint8Array;
  readonly documentEnds: Uint32Array;
}

/** Targets of many documents in columns: about 100 bytes for each, and no object for any of them. */
export class TargetTable {
  private readonly columns: Columns;

  constructor(columns: Columns) {
    this.columns = columns;
  }

  get size(): number {
    return this.columns.flags.length;
  }

  row(index: number): TargetRow {
    const { text, pathEnds, lengths, hashes, flags, documentEnds } = this.columns;
    const flag = flags[index] ?? 0;
    return {
      path: text.slice(startOf(pathEnds, index), pathEnds[index]),
      lengthBytes: lengths[index] ?? 0,
      algorithm: (flag & IS_SHA512) === 0 ? "sha256" : "sha512",
      hash: toHex(hashes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES)),
      hasMore: (flag & HAS_MORE) !== 0,
      document: firstAbove(documentEnds, index),
    };
  }

  /** The rows of one document, as a range. */
  rowsOf(document: number): readonly [first: number, end: number] {
    return [startOf(this.columns.documentEnds, document), this.columns.documentEnds[document] ?? 0];
  }

  /** The row of this very path in one document; -1 where it is not there. */
  find(path: string, document: number): number {
    const { text, pathEnds } = this.columns;
    const [first, end] = this.rowsOf(document);
    for (let row = first; row < end; row++) {
      const start = startOf(pathEnds, row);
      if ((pathEnds[row] ?? 0) - start === path.length && text.startsWith(path, start)) return row;
    }
    return -1;
  }

  /**
   * Writes the targets of one document as they stand in its canonical form, without the braces around them, from `start`
   * on, and gives where they end. Every row of it must be plain: a SHA-256 and a length, and nothing more. Shape of
   * `into`: exactly as long as everything that is written into it, by others too. The paths are put at its end in one go
   * and moved forward from there. None is written over before it is read: at every moment what is still to be written is
   * at least as long as the paths that are still to be moved.
   */
  writeTargets(document: number, into: Uint8Array, start: number): number {
    const { text, pathEnds, lengths, hashes } = this.columns;
    const [first, end] = this.rowsOf(document);
    const shift = into.length - startOf(pathEnds, end);
    const from = startOf(pathEnds, first);
    writeUtf8(text.slice(from, startOf(pathEnds, end)), into, from + shift);
    let at = start;
    for (let row = first; row < end; row++) {
      if (row > first) into[at++] = 0x2c;
      into[at++] = 0x22;
      for (let i = startOf(pathEnds, row) + shift; i < (pathEnds[row] ?? 0) + shift; i++) into[at++] = into[i] ?? 0;
      for (let i = 0; i < BEFORE_HASH.length; i++) into[at++] = BEFORE_HASH[i] ?? 0;
      for (let i = row * HASH_BYTES; i < (row + 1) * HASH_BYTES; i++) {
        const byte = hashes[i] ?? 0;
        into[at++] = DIGITS[byte >> 4] ?? 0;
        into[at++] = DIGITS[byte & 15] ?? 0;
      }
      for (let i = 0; i < BEFORE_LENGTH.length; i++) into[at++] = BEFORE_LENGTH[i] ?? 0;
      at = writeNumber(lengths[row] ?? 0, into, at);
      into[at++] = 0x7d;
    }
    return at;
  }

  /** Every row whose path holds the text, in order, at most so many. */
  withText(needle: string, most: number): readonly number[] {
    const { text, pathEnds } = this.columns;
    const rows: number[] = [];
    let row = 0;
    for (let at = text.indexOf(needle); at !== -1 && rows.length < most; at = text.indexOf(needle, at)) {
      while ((pathEnds[row] ?? Number.POSITIVE_INFINITY) <= at) row++;
      const end = pathEnds[row] ?? 0;
      if (row >= this.size) break; // the empty text is found behind the last path too
      if (at + needle.length <= end) {
        rows.push(row);
        at = end; // a path counts once
      } else at++; // half of it belongs to the next path
    }
    return rows;
  }

  /** Every row with a hash that begins with these hex digits (lower case, eight at least), at most so many. */
  withHash(digits: string, most: number): readonly number[] {
    const { hashes, seconds, flags } = this.columns;
    const rows = startingWith(hashes, HASH_BYTES, digits, most);
    const hasSecond = (row: number): boolean => ((flags[row] ?? 0) & HAS_SECOND) !== 0; // where there is none, zeros stand, or what was dropped
    const more = seconds === undefined ? [] : startingWith(seconds, SECOND_BYTES, digits, most, hasSecond);
    return more.length === 0 ? rows : [...new Set([...rows, ...more])].sort((a, b) => a - b).slice(0, most);
  }
}

function startingWith(column: Uint8Array, width: number, digits: string, most: number, counts: (row: number) => boolean = () => true): readonly number[] {
  const wanted = Array.from({ length: Math.min(width, digits.length >> 1) }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
  const half = (digits.length & 1) === 1 && wanted.length < width ? Number.parseInt(digits.at(-1) ?? "0", 16) : -1;
  const [first = -1] = wanted;
  const rows: number[] = [];
  for (let at = 0; at < column.length && rows.length < most; at += width) {
    if (column[at] !== first) continue;
    const isMeant = wanted.every((byte, i) => column[at + i] === byte) && (half < 0 || (column[at + wanted.length] ?? 0) >> 4 === half);
    if (isMeant && counts(at / width)) rows.push(at / width);
  }
  return rows;
}

function startOf(ends: Uint32Array, index: number): number {
  return index === 0 ? 0 : (ends[index - 1] ?? 0);
}

/** The first place whose end lies above the value. */
function firstAbove(ends: Uint32Array, value: number): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

function readHex(source: Uint8Array, at: number, into: Uint8Array, to: number, bytes: number): boolean {
  for (let i = 0; i < bytes; i++) {
    const value = ((HEX[source[at + 2 * i] ?? 0] ?? -1) << 4) | (HEX[source[at + 2 * i + 1] ?? 0] ?? -1);
    if (value < 0) return false;
    into[to + i] = value;
  }
  return true;
}

/** Shape of the number: a natural one, as every length is. */
function writeNumber(value: number, into: Uint8Array, start: number): number {
  let digits = 1;
  for (let left = value; left >= 10; left = Math.floor(left / 10)) digits++;
  let left = value;
  for (let at = start + digits - 1; at >= start; at--) {
    into[at] = 0x30 + (left % 10);
    left = Math.floor(left / 10);
  }
  return start + digits;
}

function narrowed(lengths: Float64Array): Uint32Array | Float64Array {
  return lengths.every((length) => length <= LONGEST_SHORT) ? Uint32Array.from(lengths) : lengths;
}

function isHex(source: Uint8Array, at: number, digits: number): boolean {
  for (let i = 0; i < digits; i++) if ((HEX[source[at + i] ?? 0] ?? -1) < 0) return false;
  return true;
}

function grown<T extends Uint8Array | Uint32Array | Float64Array>(made: T, old: T): T {
  made.set(old);
  return made;
}
