import { fromBase64 } from "../../lib/base64.ts";
import { concatBytes, decodeUtf8, type Bytes } from "../../lib/bytes.ts";
import { fromHex } from "../../lib/hex.ts";
import { ECDSA, ML_DSA } from "../model/key-algorithm.ts";
import type { KeyMaterial } from "../model/key.ts";
import type { SignatureOddity, WritingDifference } from "./explanation.ts";

/** One reading of what is written under `sig`. */
export interface SignatureForm {
  /** None for the hex that a signature is. */
  readonly differences: readonly WritingDifference[];
  readonly bytes: Bytes;
}

/** Longer than any signature, the largest of ML-DSA in hex twice over included. */
const MAX_CHARACTERS = 64 * 1024;

/** Every reading of the text as a signature by a key of this kind, the proper one first. */
export function signatureForms(sig: string, key: KeyMaterial): readonly SignatureForm[] {
  const forms = readings(sig).flatMap((reading): readonly SignatureForm[] => {
    const der = coordinateBytes(key) * 2 === reading.bytes.length ? fixedToDer(reading.bytes) : undefined;
    return der === undefined ? [reading] : [reading, { differences: [...reading.differences, { kind: "fixed-width" }], bytes: der }];
  });
  const [proper] = forms;
  // Hex is base64 as well: what decodes to nothing of the right length is no signature written in another way.
  return forms.filter((form) => form === proper || isPlausible(form.bytes, key));
}

/** What a person can see of it without any cryptography. */
export function signatureOddity(sig: string, key: KeyMaterial): SignatureOddity | undefined {
  const all = readings(sig);
  const bytes = all.find((form) => isPlausible(form.bytes, key))?.bytes ?? all[0]?.bytes;
  if (bytes === undefined) return { kind: "unreadable" };
  const found = bytes.length;
  const expected = expectedLength(key);
  if (expected === undefined) return coordinateBytes(key) > 0 && !isDerPair(bytes) && found !== 2 * coordinateBytes(key) ? { kind: "not-der", found } : undefined;
  return found === expected ? undefined : { kind: "wrong-length", found, expected, looksLike: isDerPair(bytes) ? "der" : undefined };
}

function readings(sig: string): readonly SignatureForm[] {
  if (sig.length > MAX_CHARACTERS) return [];
  const hex = fromHex(sig);
  if (hex === undefined) return textReadings(sig);
  const inner = decodeUtf8(hex);
  const twice = inner === undefined ? [] : textReadings(inner, true).map(({ differences: [first], bytes }): SignatureForm => ({
    differences: [{ kind: "text-in-hex", text: first?.kind === "base64" ? "base64" : "hex" }], bytes,
  }));
  return [{ differences: [], bytes: hex }, ...fromEitherBase64(sig), ...twice];
}

/** `plainToo`: plain hex counts as another writing. */
function textReadings(text: string, plainToo = false): readonly SignatureForm[] {
  const dense = text.replace(/\s+/g, "");
  const bare = dense.replace(/^0x/i, "").replaceAll(":", "");
  const hex = plainToo || bare !== text ? fromHex(bare) : undefined;
  const decorated: readonly SignatureForm[] = hex === undefined || hex.length === 0 ? [] : [{ differences: [{ kind: "decorated-hex" }], bytes: hex }];
  return [...decorated, ...fromEitherBase64(dense)];
}

function fromEitherBase64(text: string): readonly SignatureForm[] {
  const url = /[-_]/.test(text);
  const bare = text.replace(/=+$/, "").replaceAll("-", "+").replaceAll("_", "/");
  const bytes = fromBase64(bare.padEnd(Math.ceil(bare.length / 4) * 4, "="));
  return bytes === undefined || bytes.length === 0 ? [] : [{ differences: [{ kind: "base64", alphabet: url ? "url" : "standard" }], bytes }];
}

function isPlausible(bytes: Bytes, key: KeyMaterial): boolean {
  const expected = expectedLength(key);
  if (expected !== undefined) return bytes.length === expected;
  return coordinateBytes(key) === 0 || isDerPair(bytes) || bytes.length === 2 * coordinateBytes(key);
}

/** Undefined where it varies. Units: bytes. */
function expectedLength(key: KeyMaterial): number | undefined {
  switch (key.family) {
    case "ed25519": return 64;
    case "rsa": return key.modulus.length;
    case "ml-dsa": return ML_DSA[key.algorithm].signatureBytes;
    case "ecdsa": return undefined;
  }
}

/** Of a curve's r and s; 0 for keys of other kinds. Units: bytes. */
function coordinateBytes(key: KeyMaterial): number {
  return key.family === "ecdsa" ? ECDSA[key.algorithm].fieldBytes : 0;
}

/** Shape: `SEQUENCE { r, s }` by its lengths alone. */
function isDerPair(bytes: Bytes): boolean {
  const head = bytes[1] === 0x81 ? 3 : 2;
  if (bytes[0] !== 0x30 || bytes[head - 1] !== bytes.length - head || bytes[head] !== 2) return false;
  const second = head + 2 + (bytes[head + 1] ?? 0);
  return bytes[second] === 2 && second + 2 + (bytes[second + 1] ?? 0) === bytes.length;
}

/** r‖s to strict DER. */
function fixedToDer(fixed: Bytes): Bytes {
  const half = fixed.length / 2;
  const body = concatBytes(derInteger(fixed.subarray(0, half)), derInteger(fixed.subarray(half)));
  return concatBytes(new Uint8Array(body.length < 0x80 ? [0x30, body.length] : [0x30, 0x81, body.length]), body);
}

function derInteger(bigEndian: Uint8Array): Bytes {
  const first = bigEndian.findIndex((byte) => byte !== 0);
  const digits = first === -1 ? new Uint8Array([0]) : bigEndian.subarray(first);
  const padded = (digits[0] ?? 0) >= 0x80 ? concatBytes(new Uint8Array([0]), digits) : concatBytes(digits);
  return concatBytes(new Uint8Array([2, padded.length]), padded);
}
