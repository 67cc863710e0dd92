import { ml_dsa44, ml_dsa65, ml_dsa87 } from "@noble/post-quantum/ml-dsa.js";
import { createHash } from "node:crypto";
import { concatBytes, utf8, type Bytes } from "../lib/bytes.ts";
import type { MlDsaAlgorithm } from "../tuf/model/key-algorithm.ts";
import { mlDsaMaterial } from "../tuf/model/key.ts";
import type { TestKey } from "./node-keys.ts";

const LIBRARY = { "ml-dsa-44": ml_dsa44, "ml-dsa-65": ml_dsa65, "ml-dsa-87": ml_dsa87 } as const;

/** Made by noble, since not every Node has ML-DSA; the message of TAP 21 is put together by other code than what it tests. */
export function makeMlDsaKey(algorithm: MlDsaAlgorithm): TestKey & { /** Over these very bytes. */ signPure(bytes: Uint8Array): Bytes } {
  const { secretKey, publicKey } = LIBRARY[algorithm].keygen();
  const material = mlDsaMaterial(algorithm, new Uint8Array(publicKey));
  if (!material.ok) throw new Error(`a key was made that is refused: ${material.fault.kind}`);
  const message = (bytes: Uint8Array): Uint8Array => concatBytes(utf8("tuf\u0001"), createHash("sha512").update(bytes).digest());
  const signPure = (bytes: Uint8Array): Bytes => new Uint8Array(LIBRARY[algorithm].sign(bytes, secretKey));
  return { material: material.value, signPure, sign: (bytes) => signPure(message(bytes)) };
}
