import { describeRsaFlaw } from "../tuf/words/key-problem.ts";
import type { PublicKeyFault } from "./public-key.ts";

/** Says why a text is not a public key that can be used here, and what to do where there is something to do. */
export function describePublicKeyFault(fault: PublicKeyFault): string {
  switch (fault.kind) {
    case "public-key-unrecognised":
      return "This is no public key that can be read here. Give a PEM block “BEGIN PUBLIC KEY”, a TUF key object, or the key in hex.";
    case "public-key-is-private":
      return "This is a private key. Only the public part belongs here; nothing of it was kept.";
    case "public-key-pem":
      return fault.label === "PUBLIC KEY"
        ? "This PEM block holds no Ed25519, ECDSA (P-256, P-384, P-521), RSA or ML-DSA public key."
        : `This PEM block is a “${fault.label}”; a “PUBLIC KEY” (SubjectPublicKeyInfo) is needed.`;
    case "public-key-off-curve":
      return "These coordinates are not a point of the curve, so this is no key. It was probably damaged on its way.";
    case "key-unknown-scheme":
      return `The key type “${fault.keytype}” with scheme “${fault.scheme}” cannot be verified here.`;
    case "key-is-identity":
      return `This names an identity, “${fault.identity}”, for which “${fault.issuer}” vouches, and no key. Its signatures cannot be verified here.`;
    case "key-public-missing":
      return "The key object has no text at keyval.public.";
    case "key-length":
      return `The key has ${fault.found} bytes where ${fault.expected} are needed.`;
    case "key-encoding":
      return `The public part is not written as ${fault.expected === "pem-or-hex-point" ? "PEM or a hex point" : fault.expected}.`;
    case "key-not-the-scheme":
      return `The scheme is “${fault.scheme}”, but the key is ${fault.found}.`;
    case "key-weak-point":
      return "This Ed25519 key is a point of small order or not in canonical form. Under such a key one signature fits every message, so it never counts.";
    case "key-rsa-too-short":
      return `This RSA key has ${fault.bits} bits; TUF asks for at least 2048.`;
    case "key-rsa-too-long":
      return `This RSA key has ${fault.bits} bits; browsers take at most ${fault.limit}.`;
    case "key-rsa-no-key":
      return `${describeRsaFlaw(fault.why)} This RSA key never counts.`;
    case "field":
      return `The key object has ${fault.found} at ${fault.path.replace(/^\./, "")}, where ${fault.expected} is needed (line ${fault.line}).`;
    default:
      return `The key object is not JSON that TUF may use${"line" in fault ? `: line ${fault.line}, column ${fault.column}` : ""}.`;
  }
}
