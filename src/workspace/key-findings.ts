import type { UtcInstant } from "../lib/utc-instant.ts";
import { needsDrill } from "../keyring/key-drill.ts";
import type { KeyringEntry, KeyringEntryId } from "../keyring/keyring-entry.ts";

/** What a key holder should know about a key of their own. */
export type KeyFinding = { readonly entryId: KeyringEntryId } & (
  /** Units: calendar months. `since`: the last proof, or when the key came here. */
  | { readonly kind: "not-proved"; readonly since: UtcInstant; readonly everyMonths: number; readonly ever: boolean }
  | { readonly kind: "backup-awaited" }
  /** Its one authenticator is all that opens it. */
  | { readonly kind: "no-spare" }
  /** WebAuthn's BS: a copy of the passkey is in a cloud account. */
  | { readonly kind: "in-cloud-account" }
);

/** Practice keys are thrown away, so there is nothing to know about them. */
export function keyFindings(entries: readonly KeyringEntry[], now: UtcInstant, proveEveryMonths: number): readonly KeyFinding[] {
  return entries.filter(({ practice }) => !practice).flatMap((entry) => findingsOf(entry, now, proveEveryMonths));
}

function findingsOf(entry: KeyringEntry, now: UtcInstant, everyMonths: number): readonly KeyFinding[] {
  const entryId = entry.id;
  const found: KeyFinding[] = [];
  if (entry.kind === "passphrase" && entry.backup.state === "awaiting") return [{ entryId, kind: "backup-awaited" }]; // it cannot be proved before that
  if (needsDrill(entry, now, everyMonths)) found.push({ entryId, kind: "not-proved", since: entry.provenAt ?? entry.createdAt, everyMonths, ever: entry.provenAt !== undefined });
  if (entry.kind === "passkey") {
    if (entry.form === "wrapped" && entry.authenticators.length === 1) found.push({ entryId, kind: "no-spare" });
    if (entry.authenticators.some(({ backedUp }) => backedUp)) found.push({ entryId, kind: "in-cloud-account" });
  }
  return found;
}
