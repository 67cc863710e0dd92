import type { Bytes } from "../lib/bytes.ts";
import { fail, ok } from "../lib/result.ts";
import { publicKeyOf } from "../crypto/public-key.ts";
import { addKey, checkNewKey, entryIdOf, mayKeepSecrets, type KeyringContext, type KindFacts } from "./keyring-context.ts";
import type { KeyOrigin, KeyringEntry, KeyringEntryId } from "./keyring-entry.ts";
import type { Answer, ImportAs, NewKey, Watch } from "./keyring.ts";
import { part } from "./part.ts";
import type { PassphraseSeal } from "./keyring-record.ts";
import { partOf } from "./watch.ts";
import { checkNewPasskey, wrapSecret } from "./passkey-acts.ts";
import { checkNewPassphrase, sealWithPassphrase } from "./passphrase-key.ts";
import type { PrivateKeyAlgorithm, PrivateSecret, SealableScalar } from "./private-secret.ts";
import { importPrivateKey, pkcs8Of, randomScalar } from "./private-key.ts";

export interface SecretRequest extends NewKey {
  readonly origin: KeyOrigin;
  readonly practice: boolean;
  readonly protection: ImportAs;
}

export interface AddedSecret {
  readonly entry: KeyringEntry;
  /** Of a passphrase key. Shape: encrypted PKCS#8 PEM. */
  readonly backup: Bytes | undefined;
}

/**
 * Takes a secret into the keyring, wherever it is from: the door for every file format. The caller wipes the secret and
 * what is in the protection. Everything slow is done before the one write.
 */
export async function importSecret(context: KeyringContext, request: SecretRequest, secret: PrivateSecret, watch: Watch = {}): Promise<Answer<AddedSecret>> {
  const { origin, practice, protection } = request;
  const kept = mayKeepSecrets(context, practice);
  if (!kept.ok) return kept;
  const imported = await importPrivateKey(context.subtle, secret);
  if (!imported.ok) return imported;
  const { handle, material } = imported.value;
  const publicKey = publicKeyOf(material);
  const id = entryIdOf(publicKey);
  const early = checkNewKey(await context.store.read(), publicKey, request, practice); // before anything slow; asked again when it is written
  if (!early.ok) return early;
  const add = async (facts: KindFacts, backup?: Bytes): Promise<Answer<AddedSecret>> => {
    const added = await addKey(context, request, practice, publicKey, facts);
    return added.ok ? ok({ entry: added.value, backup }) : added;
  };
  if (protection.kind === "device") return add({ kind: "device", origin, privateKey: handle });
  if (!isSealable(secret)) return fail({ kind: "device-key-only", algorithm: secret.algorithm });
  switch (protection.kind) {
    case "passphrase":
      return sealed(context, id, secret, protection.passphrase, watch, ({ sealed, backup }) => add({ kind: "passphrase", origin, sealed, backupProvenAt: undefined }, backup));
    case "wrapped": {
      const checked = checkNewPasskey(protection, "wrap", request.now);
      if (!checked.ok) return checked;
      const { answer } = protection;
      const wrap = await wrapSecret(context, id, answer, secret.secret);
      return add({ kind: "wrapped", origin, rpId: answer.rpId, wraps: [{ ...checked.value, ...wrap }] });
    }
  }
}

function isSealable(secret: PrivateSecret): secret is SealableScalar {
  return secret.algorithm === "ed25519" || secret.algorithm === "ecdsa-p256";
}

/** A random secret, as `importSecret` takes it. */
export async function makeSecret(context: KeyringContext, request: SecretRequest, algorithm: PrivateKeyAlgorithm | undefined, watch?: Watch): Promise<Answer<AddedSecret>> {
  const scalar = randomScalar(algorithm ?? "ed25519", context.random);
  try {
    const added = await importSecret(context, request, scalar, watch);
    const isLacking = !added.ok && added.fault.kind === "algorithm-unsupported" && algorithm === undefined;
    return isLacking ? await makeSecret(context, request, "ecdsa-p256", watch) : added;
  } finally {
    scalar.secret.fill(0);
  }
}

interface SealedWithBackup {
  readonly sealed: PassphraseSeal;
  readonly backup: Bytes;
}

/** The backup is made before the key is kept: a key without one cannot come to be. */
async function sealed(
  context: KeyringContext,
  id: KeyringEntryId,
  scalar: SealableScalar,
  passphrase: Bytes,
  watch: Watch,
  add: (done: SealedWithBackup) => Promise<Answer<AddedSecret>>,
): Promise<Answer<AddedSecret>> {
  const acceptable = checkNewPassphrase(passphrase);
  if (!acceptable.ok) return acceptable;
  const seal = await sealWithPassphrase(context, id, scalar.secret, passphrase, partOf(watch, 0));
  if (!seal.ok) return seal;
  const pkcs8 = pkcs8Of(scalar);
  try {
    const { writeBackup } = await part(() => import("./backup-file.ts"));
    const backup = await writeBackup(context, pkcs8, passphrase, partOf(watch, 1));
    if (!backup.ok) return backup;
    return watch.signal?.aborted === true ? fail({ kind: "cancelled" }) : await add({ sealed: seal.value, backup: backup.value });
  } finally {
    pkcs8.fill(0);
  }
}
