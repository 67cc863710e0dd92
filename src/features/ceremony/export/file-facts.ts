import { equalBytes, decodeUtf8, utf8 } from "../../../lib/bytes.ts";
import type { NamedBytes } from "../../../lib/named-bytes.ts";
import { isObject } from "../../../tuf/json/json-value.ts";
import { parseJson } from "../../../tuf/json/parse-json.ts";

/** What writing signatures into a file did to it. */
export type FileChange =
  /** The very bytes that were read. */
  | { readonly kind: "same"; readonly lengthBytes: number }
  /** Everything outside the value of `signatures` is as it was. Units: bytes. */
  | { readonly kind: "signatures-only"; readonly keptBytes: number; readonly before: number; readonly after: number }
  /** It was not compared: another file of the same document was reviewed. */
  | { readonly kind: "not-compared" }
  | { readonly kind: "more-changed" };

/** Holds an exported file against the one that was reviewed, byte by byte. Throws nothing: what cannot be told is said. */
export function compareFiles(reviewed: Uint8Array, exported: Uint8Array): FileChange {
  if (equalBytes(reviewed, exported)) return { kind: "same", lengthBytes: exported.length };
  const [a, b] = [aroundSignatures(reviewed), aroundSignatures(exported)];
  if (a === undefined || b === undefined) return { kind: "more-changed" };
  if (a.head !== b.head || a.tail !== b.tail) return { kind: "more-changed" };
  const keptBytes = utf8(a.head).length + utf8(a.tail).length;
  return { kind: "signatures-only", keptBytes, before: reviewed.length - keptBytes, after: exported.length - keptBytes };
}

/** The reviewed file first; others of the same bytes share its verdict. */
export function changeOf(file: NamedBytes, reviewed: NamedBytes, all: readonly NamedBytes[]): FileChange {
  const own = all.find(({ path }) => path === reviewed.path);
  if (file.path !== reviewed.path && (own === undefined || !equalBytes(own.bytes, file.bytes))) return { kind: "not-compared" };
  return compareFiles(reviewed.bytes, file.bytes);
}

function aroundSignatures(bytes: Uint8Array): { readonly head: string; readonly tail: string } | undefined {
  const parsed = parseJson(bytes);
  const text = decodeUtf8(bytes);
  const signatures = parsed.ok && isObject(parsed.value.value) ? parsed.value.value.members.get("signatures") : undefined;
  return signatures === undefined || text === undefined ? undefined : { head: text.slice(0, signatures.start), tail: text.slice(signatures.end) };
}
