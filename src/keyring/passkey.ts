import type { Bytes } from "../lib/bytes.ts";
import type { Result } from "../lib/result.ts";

/**
 * What a passkey is for. The two ask the authenticator under different salts, so that a passkey of one use never gives
 * the secret of the other.
 */
export type PasskeyUse = "wrap" | "derive";

/**
 * WebAuthn, which only a page may ask: workers have no `navigator.credentials`. Both methods show the browser's own
 * dialog and want a click just before. User verification (PIN, fingerprint) is demanded, and checked in what comes back.
 */
export interface PasskeyCeremony {
  /** What can be known before a person is asked. `unknown`: the browser does not tell. */
  capability(): Promise<PasskeyCapability>;
  /**
   * Makes a passkey for this host. Show `backupEligible` and let the person acknowledge it, then `evaluate`: a passkey
   * counts only when it has also answered. `exclude`: credential ids that the new authenticator must not hold.
   */
  register(request: RegisterPasskey, signal?: AbortSignal): Promise<Result<RegisteredPasskey, PasskeyFault>>;
  /** Asks one of these passkeys, or, for `derive`, whichever the person picks among those that the authenticator keeps. */
  evaluate(request: EvaluatePasskey, signal?: AbortSignal): Promise<Result<PasskeyAnswer, PasskeyFault>>;
}

export type PasskeyCapability = "prf" | "no-prf" | "unknown" | "no-webauthn";

export interface RegisterPasskey {
  readonly use: PasskeyUse;
  /** Stands in the browser's dialog and in the authenticator's list. */
  readonly keyName: string;
  readonly exclude: readonly string[];
}

export interface EvaluatePasskey {
  readonly use: PasskeyUse;
  readonly credentials: readonly PasskeyAddress[] | "any";
}

/** How to find a passkey. An enrolled authenticator and a registered passkey both have this shape. */
export interface PasskeyAddress {
  /** Shape: base64url without padding. */
  readonly credentialId: string;
  readonly transports: readonly string[];
}

/** Public and JSON-safe. */
export interface RegisteredPasskey extends PasskeyAddress {
  readonly use: PasskeyUse;
  readonly rpId: string;
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
}

/** To be handed to the keyring at once and by nobody else: it holds a secret. */
export interface PasskeyAnswer extends PasskeyAddress {
  readonly use: PasskeyUse;
  readonly rpId: string;
  /** Shape: WebAuthn authenticator data, whose flags and host the keyring checks again. */
  readonly authenticatorData: Bytes;
  /** Secret, 32 bytes. Transferred to the worker and wiped there. */
  readonly prf: Bytes;
}

export type PasskeyFault =
  | { readonly kind: "passkey-unsupported" }
  /** The host name is an address, or the page is not secure. */
  | { readonly kind: "passkey-address"; readonly host: string }
  /** Browsers do not tell refusal, timeout and "no such passkey here" apart, on purpose. */
  | { readonly kind: "passkey-refused"; readonly during: PasskeyMoment }
  /** By the app's own signal. */
  | { readonly kind: "passkey-cancelled" }
  | { readonly kind: "passkey-already-enrolled" }
  | { readonly kind: "passkey-algorithm-unsupported" }
  | { readonly kind: "passkey-no-prf"; readonly during: PasskeyMoment }
  | { readonly kind: "passkey-prf-length"; readonly found: number }
  | { readonly kind: "passkey-user-missing"; readonly missing: "presence" | "verification" }
  | { readonly kind: "passkey-data-malformed" }
  | { readonly kind: "passkey-other-host"; readonly expected: string }
  /** A passkey of this host, but not one that a key can be derived from. */
  | { readonly kind: "passkey-other-use"; readonly expected: PasskeyUse }
  | { readonly kind: "passkey-failed"; readonly error: string; readonly during: PasskeyMoment };

export type PasskeyMoment = "register" | "use";
