import type { Bytes } from "../lib/bytes.ts";
import { ok } from "../lib/result.ts";
import { privateKeySigner } from "./device-key.ts";
import { publicKeyOfRecord, type StoredKey } from "./keyring-record.ts";
import type { Answer } from "./keyring.ts";
import { importPrivateKey } from "./private-key.ts";
import type { Signer } from "./signer.ts";

/** A handle for the secret of this key; undefined when it is the secret of another one. The caller wipes it. */
export async function secretSigner(subtle: SubtleCrypto, key: StoredKey, secret: Bytes): Promise<Answer<Signer | undefined>> {
  const { material } = publicKeyOfRecord(key);
  const { algorithm } = material;
  if (algorithm !== "ed25519" && algorithm !== "ecdsa-p256") return ok(undefined);
  const imported = await importPrivateKey(subtle, { algorithm, secret });
  if (!imported.ok) return imported.fault.kind === "private-key-out-of-range" ? ok(undefined) : imported;
  return ok(imported.value.material.fingerprint === material.fingerprint ? privateKeySigner(subtle, imported.value) : undefined);
}
