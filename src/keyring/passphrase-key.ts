import { decodeUtf8, utf8, type Bytes } from "../lib/bytes.ts";
import { toHex } from "../lib/hex.ts";
import { fail, ok, type Result } from "../lib/result.ts";
import type { KeyringEntryId } from "./keyring-entry.ts";
import type { KeyringFault } from "./keyring-fault.ts";
import type { PassphraseSeal } from "./keyring-record.ts";
import type { Watch } from "./keyring.ts";
import { PASSPHRASE_LIMITS } from "./passphrase.ts";
import { seal, sealingKey, unseal } from "./seal.ts";
import { scryptCost, type Kdf } from "./scrypt.ts";

// The secret of a passphrase key lies encrypted in this browser's storage: AES-256-GCM under scrypt. Whoever can read
// the disk can guess passphrases, at the cost that is recorded with the key, and can do no more.

export interface SealingTools {
  readonly subtle: SubtleCrypto;
  readonly kdf: Kdf;
  readonly random: (length: number) => Bytes;
}

const SALT_LENGTH = 32;

/** For a passphrase that is being chosen; one that is being given may be anything. */
export function checkNewPassphrase(passphrase: Bytes): Result<undefined, KeyringFault> {
  const { minCharacters, maxBytes } = PASSPHRASE_LIMITS;
  if (passphrase.length > maxBytes) return fail({ kind: "passphrase-too-long", limitBytes: maxBytes });
  if (decodeUtf8(passphrase) === undefined) return fail({ kind: "passphrase-not-utf8" });
  const found = passphrase.reduce((count, byte) => ((byte & 0xc0) === 0x80 ? count : count + 1), 0); // bytes that begin a character
  return found < minCharacters ? fail({ kind: "passphrase-too-short", limit: minCharacters, found }) : ok(undefined);
}

/** Wipes neither the passphrase nor the secret. */
export async function sealWithPassphrase(tools: SealingTools, id: KeyringEntryId, secret: Bytes, passphrase: Bytes, watch: Watch): Promise<Result<PassphraseSeal, KeyringFault>> {
  const { n, r, p } = await tools.kdf.sealCost();
  const salt = tools.random(SALT_LENGTH);
  const derived = await tools.kdf.derive(passphrase, salt, scryptCost(n, r, p), watch);
  if (!derived.ok) return derived;
  const key = await sealingKey(tools.subtle, derived.value);
  return ok({ n, r, p, salt, ...(await seal(tools.subtle, key, secret, contextOf(id, { n, r, p, salt }), tools.random)) });
}

/** The caller wipes the result, and the passphrase. */
export async function openWithPassphrase({ subtle, kdf }: SealingTools, id: KeyringEntryId, sealed: PassphraseSeal, passphrase: Bytes, watch: Watch): Promise<Result<Bytes, KeyringFault>> {
  const derived = await kdf.derive(passphrase, sealed.salt, scryptCost(sealed.n, sealed.r, sealed.p), watch);
  if (!derived.ok) return derived;
  const secret = await unseal(subtle, await sealingKey(subtle, derived.value), sealed, contextOf(id, sealed));
  return secret === undefined ? fail({ kind: "passphrase-wrong" }) : ok(secret);
}

/** What the seal belongs to: this key, this kind, this version, this cost. */
function contextOf(id: KeyringEntryId, { n, r, p, salt }: Pick<PassphraseSeal, "n" | "r" | "p" | "salt">): Bytes {
  return utf8(["countersign passphrase key v1", id, "scrypt", n, r, p, toHex(salt)].join("\n"));
}
