import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import { concatBytes, equalBytes, utf8 } from "../../lib/bytes.ts";
import { toHex } from "../../lib/hex.ts";
import { encodeCanonical } from "../json/canonical-json.ts";
import type { JsonArray, JsonObject, JsonValue } from "../json/json-value.ts";
import type { KeyId } from "../model/ids.ts";
import type { Metadata } from "../model/metadata.ts";
import { preAuthEncoding, TUF_PAYLOAD_TYPE } from "../neighbours/dsse.ts";
import type { JsonEscapes, JsonLayout, MessageDifference, OtherBytes } from "./explanation.ts";
import { asciiString, byCodePoint, htmlString, jsonString, PHP, RFC_8785, TOUGH, UTF16_ORDER, writeText, type TextStyle } from "./json-text.ts";

/** Something that may have been signed instead of the canonical form. */
export interface MessageForm {
  readonly difference: MessageDifference;
  readonly bytes: OtherBytes;
}

/** One of the files that hold the document, for it may lie in several. */
export interface WrittenDocument {
  readonly path: string;
  readonly metadata: Metadata;
}

/**
 * Whatever a signer may have made of `signed`, the likeliest first. Each is made when it is asked for; where two are the
 * same bytes, the first one stands for both, and none has the bytes of the canonical form.
 */
export function* signedForms(files: readonly [WrittenDocument, ...WrittenDocument[]]): Generator<MessageForm> {
  const [{ metadata: { signedBytes } }] = files;
  for (const other of allForms(files)) if (!equalBytes(other.bytes, signedBytes)) yield other;
}

function* allForms(files: readonly [WrittenDocument, ...WrittenDocument[]]): Generator<MessageForm> {
  const [{ metadata }] = files;
  const { signedNode, signedBytes } = metadata;
  const raw = rawTexts(files);
  for (const { text, path } of raw) yield form({ kind: "raw-bytes", path: raw.length > 1 ? path : undefined }, text);
  yield form({ kind: "canonical-newline" }, concatBytes(signedBytes, utf8("\n")));
  yield form({ kind: "rfc8785" }, writeText(signedNode, RFC_8785));
  yield form({ kind: "tough-form" }, writeText(signedNode, TOUGH));
  yield* jsonTexts(signedNode);
  yield form({ kind: "php-form" }, writeText(signedNode, PHP));
  yield form({ kind: "utf16-order" }, writeText(signedNode, UTF16_ORDER));
  for (const [hash, digest] of [["SHA-256", sha256(signedBytes)], ["SHA-512", sha512(signedBytes)], ["SHA-384", sha384(signedBytes)]] as const) {
    yield form({ kind: "digest", hash, written: "bytes" }, digest);
    yield form({ kind: "digest", hash, written: "hex" }, toHex(digest));
    yield form({ kind: "digest", hash, written: "hex-line" }, `${toHex(digest)}\n`);
  }
  yield form({ kind: "pre-auth-encoding", of: "canonical" }, preAuthEncoding(TUF_PAYLOAD_TYPE, signedBytes));
  for (const { text } of raw) yield form({ kind: "pre-auth-encoding", of: "raw" }, preAuthEncoding(TUF_PAYLOAD_TYPE, utf8(text)));
}

/** Whatever a signer may have made of the whole file. */
export function* wholeFileForms(files: readonly [WrittenDocument, ...WrittenDocument[]], keyId: KeyId): Generator<MessageForm> {
  for (const { metadata } of files) {
    const { text, bytes, signaturesNode } = metadata;
    yield form({ kind: "whole-file", form: "as-it-stands" }, bytes);
    const own = metadata.signatures.find((entry) => entry.keyId === keyId)?.node.members.get("sig");
    if (own !== undefined) yield form({ kind: "whole-file", form: "own-place-empty" }, splice(text, own, '""'));
    yield form({ kind: "whole-file", form: "without-signatures" }, splice(text, signaturesNode, "[]"));
  }
  const unsigned = withoutSignatures(files[0].metadata);
  yield form({ kind: "whole-file", form: "canonical" }, encodeCanonical(unsigned));
  for (const { bytes } of jsonTexts(unsigned)) yield { difference: { kind: "whole-file", form: "written-anew" }, bytes };
}

const LAYOUTS: readonly (readonly [JsonLayout, Pick<TextStyle, "indent" | "colon" | "comma">])[] = [
  ["2-spaces", { indent: "  ", colon: ": ", comma: "," }],
  ["1-space", { indent: " ", colon: ": ", comma: "," }],
  ["4-spaces", { indent: "    ", colon: ": ", comma: "," }],
  ["tab", { indent: "\t", colon: ": ", comma: "," }],
  ["one-line", { indent: undefined, colon: ":", comma: "," }],
  ["one-line-spaced", { indent: undefined, colon: ": ", comma: ", " }],
];
const ESCAPES: Readonly<Record<JsonEscapes, TextStyle["quote"]>> = { json: jsonString, ascii: asciiString, html: htmlString };

/** What the usual JSON libraries make of it, in the order of the text and sorted, with and without a line break at the end. */
function* jsonTexts(value: JsonValue): Generator<MessageForm> {
  const base = { indent: undefined, colon: ":", comma: ",", emptyObject: "{}" } as const;
  const plain = writeText(value, { ...base, order: undefined, quote: jsonString });
  const escapes = (Object.keys(ESCAPES) as readonly JsonEscapes[]) // the keys of the record above
    .filter((name) => name === "json" || writeText(value, { ...base, order: undefined, quote: ESCAPES[name] }) !== plain);
  const orders = writeText(value, { ...base, order: byCodePoint, quote: jsonString }) === plain ? [false] : [false, true];
  for (const escape of escapes) {
    for (const [layout, spaces] of LAYOUTS) {
      for (const sorted of orders) {
        const text = writeText(value, { ...base, ...spaces, order: sorted ? byCodePoint : undefined, quote: ESCAPES[escape] });
        for (const newline of [false, true]) yield form({ kind: "json-text", layout, sorted, escapes: escape, newline }, newline ? `${text}\n` : text);
      }
    }
  }
}

/** `signed` as each file has it, where they differ. */
function rawTexts(files: readonly WrittenDocument[]): readonly { readonly path: string; readonly text: string }[] {
  const seen = new Map<string, string>();
  for (const { path, metadata: { text, signedNode } } of files) {
    const raw = text.slice(signedNode.start, signedNode.end);
    if (!seen.has(raw)) seen.set(raw, path);
  }
  return [...seen].map(([text, path]) => ({ text, path }));
}

function splice(text: string, { start, end }: JsonValue, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}

function withoutSignatures({ envelope, signaturesNode }: Metadata): JsonObject {
  const none: JsonArray = { ...signaturesNode, items: [] };
  return { ...envelope, members: new Map([...envelope.members].map(([name, member]) => [name, member === signaturesNode ? none : member])) };
}

function form(difference: MessageDifference, content: string | Uint8Array): MessageForm {
  const bytes = typeof content === "string" ? utf8(content) : new Uint8Array(content);
  return { difference, bytes: bytes as OtherBytes }; // the one maker of this brand
}
