import { decodeUtf8, type Bytes } from "../../lib/bytes.ts";
import type { CanonicalBytes } from "./canonical-json.ts";
import { DEFAULT_JSON_LIMITS, type JsonLimits } from "./parse-json.ts";

/** What stands at one place of a tape. A key is followed by its value; what is inside a container follows it. */
export const TapeKind = { object: 1, array: 2, key: 3, string: 4, integer: 5, true: 6, false: 7, null: 8 } as const;

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
/** Values and keys of one text at most, so that what is kept between texts stays small whatever came by: 14 bytes for each. */
const MOST_NODES = 1 << 20;
/** Digits that no double can lose. */
const SURE_DIGITS = 15;

/** What ends a run of plain characters in a string: its end, an escape, a control character, what is not ASCII. */
const ENDS_RUN: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => Number(byte < 0x20 || byte === QUOTE || byte === BACKSLASH || byte >= 0x80));
const WORDS: ReadonlyMap<number, readonly [kind: number, rest: readonly number[]]> = new Map([
  [0x74, [TapeKind.true, [0x72, 0x75, 0x65]]], [0x66, [TapeKind.false, [0x61, 0x6c, 0x73, 0x65]]], [0x6e, [TapeKind.null, [0x75, 0x6c, 0x6c]]],
]);

/**
 * The fast way through JSON that is written as metadata mostly is: sorted members, no escapes but `\"` and `\\`, compact
 * or indented. One pass over the bytes proves that the strict parser would take the text, finds where every value
 * stands, and gives the canonical form: the text without its white space. Whatever it is not sure of it declines, and
 * the strict parser decides. It keeps its arrays from one text to the next, so what it says holds until the next `read`.
 */
export class JsonTape {
  /** Canonical form of the text; the text itself where that is canonical. All places are places in it. */
  canonical: Bytes = new Uint8Array(0);
  length = 0;
  isAscii = true;
  kinds: Uint8Array = new Uint8Array(4096);
  /** Of strings and keys: behind the opening quote. */
  starts: Int32Array = new Int32Array(4096);
  /** Of strings and keys: at the closing quote. Of containers: behind the closing bracket. */
  ends: Int32Array = new Int32Array(4096);
  /** Where on the tape stands what follows this and all that is in it. */
  after: Int32Array = new Int32Array(4096);
  /** Set for strings that hold an escape. */
  escaped: Uint8Array = new Uint8Array(4096);
  private readonly open: Int32Array = new Int32Array(256);
  private readonly lastKey: Int32Array = new Int32Array(256);

  /** False where this is not sure; the strict parser then says what the text is. */
  read(source: Bytes, limits: JsonLimits = DEFAULT_JSON_LIMITS): boolean {
    const size = source.length;
    if (size > limits.maxBytes || limits.maxDepth >= this.open.length) return false;
    const { open, lastKey } = this;
    let { kinds, starts, ends, after, escaped } = this;
    let target = source; // until the first white space the text is its own canonical form
    let removed = 0;
    let at = 0;
    let count = 0;
    let depth = 0;
    let isAscii = true;
    let isObject = false;
    /** A value may stand here; otherwise a comma or the end of the container must. */
    let wantsValue = true;
    let mayClose = false;
    for (;;) {
      if (count + 2 > kinds.length) {
        if (kinds.length >= MOST_NODES) return false;
        this.grow();
        ({ kinds, starts, ends, after, escaped } = this);
      }
      let byte = at < size ? (source[at] ?? 0) : 0;
      if (byte <= 0x20) {
        const from = at;
        while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = ++at < size ? (source[at] ?? 0) : 0;
        if (at === size) break; // the end, which the checks below judge
        if (at === from) return false; // a control character
        if (target === source) target = copyOf(source, from);
        removed += at - from;
      }
      if (wantsValue) {
        if (isObject) {
          // A key, or the end of an object that holds nothing.
          if (byte === 0x7d && mayClose) {
            wantsValue = mayClose = false;
            continue;
          }
          if (byte !== QUOTE) return false;
          const keyFrom = ++at;
          while (at < size && ENDS_RUN[source[at] ?? 0] === 0) at++;
          while (at < size && (source[at] ?? 0) >= 0x80) {
            isAscii = false;
            at++;
            while (at < size && ENDS_RUN[source[at] ?? 0] === 0) at++;
          }
          if (source[at] !== QUOTE) return false; // keys with escapes are ordered by what they stand for, which is not seen here
          const start = keyFrom - removed;
          const end = at - removed;
          if (target !== source) for (let i = keyFrom - 1; i <= at; i++) target[i - removed] = source[i] ?? 0;
          at++;
          const before = lastKey[depth] ?? -1;
          if (before >= 0 && !isLess(target, starts[before] ?? 0, ends[before] ?? 0, start, end)) return false; // unsorted, or twice the same
          lastKey[depth] = count;
          kinds[count] = TapeKind.key;
          starts[count] = start;
          ends[count] = end;
          after[count] = count + 1;
          count++;
          byte = at < size ? (source[at] ?? 0) : 0;
          if (byte <= 0x20) {
            const from = at;
            while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = ++at < size ? (source[at] ?? 0) : 0;
            if (at > from && target === source) target = copyOf(source, from);
            removed += at - from;
          }
          if (byte !== COLON) return false;
          if (target !== source) target[at - removed] = COLON;
          byte = ++at < size ? (source[at] ?? 0) : 0;
          if (byte <= 0x20) {
            const from = at;
            while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = ++at < size ? (source[at] ?? 0) : 0;
            if (at > from && target === source) target = copyOf(source, from);
            removed += at - from;
          }
        } else if (byte === 0x5d && mayClose) {
          wantsValue = mayClose = false;
          continue;
        }
        mayClose = false;
        if (byte === QUOTE) {
          const from = ++at;
          let hasEscape = 0;
          for (;;) {
            while (at < size && ENDS_RUN[source[at] ?? 0] === 0) at++;
            if (at >= size) return false;
            const stop = source[at] ?? 0;
            if (stop === QUOTE) break;
            if (stop >= 0x80) {
              isAscii = false;
              at++;
            } else if (stop === BACKSLASH && (source[at + 1] === QUOTE || source[at + 1] === BACKSLASH)) {
              hasEscape = 1;
              at += 2;
            } else return false; // a control character, or an escape that canonical JSON writes in another way
          }
          if (target !== source) for (let i = from - 1; i <= at; i++) target[i - removed] = source[i] ?? 0;
          kinds[count] = TapeKind.string;
          starts[count] = from - removed;
          ends[count] = at - removed;
          escaped[count] = hasEscape;
          after[count] = count + 1;
          count++;
          at++;
          wantsValue = false;
        } else if (byte === 0x7b || byte === 0x5b) {
          if (depth >= limits.maxDepth) return false;
          if (target !== source) target[at - removed] = byte;
          isObject = byte === 0x7b;
          kinds[count] = isObject ? TapeKind.object : TapeKind.array;
          starts[count] = at - removed;
          open[depth++] = count;
          lastKey[depth] = -1;
          count++;
          at++;
          mayClose = true;
          continue;
        } else if (byte === MINUS || (byte >= ZERO && byte <= 0x39)) {
          const from = at;
          if (byte === MINUS) byte = ++at < size ? (source[at] ?? 0) : 0;
          const first = at;
          while (byte >= ZERO && byte <= 0x39) byte = ++at < size ? (source[at] ?? 0) : 0;
          const digits = at - first;
          if (digits === 0 || digits > SURE_DIGITS || (source[first] === ZERO && (digits > 1 || first > from))) return false;
          if (target !== source) for (let i = from; i < at; i++) target[i - removed] = source[i] ?? 0;
          kinds[count] = TapeKind.integer;
          starts[count] = from - removed;
          ends[count] = at - removed;
          after[count] = count + 1;
          count++;
          wantsValue = false;
        } else {
          const word = WORDS.get(byte);
          if (word === undefined) return false;
          const from = at++;
          for (const letter of word[1]) if (source[at++] !== letter) return false;
          if (target !== source) for (let i = from; i < at; i++) target[i - removed] = source[i] ?? 0;
          kinds[count] = word[0];
          starts[count] = from - removed;
          ends[count] = at - removed;
          after[count] = count + 1;
          count++;
          wantsValue = false;
        }
      } else if (depth === 0) {
        if (at < size) return false; // something follows the document
        break;
      } else if (byte === COMMA) {
        if (target !== source) target[at - removed] = COMMA;
        at++;
        wantsValue = true;
      } else if (byte === (isObject ? 0x7d : 0x5d)) {
        if (target !== source) target[at - removed] = byte;
        at++;
        const container = open[--depth] ?? 0;
        ends[container] = at - removed;
        after[container] = count;
        isObject = depth > 0 && kinds[open[depth - 1] ?? 0] === TapeKind.object;
      } else return false;
    }
    if (depth !== 0 || wantsValue || count === 0) return false;
    if (!isAscii && decodeUtf8(source) === undefined) return false;
    this.length = count;
    this.isAscii = isAscii;
    this.canonical = target === source && (ends[0] ?? 0) >= size ? source : target.subarray(0, canonicalEnd(kinds, ends));
    return true;
  }

  /** Where the value of this member stands on the tape; -1 where an object, itself at `object`, has no such member. */
  member(object: number, name: string): number {
    if (this.kinds[object] !== TapeKind.object) return -1;
    const end = this.after[object] ?? 0;
    for (let key = object + 1; key < end; key = this.after[key + 1] ?? end) if (this.is(key, name)) return key + 1;
    return -1;
  }

  /** Is the text of this key or string, which must be ASCII, this one? */
  is(place: number, text: string): boolean {
    const start = this.starts[place] ?? 0;
    if ((this.ends[place] ?? 0) - start !== text.length) return false;
    for (let i = 0; i < text.length; i++) if (this.canonical[start + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  /** Of a key or string without escapes. */
  text(place: number): string {
    return this.textBetween(this.starts[place], this.ends[place]);
  }

  /** Of the canonical form, from one place in it to another. */
  textBetween(start: number | undefined, end: number | undefined): string {
    const text = decodeUtf8(this.canonical.subarray(start, end));
    if (text === undefined) throw new Error("a tape is made of text that is UTF-8");
    return text;
  }

  integer(place: number): number {
    const { canonical } = this;
    const start = this.starts[place] ?? 0;
    const end = this.ends[place] ?? 0;
    const isNegative = canonical[start] === MINUS;
    let value = 0;
    for (let at = start + Number(isNegative); at < end; at++) value = value * 10 + (canonical[at] ?? 0) - ZERO;
    return isNegative ? -value : value;
  }

  /** The canonical form of one object or array. It stays good: the bytes of a text are never written again. */
  bytesOf(place: number): CanonicalBytes {
    return this.canonical.subarray(this.starts[place], this.ends[place]) as CanonicalBytes; // the second of its three makers: the tests hold it to the first
  }

  private grow(): void {
    const size = this.kinds.length * 2;
    const grown = <T extends Uint8Array | Int32Array>(made: T, old: T): T => (made.set(old), made);
    this.kinds = grown(new Uint8Array(size), this.kinds);
    this.escaped = grown(new Uint8Array(size), this.escaped);
    this.starts = grown(new Int32Array(size), this.starts);
    this.ends = grown(new Int32Array(size), this.ends);
    this.after = grown(new Int32Array(size), this.after);
  }
}

/** Behind the last byte of the one value that the tape holds: strings end before their closing quote. */
function canonicalEnd(kinds: Uint8Array, ends: Int32Array): number {
  return (ends[0] ?? 0) + Number(kinds[0] === TapeKind.string);
}

function copyOf(source: Bytes, length: number): Bytes {
  const copy = new Uint8Array(source.length);
  copy.set(source.subarray(0, length));
  return copy;
}

/** By bytes, which for UTF-8 is the order of the code points. */
function isLess(bytes: Uint8Array, aStart: number, aEnd: number, bStart: number, bEnd: number): boolean {
  const length = Math.min(aEnd - aStart, bEnd - bStart);
  for (let i = 0; i < length; i++) {
    const difference = (bytes[aStart + i] ?? 0) - (bytes[bStart + i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return aEnd - aStart < bEnd - bStart;
}
