import { utf8, type Bytes } from "../../lib/bytes.ts";
import type { KeyId } from "../model/ids.ts";
import type { Metadata } from "../model/metadata.ts";
import { entryStyle, type EntryStyle } from "./signature-style.ts";

export interface NewSignature {
  readonly keyId: KeyId;
  /** Shape: lower-case hex. */
  readonly sig: string;
}

/** A file as it will be written. */
export interface WrittenFile {
  readonly bytes: Bytes;
  readonly text: string;
}

/**
 * Writes signatures into a file and changes nothing else: every byte outside the value of `signatures` stays. A key
 * id that already has an entry, empty or not, gets its `sig` replaced and keeps its place and its other fields; a new
 * one is appended in the style of its neighbours, or of the file where there are none.
 */
export function writeSignatures(metadata: Pick<Metadata, "text" | "envelope" | "signaturesNode" | "signatures">, add: readonly NewSignature[]): WrittenFile {
  const wanted = new Map(add.map(({ keyId, sig }) => [keyId, sig]));
  if (wanted.size !== add.length) throw new Error("one signature for each key id");
  const present = new Set(metadata.signatures.map((entry) => entry.keyId));
  const edits = metadata.signatures.flatMap((entry): Edit[] => {
    const sig = wanted.get(entry.keyId);
    const token = entry.node.members.get("sig");
    if (sig === undefined || sig === entry.sig || token === undefined) return [];
    return [{ start: token.start, end: token.end, text: JSON.stringify(sig) }];
  });
  const fresh = add.filter(({ keyId }) => !present.has(keyId));
  const text = splice(metadata.text, fresh.length === 0 ? edits : [...edits, appended(metadata, fresh)]);
  return { text, bytes: utf8(text) };
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function appended(metadata: Parameters<typeof writeSignatures>[0], fresh: readonly NewSignature[]): Edit {
  const style = entryStyle(metadata);
  const entries = fresh.map((signature) => entryText(signature, style));
  const last = metadata.signaturesNode.items.at(-1);
  if (last !== undefined) return { start: last.end, end: last.end, text: entries.map((entry) => style.separator + entry).join("") };
  const { start, end } = metadata.signaturesNode;
  return { start, end, text: `[${style.first}${entries.join(style.separator)}${style.last}]` };
}

function entryText({ keyId, sig }: NewSignature, style: EntryStyle): string {
  const keyid = `"keyid"${style.colon}${JSON.stringify(keyId)}`;
  const value = `"sig"${style.colon}${JSON.stringify(sig)}`;
  const members = style.order === "keyid-first" ? [keyid, value] : [value, keyid];
  return `{${style.open}${members.join(style.between)}${style.close}}`;
}

/** Edits do not overlap and come in the order of the text. */
function splice(text: string, edits: readonly Edit[]): string {
  let out = "";
  let at = 0;
  for (const edit of edits) {
    out += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return out + text.slice(at);
}
