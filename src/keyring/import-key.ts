import { fail, ok } from "../lib/result.ts";
import { importSecret } from "./add-secret.ts";
import { openKeyFile } from "./key-files/open-key-file.ts";
import { checkName, mayKeepSecrets, type KeyringContext } from "./keyring-context.ts";
import type { Answer, ImportedKey, ImportRequest, Watch } from "./keyring.ts";
import { checkNewPassphrase } from "./passphrase-key.ts";
import { partOf } from "./watch.ts";

/** From a file to an entry. What can be refused without opening the file is refused first. The caller wipes what is handed in. */
export async function importKey(context: KeyringContext, request: ImportRequest, watch: Watch): Promise<Answer<ImportedKey>> {
  const { name, now, file, filePassphrase, as } = request;
  const early = [mayKeepSecrets(context, false), checkName(name, await context.store.read(), false, undefined), as.kind === "passphrase" ? checkNewPassphrase(as.passphrase) : ok(undefined)];
  for (const checked of early) if (!checked.ok) return checked;
  // Sealing under a passphrase takes about as long as opening.
  const [opening, keeping] = as.kind === "passphrase" ? [partOf(watch, 0), partOf(watch, 1)] : [watch, watch];
  const opened = await openKeyFile(context, file, filePassphrase, opening);
  if (!opened.ok) return opened;
  const { secret, format, wasEncrypted } = opened.value;
  try {
    if (watch.signal?.aborted === true) return fail({ kind: "cancelled" }); // not every derivation can be stopped half way
    const added = await importSecret(context, { name, now, origin: "imported", practice: false, protection: as }, secret, keeping);
    return added.ok ? ok({ ...added.value, format, fileWasEncrypted: wasEncrypted }) : added;
  } finally {
    secret.secret.fill(0);
  }
}
