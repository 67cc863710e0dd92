import type { SignatureVerifier } from "../tuf/verify/signature-verifier.ts";
import { nobleVerifier } from "./noble-verifier.ts";
import { webCryptoVerifier } from "./webcrypto-verifier.ts";

/** Whose code made a signature. */
export type SigningCode = "webcrypto" | "noble";

/** The implementation that did not make the signature: a new signature is checked with independent code at once. */
export function secondOpinion(signedWith: SigningCode, subtle: SubtleCrypto): SignatureVerifier {
  return signedWith === "webcrypto" ? nobleVerifier() : webCryptoVerifier(subtle);
}
