import type { Bytes } from "../lib/bytes.ts";
import { Redacted } from "../lib/redacted.ts";
import { fail, ok } from "../lib/result.ts";
import { changeEntry, entryKindOf, readKey, type KeyringContext } from "./keyring-context.ts";
import type { KeyringEntry } from "./keyring-entry.ts";
import { publicKeyOfRecord, type StoredKey } from "./keyring-record.ts";
import type { Answer, OnEntry, Watch } from "./keyring.ts";
import { part } from "./part.ts";
import { withWrappedSecret } from "./passkey-acts.ts";
import { checkNewPassphrase, openWithPassphrase } from "./passphrase-key.ts";
import type { PrivateKeyAlgorithm } from "./private-secret.ts";
import { pkcs8Of } from "./private-key.ts";
import { secretSigner } from "./secret-signer.ts";
import { partOf } from "./watch.ts";

/** Another copy of the backup, or the only one of a wrapped key. The caller wipes the passphrase. */
export async function giveBackup(context: KeyringContext, { entryId, now }: OnEntry, passphrase: Bytes, watch: Watch): Promise<Answer<Bytes>> {
  const found = await readKey(context, entryId);
  if (!found.ok) return found;
  const key = found.value;
  const write = async (secret: Bytes, watched: Watch): Promise<Answer<Bytes>> => {
    const { writeBackup } = await part(() => import("./backup-file.ts"));
    return new Redacted(pkcs8Of({ algorithm: algorithmOf(key), secret })).useOnce((pkcs8) => writeBackup(context, pkcs8, passphrase, watched));
  };
  if (key.kind === "passphrase") {
    const secret = await openWithPassphrase(context, key.id, key.sealed, passphrase, partOf(watch, 0));
    return secret.ok ? new Redacted(secret.value).useOnce((bytes) => write(bytes, partOf(watch, 1))) : secret;
  }
  if (key.kind !== "wrapped") return fail({ kind: "entry-kind", name: key.name, entryKind: entryKindOf(key), wanted: "passphrase-or-wrapped" });
  const acceptable = checkNewPassphrase(passphrase);
  return acceptable.ok ? withWrappedSecret(context, key, now, (secret) => write(secret, watch)) : acceptable;
}

/** Restores the key from what the person brings back, and compares it with the one that is here. The caller wipes both. */
export async function proveBackup(context: KeyringContext, { entryId, now }: OnEntry, file: Bytes, passphrase: Bytes, watch: Watch): Promise<Answer<KeyringEntry>> {
  const found = await readKey(context, entryId);
  if (!found.ok) return found;
  const key = found.value;
  if (key.kind !== "passphrase") return fail({ kind: "entry-kind", name: key.name, entryKind: entryKindOf(key), wanted: "passphrase" });
  const { openBackup } = await part(() => import("./backup-file.ts"));
  const restored = await openBackup(context, file, passphrase, watch, ({ algorithm, secret }) =>
    algorithm === algorithmOf(key) ? secretSigner(context.subtle, key, secret) : Promise.resolve(ok(undefined)),
  );
  if (!restored.ok) return restored;
  if (restored.value === undefined) return fail({ kind: "backup-of-another-key", name: key.name });
  if (watch.signal?.aborted === true) return fail({ kind: "cancelled" });
  return changeEntry(context, entryId, (present) => (present.kind === "passphrase" ? ok({ ...present, backupProvenAt: now }) : fail({ kind: "no-such-entry", id: entryId })));
}

function algorithmOf(key: StoredKey): PrivateKeyAlgorithm {
  const { algorithm } = publicKeyOfRecord(key).material;
  if (algorithm !== "ed25519" && algorithm !== "ecdsa-p256") throw new Error(`a secret of ${algorithm} cannot have been stored`);
  return algorithm;
}
