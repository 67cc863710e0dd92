import { Redacted } from "../lib/redacted.ts";
import { fail, ok } from "../lib/result.ts";
import { entryOf } from "./entry-of.ts";
import { entryKindOf, readKey, type KeyringContext } from "./keyring-context.ts";
import type { KeyringEntry } from "./keyring-entry.ts";
import type { StoredKey } from "./keyring-record.ts";
import type { Answer, UnlockRequest, Watch } from "./keyring.ts";
import { notePasskeyUse, openWithPasskey } from "./passkey-acts.ts";
import { openWithPassphrase } from "./passphrase-key.ts";
import { secretSigner } from "./secret-signer.ts";
import type { UnlockedKey } from "./unlocked-keys.ts";

/** From here until the key is locked again, no tab removes it; whatever can fail comes before it is open. `timesLocked`: as it was when the person asked. */
export async function unlock(context: KeyringContext, request: UnlockRequest, watch: Watch, timesLocked: number): Promise<Answer<KeyringEntry>> {
  const { entryId, hold, now } = request;
  const { unlocked } = context;
  const release = await context.locks.hold(entryId);
  let isKept = false;
  try {
    const found = await readKey(context, entryId);
    if (!found.ok) return found;
    const opened = await open(context, found.value, request, watch);
    if (!opened.ok) return opened;
    if (request.with === "passkey") await notePasskeyUse(context, entryId, request.answer, now);
    const noted = await readKey(context, entryId);
    if (!noted.ok) return noted;
    // The person has left meanwhile, has locked the key, or has given up.
    if (unlocked.timesLocked(entryId) !== timesLocked || watch.signal?.aborted === true) return fail({ kind: "cancelled" });
    isKept = true;
    await unlocked.add(entryId, opened.value, hold, now, release);
    return ok(entryOf(noted.value, unlocked));
  } finally {
    if (!isKept) await release();
  }
}

async function open(context: KeyringContext, key: StoredKey, request: UnlockRequest, watch: Watch): Promise<Answer<UnlockedKey>> {
  if (request.with === "passkey") return openWithPasskey(context, key, request.answer);
  if (key.kind !== "passphrase") return fail({ kind: "entry-kind", name: key.name, entryKind: entryKindOf(key), wanted: "passphrase" });
  if (key.backupProvenAt === undefined) return fail({ kind: "backup-awaited", name: key.name });
  const secret = await openWithPassphrase(context, key.id, key.sealed, request.passphrase, watch);
  if (!secret.ok) return secret;
  return new Redacted(secret.value).useOnce(async (bytes): Promise<Answer<UnlockedKey>> => {
    const signer = await secretSigner(context.subtle, key, bytes);
    if (!signer.ok) return signer;
    return signer.value === undefined ? fail({ kind: "passphrase-wrong" }) : ok({ signer: signer.value, opener: undefined });
  });
}
