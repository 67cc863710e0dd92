import { fromBase64 } from "../../lib/base64.ts";
import type { Brand } from "../../lib/brand.ts";
import { concatBytes, utf8, type Bytes } from "../../lib/bytes.ts";
import { toHex } from "../../lib/hex.ts";
import { fail, ok, type Result } from "../../lib/result.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { parseJson } from "../json/parse-json.ts";
import { catchRefusal, Fields } from "../model/fields.ts";
import type { KeyId } from "../model/ids.ts";
import type { Signed, SignatureEntry, SingleNote } from "../model/metadata.ts";
import { firstDuplicate, otherFormat, type DocumentFault } from "../model/parse-metadata.ts";
import { parseSigned } from "../model/parse-signed.ts";

/** The payload type of TUF metadata. Source: TAP 17 (draft); python-tuf `SimpleEnvelope`. */
export const TUF_PAYLOAD_TYPE = "application/vnd.tuf+json";

/** What the signatures of an envelope cover. Only `preAuthEncoding` makes them. */
export type PaeBytes = Brand<Bytes, "PaeBytes">;

/** A DSSE envelope. Source: the DSSE specification, version 1. */
export interface DsseEnvelope {
  readonly payloadType: string;
  readonly signatureCount: number;
  /** Undefined when the payload is not TUF metadata: then it is not opened. */
  readonly content: Result<DsseContent, DocumentFault> | undefined;
}

/** TUF metadata out of an envelope: what stands in `signed` elsewhere. */
export interface DsseContent {
  /** The payload as text, not changed. */
  readonly text: string;
  readonly signed: Signed;
  readonly signedBytes: PaeBytes;
  /** As in metadata: `sig` in hex. */
  readonly signatures: readonly Pick<SignatureEntry, "keyId" | "sig">[];
}

/** Units: bytes. More than clients take of any metadata. */
const MAX_PAYLOAD = 8 * 1024 * 1024;

/** Never throws. An envelope inside an envelope is named and not opened. */
export function parseDsse(value: JsonValue, text: string): Result<DsseEnvelope, DocumentFault> {
  return catchRefusal(() => {
    const envelope = Fields.of(value, "", text, "DSSE 1.0");
    const payloadType = envelope.nonEmptyString("payloadType");
    const payload = envelope.string("payload");
    const signatureCount = envelope.array("signatures").length;
    const content = payloadType === TUF_PAYLOAD_TYPE ? catchRefusal(() => parseContent(envelope, payloadType, payload)) : undefined;
    return ok({ payloadType, signatureCount, content });
  });
}

/** `DSSEv1 LENGTH TYPE LENGTH PAYLOAD`, lengths in bytes. Source: the DSSE specification, version 1. */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): PaeBytes {
  const type = utf8(payloadType);
  return concatBytes(utf8(`DSSEv1 ${type.length} `), type, utf8(` ${payload.length} `), payload) as PaeBytes; // the one maker of this brand
}

/** Throws `FieldRefusal`. */
function parseContent(envelope: Fields, payloadType: string, written: string): Result<DsseContent, DocumentFault> {
  const bytes = Math.floor((written.length * 3) / 4);
  if (bytes > MAX_PAYLOAD) return fail({ kind: "json-too-large", bytes, limit: MAX_PAYLOAD });
  const payload = eitherBase64(written) ?? envelope.refuse("payload", "base64 with its padding");
  const signatures = envelope.objects("signatures").map((fields) => ({
    keyId: fields.nonEmptyString("keyid") as KeyId, // any text is a key id (TAP 12)
    sig: toHex(eitherBase64(fields.string("sig")) ?? fields.refuse("sig", "base64 with its padding")),
  }));
  const duplicate = firstDuplicate(signatures);
  if (duplicate !== undefined) return fail({ kind: "duplicate-signature", keyId: duplicate });
  const json = parseJson(payload);
  if (!json.ok) return json;
  const { text, value } = json.value;
  if (!isObject(value) || !value.members.has("_type")) return fail({ kind: "not-metadata", looksLike: otherFormat(value) });
  const notes: SingleNote[] = [];
  const signed = parseSigned(value, text, notes, "payload");
  return signed.ok ? ok({ text, signed: signed.value, signedBytes: preAuthEncoding(payloadType, payload), signatures }) : signed;
}

/** Envelopes may be written in the alphabet for addresses as well (RFC 4648, section 5), though not in both at once. */
function eitherBase64(written: string): Bytes | undefined {
  const forAddresses = /[-_]/.test(written) && !/[+/]/.test(written);
  return fromBase64(forAddresses ? written.replaceAll("-", "+").replaceAll("_", "/") : written);
}
