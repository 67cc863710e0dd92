import type { Fingerprint, KeyId } from "../model/ids.ts";
import type { KeyMaterial, KeyProblem, SigstoreIdentity } from "../model/key.ts";

/**
 * Who signed one document for one role, as data. Never a boolean: what is missing follows from what is counted.
 * Plain JSON, so that it may cross to another thread. Source: TUF 1.0.34, 4.2.1 and 5.3.4.
 */
export interface VerificationReport {
  readonly threshold: number;
  /** Distinct keys, by material, whose signature verifies. */
  readonly counted: number;
  /** The distinct keys that may sign for the role, in the order of the document. */
  readonly signers: readonly Signer[];
  /** One for every entry of `signatures`, in order. */
  readonly signatures: readonly SignatureJudgement[];
}

export interface Signer {
  /** Undefined when this app cannot read the key. */
  readonly fingerprint: Fingerprint | undefined;
  readonly algorithm: KeyMaterial["algorithm"] | undefined;
  readonly keytype: string;
  readonly scheme: string;
  /** Every id of this role that names this key. */
  readonly keyIds: readonly KeyId[];
  readonly label: string | undefined;
  readonly onlineUri: string | undefined;
  /** Present when the signer is an identity and no key. */
  readonly sigstore?: SigstoreIdentity | undefined;
  readonly state: SignerState;
}

/** `waiting`: no signature, or an empty slot. `cannot-check`: there is one, and the key is of a kind unknown here, or there are too many. */
export type SignerState = "signed" | "waiting" | "does-not-verify" | "cannot-check";

export interface SignatureJudgement {
  readonly keyId: KeyId;
  readonly verdict: SignatureVerdict;
  readonly fingerprint: Fingerprint | undefined;
  readonly label: string | undefined;
}

export type SignatureVerdict =
  | { readonly kind: "verified" }
  /** Verifies, but the same key has been counted under another id. */
  | { readonly kind: "duplicate"; readonly countedAs: KeyId }
  | { readonly kind: "empty" }
  | { readonly kind: "does-not-verify" }
  | { readonly kind: "not-hex" }
  /** The role does not list this key id; by itself no fault (old signers, other roles). */
  | { readonly kind: "not-in-role" }
  /** The role lists the id, the document defines no such key. */
  | { readonly kind: "unknown-key" }
  | { readonly kind: "cannot-check"; readonly problem: KeyProblem }
  /** It comes after the first `limit` of those that had to be checked. */
  | { readonly kind: "not-checked"; readonly limit: number };

export function isMet(report: VerificationReport): boolean {
  return report.counted >= report.threshold;
}

export function missingSignatures(report: VerificationReport): number {
  return Math.max(0, report.threshold - report.counted);
}
