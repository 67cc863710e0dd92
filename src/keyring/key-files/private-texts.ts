import { type Bytes, utf8 } from "../../lib/bytes.ts";
import { findBytes } from "./find-bytes.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BLANK = 0x20;
const ESCAPES: ReadonlyMap<number, number> = new Map([[0x6e, 0x0a], [0x72, 0x0d], [0x74, 0x09], [0x2f, 0x2f], [QUOTE, QUOTE], [BACKSLASH, BACKSLASH]]);

/**
 * The texts under `"private"` of JSON, taken out as bytes and blanked where they stood, so that the rest can be parsed:
 * a string that held a key could not be wiped. The caller wipes them. Undefined for an escape that no key needs.
 */
export function takePrivateTexts(json: Bytes): readonly Bytes[] | undefined {
  const name = utf8('"private"');
  const texts: Bytes[] = [];
  for (let at = findBytes(json, name, 0); at >= 0; at = findBytes(json, name, at)) {
    at = skipBlanks(json, at + name.length);
    if (json[at] !== 0x3a) continue; // no colon: it was a value
    at = skipBlanks(json, at + 1);
    if (json[at] !== QUOTE) continue;
    const taken = take(json, at + 1);
    if (taken === undefined) {
      for (const text of texts) text.fill(0);
      return undefined;
    }
    texts.push(taken.text);
    at = taken.end;
  }
  return texts;
}

function take(json: Bytes, start: number): { readonly text: Bytes; readonly end: number } | undefined {
  const text = new Uint8Array(json.length - start);
  let length = 0;
  let at = start;
  for (; at < json.length && json[at] !== QUOTE; at++) {
    const isEscape = json[at] === BACKSLASH;
    const byte = isEscape ? ESCAPES.get(json[at + 1] ?? 0) : json[at];
    if (byte === undefined) {
      text.fill(0);
      return undefined;
    }
    text[length++] = byte;
    if (isEscape) json[at++] = BLANK;
    json[at] = BLANK;
  }
  return { text: text.subarray(0, length), end: at };
}

function skipBlanks(json: Bytes, from: number): number {
  let at = from;
  while ([0x20, 0x09, 0x0a, 0x0d].includes(json[at] ?? -1)) at++;
  return at;
}
