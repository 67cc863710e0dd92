import type { HashName } from "../model/key-algorithm.ts";
import type { KeyMaterial } from "../model/key.ts";

/** Other parameters of a key's own algorithm than those of its scheme. */
export type OtherScheme =
  /** RSA-PSS with another hash, or another length of salt than the two that are taken. Units: bytes. */
  | { readonly kind: "other-pss"; readonly hash: HashName; readonly saltLengthBytes: number }
  | { readonly kind: "pkcs1v15"; readonly hash: HashName }
  /** ECDSA over another hash than the curve's own. */
  | { readonly kind: "other-hash"; readonly hash: HashName }
  /** ML-DSA over the document itself, without the mark and the hash of TAP 21. */
  | { readonly kind: "without-prefix" };

/** What a signature tells of itself, whatever was signed: that this key made it, and how. */
export interface OpenedSignature {
  readonly padding: "pss" | "pkcs1v15";
  readonly hash: HashName;
}

/** What explaining asks of cryptography beyond verifying. */
export interface SchemeProbe {
  /** The parameters under which the signature would verify, which by its scheme it does not. Undefined when there are none. */
  otherScheme(key: KeyMaterial, message: Uint8Array, signature: Uint8Array): Promise<OtherScheme | undefined>;
  /** Undefined where the algorithm does not tell, or another key made it. */
  open(key: KeyMaterial, signature: Uint8Array): Promise<OpenedSignature | undefined>;
}

/** For platforms that cannot look closer. */
export const noProbe: SchemeProbe = { otherScheme: async () => undefined, open: async () => undefined };
