import { publicKeyOfRecord, type StoredDeviceKey } from "./keyring-record.ts";
import { isSigningAlgorithm, signWith, type PrivateKey } from "./private-key.ts";
import type { Signer } from "./signer.ts";

/**
 * A key that only WebCrypto can read, in this browser's storage. It takes nothing to sign with it, it dies with the
 * site's data, and on the disk it is not encrypted: "non-extractable" binds scripts alone.
 */
export function deviceSigner(subtle: SubtleCrypto, key: StoredDeviceKey): Signer {
  const { material } = publicKeyOfRecord(key);
  const { algorithm } = material;
  if (!isSigningAlgorithm(algorithm)) throw new Error(`a device key of ${algorithm} cannot have been stored`);
  return privateKeySigner(subtle, { algorithm, handle: key.privateKey, material });
}

/** A key whose handle is in memory. */
export function privateKeySigner(subtle: SubtleCrypto, key: PrivateKey): Signer {
  return { material: key.material, sign: (message) => signWith(subtle, key, message) };
}
