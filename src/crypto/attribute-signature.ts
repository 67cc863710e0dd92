import { concatBytes, utf8, type Bytes } from "../lib/bytes.ts";
import { fromHex, toHex } from "../lib/hex.ts";
import { fail, ok, type Result } from "../lib/result.ts";
import { sha256Digest } from "../tuf/model/digest.ts";
import { ECDSA, type EcdsaAlgorithm, type MlDsaAlgorithm } from "../tuf/model/key-algorithm.ts";
import type { KeyMaterial } from "../tuf/model/key.ts";
import type { SignatureVerifier } from "../tuf/verify/signature-verifier.ts";
import { ecdsaDerToFixed, ecdsaFixedToDer } from "./ecdsa-signature.ts";
import type { SignatureCandidate, SignatureWriting } from "./external-signature.ts";

/** Something that the signature may cover instead of the document under review. */
export interface OtherMessage {
  /** As the person knows it: "root 14", "the whole file". */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A signature with its owner, found by verifying. */
export interface AttributedSignature<K> {
  readonly key: K;
  /** Shape: lower-case hex as TUF carries it; DER for ECDSA, whatever the tool wrote. */
  readonly signatureHex: string;
  readonly writing: SignatureWriting;
  /** `fixed`: r‖s, turned into DER. */
  readonly encoding: "raw" | "der" | "fixed";
}

/** What bytes of this length and beginning can be. */
export type SignatureShape = "ed25519" | "ecdsa-der" | `${EcdsaAlgorithm}-fixed` | "rsa-2048" | "rsa-3072" | "rsa-4096" | MlDsaAlgorithm;

/** How a tool was fed, when it was not fed the document itself. */
export type Misfeeding = "digest-bytes" | "digest-text" | "trailing-newline";

export type AttributionFault<K> =
  | {
      readonly kind: "external-signature-unattributed";
      readonly keysTried: number;
      readonly looksLike: readonly { readonly writing: SignatureWriting; readonly lengthBytes: number; readonly shapes: readonly SignatureShape[] }[];
    }
  | { readonly kind: "external-signature-other-document"; readonly key: K; readonly name: string }
  | { readonly kind: "external-signature-misfed"; readonly key: K; readonly fed: Misfeeding };

interface KeyHolder {
  readonly material: KeyMaterial;
}

/**
 * Finds the key under which one of the candidates verifies over the message. When none does, looks for the usual
 * reasons: another document was signed, or its digest, or an editor added a line break.
 */
export async function attribute<K extends KeyHolder>(
  candidates: readonly SignatureCandidate[],
  message: Uint8Array,
  keys: readonly K[],
  verifier: SignatureVerifier,
  others: readonly OtherMessage[] = [],
): Promise<Result<AttributedSignature<K>, AttributionFault<K>>> {
  const found = await find(candidates, message, keys, verifier);
  if (found !== undefined) return ok(found);
  for (const { name, bytes } of others) {
    const other = await find(candidates, bytes, keys, verifier);
    if (other !== undefined) return fail({ kind: "external-signature-other-document", key: other.key, name });
  }
  for (const [fed, bytes] of misfeedings(message)) {
    const misfed = await find(candidates, bytes, keys, verifier);
    if (misfed !== undefined) return fail({ kind: "external-signature-misfed", key: misfed.key, fed });
  }
  const looksLike = candidates.map(({ writing, bytes }) => ({ writing, lengthBytes: bytes.length, shapes: shapesOf(bytes) }));
  return fail({ kind: "external-signature-unattributed", keysTried: keys.length, looksLike });
}

async function find<K extends KeyHolder>(
  candidates: readonly SignatureCandidate[],
  message: Uint8Array,
  keys: readonly K[],
  verifier: SignatureVerifier,
): Promise<AttributedSignature<K> | undefined> {
  for (const key of keys) {
    for (const { bytes, writing } of candidates) {
      for (const { signature, encoding } of encodings(key.material, bytes)) {
        if (await verifier.verify(key.material, message, signature)) return { key, signatureHex: toHex(signature), writing, encoding };
      }
    }
  }
  return undefined;
}

/** The forms in which these bytes could be a signature by this key. */
function encodings(key: KeyMaterial, bytes: Bytes): readonly { readonly signature: Bytes; readonly encoding: "raw" | "der" | "fixed" }[] {
  if (key.family !== "ecdsa") return [{ signature: bytes, encoding: "raw" }];
  const fromFixed = ecdsaFixedToDer(key.algorithm, bytes);
  return fromFixed === undefined ? [{ signature: bytes, encoding: "der" }] : [{ signature: bytes, encoding: "der" }, { signature: fromFixed, encoding: "fixed" }];
}

function misfeedings(message: Uint8Array): readonly (readonly [Misfeeding, Bytes])[] {
  const digest = sha256Digest(message);
  return [
    ["digest-bytes", fromHex(digest) ?? new Uint8Array()],
    ["digest-text", utf8(digest)],
    ["digest-text", utf8(`${digest}\n`)],
    ["trailing-newline", concatBytes(message, utf8("\n"))],
  ];
}

function shapesOf(bytes: Bytes): readonly SignatureShape[] {
  const isDer = (Object.keys(ECDSA) as EcdsaAlgorithm[]).some((algorithm) => ecdsaDerToFixed(algorithm, bytes) !== undefined); // the table's own keys
  return [...(isDer ? (["ecdsa-der"] as const) : []), ...(SHAPES_BY_LENGTH.get(bytes.length) ?? [])];
}

/** Units of the keys: bytes. */
const SHAPES_BY_LENGTH: ReadonlyMap<number, readonly SignatureShape[]> = new Map([
  [64, ["ed25519", "ecdsa-p256-fixed"]],
  [96, ["ecdsa-p384-fixed"]],
  [132, ["ecdsa-p521-fixed"]],
  [256, ["rsa-2048"]],
  [384, ["rsa-3072"]],
  [512, ["rsa-4096"]],
  [2420, ["ml-dsa-44"]],
  [3309, ["ml-dsa-65"]],
  [4627, ["ml-dsa-87"]],
]);
