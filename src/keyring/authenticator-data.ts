import { sha256 } from "@noble/hashes/sha2.js";
import { equalBytes, utf8, type Bytes } from "../lib/bytes.ts";
import { fail, ok, type Result } from "../lib/result.ts";
import type { PasskeyFault } from "./passkey.ts";

/** The fixed part of WebAuthn's authenticator data. Source: WebAuthn Level 3, 6.1. */
export interface AuthenticatorFlags {
  /** BE: may be copied to a cloud account. */
  readonly backupEligible: boolean;
  /** BS: has been copied. */
  readonly backedUp: boolean;
}

const HASH_LENGTH = 32;
const FIXED_LENGTH = HASH_LENGTH + 1 + 4;
const FLAGS = { userPresent: 0x01, userVerified: 0x04, backupEligible: 0x08, backedUp: 0x10 } as const;

/**
 * Refuses data of another host, and without a verified user: what a client was asked to demand is not yet what an
 * authenticator did. CTAP keeps another PRF secret for use without verification, so the flag also says which it was.
 */
export function readAuthenticatorData(data: Bytes, rpId: string): Result<AuthenticatorFlags, PasskeyFault> {
  const flags = data[HASH_LENGTH];
  if (flags === undefined || data.length < FIXED_LENGTH) return fail({ kind: "passkey-data-malformed" });
  if (!equalBytes(data.subarray(0, HASH_LENGTH), sha256(utf8(rpId)))) return fail({ kind: "passkey-other-host", expected: rpId });
  if ((flags & FLAGS.userPresent) === 0) return fail({ kind: "passkey-user-missing", missing: "presence" });
  if ((flags & FLAGS.userVerified) === 0) return fail({ kind: "passkey-user-missing", missing: "verification" });
  const [backupEligible, backedUp] = [(flags & FLAGS.backupEligible) !== 0, (flags & FLAGS.backedUp) !== 0];
  return backedUp && !backupEligible ? fail({ kind: "passkey-data-malformed" }) : ok({ backupEligible, backedUp });
}
