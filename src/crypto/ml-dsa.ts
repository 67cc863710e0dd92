import { concatBytes, utf8, type Bytes } from "../lib/bytes.ts";
import { ML_DSA } from "../tuf/model/key-algorithm.ts";
import type { MlDsaMaterial } from "../tuf/model/key.ts";
import { digestOf } from "./hash.ts";

/**
 * What an ML-DSA key signs instead of the document: a mark, the version of the scheme, and the document's SHA-512, so
 * that a token need not be given the whole of it. Source: TAP 21, a draft of 2026-04-30, version 1.
 */
export function mlDsaMessage(message: Uint8Array): Bytes {
  return concatBytes(utf8("tuf"), new Uint8Array([1]), digestOf("SHA-512", message));
}

/** Pure ML-DSA with an empty context, in plain JavaScript that is loaded when the first such key appears. */
export function verifyMlDsa(key: MlDsaMaterial, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  return verifyPureMlDsa(key, mlDsaMessage(message), signature);
}

/** Over these very bytes, which no scheme of TUF asks for. */
export async function verifyPureMlDsa(key: MlDsaMaterial, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  const { publicKeyBytes, signatureBytes } = ML_DSA[key.algorithm];
  if (key.publicKey.length !== publicKeyBytes || signature.length !== signatureBytes) return false; // for which the library would throw
  const { ml_dsa44, ml_dsa65, ml_dsa87 } = await import("@noble/post-quantum/ml-dsa.js");
  const library = { "ml-dsa-44": ml_dsa44, "ml-dsa-65": ml_dsa65, "ml-dsa-87": ml_dsa87 }[key.algorithm];
  return library.verify(signature, message, key.publicKey);
}
