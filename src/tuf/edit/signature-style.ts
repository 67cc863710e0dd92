import type { JsonObject, JsonValue } from "../json/json-value.ts";
import type { Metadata } from "../model/metadata.ts";

/** The white space around an entry of `signatures` and inside it. `separator` and `between` hold their comma. */
export interface EntryStyle {
  readonly first: string;
  readonly separator: string;
  readonly last: string;
  readonly open: string;
  readonly between: string;
  readonly close: string;
  readonly colon: string;
  readonly order: "keyid-first" | "sig-first";
}

type Styled = Pick<Metadata, "text" | "envelope" | "signaturesNode" | "signatures">;

/** Read off the last entry, so that a new one looks like its neighbour; off the rest of the file when there is none. */
export function entryStyle(metadata: Styled): EntryStyle {
  const entry = metadata.signatures.at(-1)?.node;
  return entry === undefined ? fileStyle(metadata) : neighbourStyle(metadata, entry);
}

function neighbourStyle({ text, envelope, signaturesNode: { start, end, items } }: Styled, entry: JsonObject): EntryStyle {
  const [first, second] = gaps(text, entry);
  const lastMember = [...entry.members.values()].at(-1);
  const before = items.at(-2);
  const lead = text.slice(start + 1, items[0]?.start);
  return {
    first: lead,
    separator: before === undefined ? `,${lead === "" ? gapOf(text, envelope) : lead}` : text.slice(before.end, entry.start),
    last: text.slice(entry.end, end - 1),
    open: first.before,
    between: second.before,
    close: text.slice(lastMember?.end, entry.end - 1),
    colon: first.colon,
    order: [...entry.members.keys()].indexOf("keyid") < [...entry.members.keys()].indexOf("sig") ? "keyid-first" : "sig-first",
  };
}

function fileStyle({ text, envelope }: Styled): EntryStyle {
  const [first, second] = gaps(text, envelope);
  const { before, colon } = first;
  const newline = /^\s*?(\r?\n)([ \t]*)$/.exec(before);
  if (newline === null) {
    const gap = second.before;
    return { first: "", separator: gap, last: "", open: "", between: gap, close: "", colon, order: "keyid-first" };
  }
  const [, lineBreak = "\n", unit = ""] = newline;
  const at = (depth: number): string => lineBreak + unit.repeat(depth);
  return { first: at(2), separator: `,${at(2)}`, last: at(1), open: at(3), between: `,${at(3)}`, close: at(2), colon, order: "keyid-first" };
}

/** What follows a comma between the members of the envelope. */
function gapOf(text: string, envelope: JsonObject): string {
  const [, second] = gaps(text, envelope);
  return second.before.replace(/^\s*,/, "");
}

interface Gap {
  /** White space before the key, with the comma of all but the first member. */
  readonly before: string;
  /** The colon with the white space around it. */
  readonly colon: string;
}

/** The first two gaps of an object. Both the envelope and an entry always have two members. */
function gaps(text: string, object: JsonObject): readonly [Gap, Gap] {
  const [a, b]: readonly (JsonValue | undefined)[] = [...object.members.values()];
  return [gap(text.slice(object.start + 1, a?.start)), gap(text.slice(a?.end, b?.start))];
}

function gap(text: string): Gap {
  const quote = text.indexOf('"');
  const at = text.lastIndexOf(":");
  if (quote < 0 || at < 0) throw new Error("a parsed member always has a key and a colon");
  // By its ends and not by a pattern, which would look for a colon behind every blank that a document holds.
  return { before: text.slice(0, quote), colon: text.slice(text.slice(0, at).trimEnd().length) };
}
