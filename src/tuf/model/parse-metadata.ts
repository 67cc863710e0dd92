import type { Bytes } from "../../lib/bytes.ts";
import { fail, ok, type Result } from "../../lib/result.ts";
import { encodeCanonical, type CanonicalBytes } from "../json/canonical-json.ts";
import { JsonTape } from "../json/json-tape.ts";
import { isObject, type JsonArray, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { DEFAULT_JSON_LIMITS, parseJson, type JsonFault, type JsonLimits } from "../json/parse-json.ts";
import { sha256Digest } from "./digest.ts";
import { catchRefusal, Fields, type FieldFault } from "./fields.ts";
import type { Digest, KeyId } from "./ids.ts";
import { limitNotes } from "./limit-notes.ts";
import type { Metadata, Signed, SignatureEntry, SingleNote } from "./metadata.ts";
import { parseSigned } from "./parse-signed.ts";

/** Why a file is not metadata that a TUF client could read. */
export type DocumentFault =
  | JsonFault
  | FieldFault
  | { readonly kind: "not-metadata"; readonly looksLike: OtherFormat | undefined }
  | { readonly kind: "unknown-type"; readonly type: string }
  /** Targets that delegate to several roles at once (TAP 3). What else they say is read by `parseMultiRoleTargets`. */
  | { readonly kind: "multi-role-delegations"; readonly line: number }
  | { readonly kind: "unsupported-spec-version"; readonly specVersion: string }
  | { readonly kind: "duplicate-signature"; readonly keyId: KeyId };

/** Neighbouring formats that deserve their name in the message. */
export type OtherFormat = "notary" | "dsse" | "rstuf-signing" | "rstuf-ceremony" | "detached-signatures" | "go-tuf-keys" | "map-file";

/** What every kind of metadata shares: the wrapper, taken apart before its `signed` is read. */
export interface Envelope extends Pick<Metadata, "text" | "envelope" | "signedNode" | "signaturesNode" | "signatures"> {
  readonly notes: SingleNote[];
}

/** Reads any of the four kinds of metadata. Never throws. Source: TUF 1.0.34, 4.2 to 4.6. */
export function parseMetadata(bytes: Bytes, limits: JsonLimits = DEFAULT_JSON_LIMITS): Result<Metadata, DocumentFault> {
  const opened = parseEnvelope(bytes, limits);
  if (!opened.ok) return opened;
  const { notes, signedNode, text } = opened.value;
  const signed = catchRefusal(() => parseSigned(signedNode, text, notes));
  if (!signed.ok) return signed;
  const signedBytes = signedPart(bytes, limits) ?? encodeCanonical(signedNode);
  return ok(new ReadMetadata(bytes, opened.value, signed.value, signedBytes, limits));
}

type Tree = Pick<Envelope, "envelope" | "signedNode" | "signaturesNode">;

/**
 * The tree of the text, which few ask for once it is read and which takes ten times its room, is made again when it was
 * let go. Within one turn of the event loop it is always the same one; from one turn to the next, nodes are to be
 * compared by what they say. The tree is not its own: a copy by spreading has none.
 */
class ReadMetadata implements Metadata {
  readonly bytes: Bytes;
  readonly text: string;
  readonly signed: Signed;
  readonly signatures: readonly SignatureEntry[];
  readonly signedBytes: CanonicalBytes;
  readonly digest: Digest;
  readonly notes: Metadata["notes"];
  private readonly limits: JsonLimits;
  private tree: WeakRef<Tree>;

  constructor(bytes: Bytes, { envelope, signedNode, signaturesNode, signatures, text, notes }: Envelope, signed: Signed, signedBytes: CanonicalBytes, limits: JsonLimits) {
    this.bytes = bytes;
    this.text = text;
    this.signed = signed;
    this.signatures = signatures;
    this.signedBytes = signedBytes;
    this.digest = sha256Digest(signedBytes);
    this.notes = limitNotes(notes);
    this.limits = limits;
    this.tree = new WeakRef({ envelope, signedNode, signaturesNode });
  }

  get envelope(): JsonObject { return this.nodes().envelope; }
  get signedNode(): JsonObject { return this.nodes().signedNode; }
  get signaturesNode(): JsonArray { return this.nodes().signaturesNode; }

  private nodes(): Tree {
    const known = this.tree.deref();
    if (known !== undefined) return known;
    const again = parseEnvelope(this.bytes, this.limits);
    if (!again.ok) throw new Error("what was read once can be read again");
    const { envelope, signedNode, signaturesNode } = again.value;
    const tree = { envelope, signedNode, signaturesNode };
    this.tree = new WeakRef(tree);
    return tree;
  }
}

const smallTape = new JsonTape();
/** Units: bytes. A tape grows with the largest text that it reads, and stays so: the one that is kept reads no larger one. */
const SMALL_TEXT = 128 * 1024;

/** The canonical form of `signed`, cut out of a text that is canonical but for its white space. */
function signedPart(bytes: Bytes, limits: JsonLimits): CanonicalBytes | undefined {
  const tape = bytes.length <= SMALL_TEXT ? smallTape : new JsonTape();
  const signed = tape.read(bytes, limits) ? tape.member(0, "signed") : -1;
  return signed < 0 ? undefined : tape.bytesOf(signed);
}

/** Reads the wrapper alone, whatever kind of metadata it holds. Never throws. Source: TUF 1.0.34, 4.2.1. */
export function parseEnvelope(bytes: Bytes, limits: JsonLimits = DEFAULT_JSON_LIMITS): Result<Envelope, DocumentFault> {
  const json = parseJson(bytes, limits);
  if (!json.ok) return json;
  const { text, value } = json.value;
  const envelope = isObject(value) ? value : undefined;
  const signedNode = envelope?.members.get("signed");
  const signaturesNode = envelope?.members.get("signatures");
  if (envelope === undefined || !isObject(signedNode) || signaturesNode?.kind !== "array") {
    return fail({ kind: "not-metadata", looksLike: otherFormat(value) });
  }
  return catchRefusal(() => {
    const notes: SingleNote[] = [];
    const signatures = parseSignatures(new Fields(envelope, "", text, "4.2.1"), notes);
    const duplicate = firstDuplicate(signatures);
    if (duplicate !== undefined) return fail({ kind: "duplicate-signature", keyId: duplicate });
    return ok({ text, envelope, signedNode, signaturesNode, signatures, notes });
  });
}

export function isOfType<T extends Signed["type"]>(metadata: Metadata, type: T): metadata is Metadata<Extract<Signed, { type: T }>> {
  return metadata.signed.type === type;
}

function parseSignatures(envelope: Fields, notes: SingleNote[]): readonly SignatureEntry[] {
  return envelope.objects("signatures").map((fields) => {
    const keyId = fields.string("keyid") as KeyId; // any text is a key id (TAP 12)
    const sig = fields.string("sig");
    if (sig === "") notes.push({ kind: "empty-signature-slot", keyId });
    return { keyId, sig, node: fields.node };
  });
}

export function firstDuplicate(signatures: readonly Pick<SignatureEntry, "keyId">[]): KeyId | undefined {
  const seen = new Set<KeyId>();
  for (const { keyId } of signatures) {
    if (seen.has(keyId)) return keyId;
    seen.add(keyId);
  }
  return undefined;
}

/** By the names at the top alone: whether it is a good one of its format is another question. */
export function otherFormat(value: JsonValue): OtherFormat | undefined {
  if (value.kind === "array") return value.items.length > 0 && value.items.every((i) => hasAll(i, "keyid", "sig")) ? "detached-signatures" : undefined;
  if (hasAll(value, "payload", "payloadType", "signatures")) return "dsse";
  if (hasAll(value, "settings", "metadata")) return "rstuf-ceremony";
  if (hasAll(value, "role", "signature")) return "detached-signatures";
  if (hasAll(value, "data") && hasAll(member(value, "data"), "metadata")) return "rstuf-signing";
  if (hasAll(value, "metadata") && hasAll(member(value, "metadata"), "root")) return "rstuf-signing";
  if (hasAll(value, "encrypted", "data")) return "go-tuf-keys";
  return hasAll(value, "repositories", "mapping") ? "map-file" : undefined;
}

function hasAll(value: JsonValue | undefined, ...names: readonly string[]): value is JsonObject {
  return isObject(value) && names.every((name) => value.members.has(name));
}

function member(value: JsonObject, name: string): JsonValue | undefined {
  return value.members.get(name);
}
