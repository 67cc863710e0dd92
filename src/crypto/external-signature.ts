import { decodeUtf8, utf8, type Bytes } from "../lib/bytes.ts";
import { fromBase64 } from "../lib/base64.ts";
import { fromHex } from "../lib/hex.ts";
import { fail, ok, type Result } from "../lib/result.ts";
import type { JsonValue } from "../tuf/json/json-value.ts";
import { parseJson } from "../tuf/json/parse-json.ts";

/** How the bytes of a signature were written. `file`: as they are. */
export type SignatureWriting = "hex" | "base64" | "pem" | "json" | "file";

/** One reading of what was given. A file that holds text has two: the text, and the bytes as they are. */
export interface SignatureCandidate {
  readonly bytes: Bytes;
  readonly writing: SignatureWriting;
}

export type SignatureReadingFault =
  | { readonly kind: "external-signature-empty" }
  | { readonly kind: "external-signature-too-large"; readonly lengthBytes: number; readonly limit: number }
  | { readonly kind: "external-signature-unreadable" }
  | { readonly kind: "external-signature-is-key"; readonly label: string };

/** The longest signature here is one of ML-DSA-87: under 5 kB, in hex and with some text around it. */
const MAX_INPUT_BYTES = 64 * 1024;
/** Shorter than any signature: whatever decodes to less is another thing. */
const MIN_SIGNATURE_BYTES = 8;
/** Each is tried under every key and over every document, so a text of thousands would keep the worker for minutes. */
const MAX_CANDIDATES = 64;

/**
 * Every reading of a signature that another tool made: hex, base64, either with line breaks or after `openssl dgst`'s
 * `NAME(file)= `, a PEM block, a JSON object with `sig` or `signature`, or the bytes of a file. It says nothing yet
 * about whose signature it is; `attribute` finds that out by verifying.
 */
export function readExternalSignature(input: string | Bytes): Result<readonly SignatureCandidate[], SignatureReadingFault> {
  const bytes = typeof input === "string" ? utf8(input) : input;
  if (bytes.length > MAX_INPUT_BYTES) return fail({ kind: "external-signature-too-large", lengthBytes: bytes.length, limit: MAX_INPUT_BYTES });
  const text = asText(bytes)?.trim();
  if (bytes.length === 0 || text === "") return fail({ kind: "external-signature-empty" });
  const keyLabel = text === undefined ? undefined : /-----BEGIN ([A-Z0-9 ]*(?:KEY|CERTIFICATE))-----/.exec(text)?.[1];
  if (keyLabel !== undefined) return fail({ kind: "external-signature-is-key", label: keyLabel });
  const candidates: SignatureCandidate[] = text === undefined ? [] : [...readText(text)];
  if (typeof input !== "string") candidates.push({ bytes: new Uint8Array(bytes), writing: "file" });
  const plausible = distinct(candidates.filter((candidate) => candidate.bytes.length >= MIN_SIGNATURE_BYTES)).slice(0, MAX_CANDIDATES);
  return plausible.length === 0 ? fail({ kind: "external-signature-unreadable" }) : ok(plausible);
}

function readText(text: string): readonly SignatureCandidate[] {
  const pem = /^-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----$/.exec(text)?.[2];
  if (pem !== undefined) return decode(pem).map(({ bytes }) => ({ bytes, writing: "pem" }));
  const json = /^[[{]/.test(text) ? parseJson(utf8(text)) : undefined;
  if (json?.ok === true) return signaturesIn(json.value.value).flatMap(decode).map(({ bytes }) => ({ bytes, writing: "json" }));
  return decode(/^[^=]*\)=([0-9a-fA-F:\s]+)$/.exec(text)?.[1] ?? text);
}

/** A signature in base64 that happens to use hex digits alone is less likely than a collision of its hash. */
function decode(text: string): readonly SignatureCandidate[] {
  const dense = text.replace(/\s+/g, "");
  const hex = fromHex(dense.replace(/^0x/i, "").replaceAll(":", ""));
  if (hex !== undefined) return [{ bytes: hex, writing: "hex" }];
  const standard = /^([^=]*)=*$/.exec(dense.replaceAll("-", "+").replaceAll("_", "/"))?.[1];
  if (standard === undefined) return [];
  const base64 = fromBase64(standard.padEnd(Math.ceil(standard.length / 4) * 4, "="));
  return base64 === undefined ? [] : [{ bytes: base64, writing: "base64" }];
}

/** The texts under `sig` or `signature`, however deep: other tools wrap them in many ways. Depth is bounded by the parser. */
function signaturesIn(value: JsonValue): readonly string[] {
  if (value.kind === "array") return value.items.flatMap(signaturesIn);
  if (value.kind !== "object") return [];
  return [...value.members].flatMap(([name, member]) =>
    member.kind === "string" ? (/^(sig|signature)$/i.test(name) ? [member.value] : []) : signaturesIn(member),
  );
}

/** Undefined for bytes that nobody would have typed. */
function asText(bytes: Bytes): string | undefined {
  const text = decodeUtf8(bytes)?.replace(/^\ufeff/, "");
  return text === undefined || !/^[\t\n\r\x20-\x7e]*$/.test(text) ? undefined : text;
}

function distinct(candidates: readonly SignatureCandidate[]): readonly SignatureCandidate[] {
  const seen = new Map(candidates.map((candidate) => [candidate.bytes.join(), candidate]));
  return [...seen.values()];
}
