import { toHex } from "../../lib/hex.ts";
import type { SignatureVerifier } from "./signature-verifier.ts";

/** Asks each question once: the same document is judged for several delegators and in several replays. */
export function memoVerifier(inner: SignatureVerifier): SignatureVerifier {
  const answers = new WeakMap<Uint8Array, Map<string, Promise<boolean>>>();
  return {
    verify(key, message, signature) {
      const known = answers.get(message) ?? new Map<string, Promise<boolean>>();
      answers.set(message, known);
      // Not the fingerprint alone: a point off the curve can share the coordinate that it holds, and RSA under two schemes the key.
      const question = `${key.algorithm} ${key.family === "ecdsa" ? toHex(key.point) : key.fingerprint} ${toHex(signature)}`;
      const answer = known.get(question) ?? inner.verify(key, message, signature);
      known.set(question, answer);
      return answer;
    },
  };
}
