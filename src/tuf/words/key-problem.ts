import { assertNever } from "../../lib/assert-never.ts";
import { quoted } from "../../lib/quoted.ts";
import type { KeyProblem, RsaFlaw } from "../model/key.ts";
import { clientSentence } from "./client-behaviour.ts";
import type { Description } from "./description.ts";
import { countWords } from "./report-words.ts";

const NOT_COUNTED = "No signature by it is counted here; a client that cannot read the key counts none either.";
const WRITE_AGAIN = "Ask the key's owner for the public key and have it written again.";

/** Why a key of a document cannot be used to check a signature. */
export function describeKeyProblem(problem: KeyProblem): Description {
  switch (problem.kind) {
    case "key-unknown-scheme": return {
      happened: "The key is of a kind that this app does not know.", evidence: `keytype ${quoted(problem.keytype)}, scheme ${quoted(problem.scheme)}.`,
      client: clientSentence("unknown-keytype"), you: "Its signatures cannot be checked here. Check them with a tool that knows this kind.",
    };
    case "key-is-identity": return {
      happened: "This signer is an identity and not a key.", evidence: `${quoted(problem.identity)}, for which ${quoted(problem.issuer)} vouches (TAP 18).`,
      client: clientSentence("unknown-keytype"), you: "Its signatures cannot be checked here. Each brings a certificate of that identity: check it with Sigstore's own tools.",
    };
    case "key-public-missing": return { happened: "The key has no public part.", evidence: '"keyval.public" is not a string.', client: NOT_COUNTED, you: WRITE_AGAIN };
    case "key-length": return { happened: "The public key has the wrong length.", evidence: `${countWords(problem.found, "byte")}, expected ${problem.expected}.`, client: NOT_COUNTED, you: WRITE_AGAIN };
    case "key-encoding": return { happened: "The public key cannot be read.", evidence: `Expected ${encodingName(problem.expected)}.`, client: NOT_COUNTED, you: WRITE_AGAIN };
    case "key-not-the-scheme": return {
      happened: "The public key is not of the kind that its scheme names.", evidence: `The scheme is ${quoted(problem.scheme)}; the key is ${problem.found}.`, client: NOT_COUNTED, you: WRITE_AGAIN,
    };
    case "key-weak-point": return {
      happened: "The public key is a point of small order, or not a point of the curve.", evidence: "Under such a key one constant signature can fit every message.",
      client: "Many libraries verify such signatures. They are never counted here.", you: "Treat it as an attack until its owner has explained it.",
    };
    case "key-rsa-too-short": return {
      happened: "The RSA key is too short.", evidence: `${problem.bits} bits; TUF 1.0.34, 4.2.2 asks for 2048.`, client: "Clients differ in whether they look. No signature by it is counted here.", you: "Have the key replaced by a longer one.",
    };
    case "key-rsa-too-long": return {
      happened: "The RSA key is too long.", evidence: `${problem.bits} bits; browsers and OpenSSL take at most ${problem.limit}.`, client: NOT_COUNTED, you: "Have the key replaced by a shorter one.",
    };
    case "key-rsa-no-key": return {
      happened: "The numbers of the RSA key are not those of a key.", evidence: describeRsaFlaw(problem.why),
      client: "Clients differ in whether they look. No signature by it is counted here.", you: problem.why === "exponent-long" ? WRITE_AGAIN : "Treat it as an attack until its owner has explained it.",
    };
    default: return assertNever(problem);
  }
}

export function describeRsaFlaw(why: RsaFlaw): string {
  switch (why) {
    case "exponent-one": return "The exponent is 1, so anybody can make a signature for any text.";
    case "exponent-even": return "The exponent is even, which no RSA key has.";
    case "exponent-long": return "The exponent has more than 33 bits, which browsers do not take.";
    case "modulus-even": return "The modulus is even, so its factors are known.";
    default: return assertNever(why);
  }
}

function encodingName(expected: "hex" | "pem" | "pem-or-hex-point"): string {
  return { hex: "hex digits", pem: "a PEM block of a public key", "pem-or-hex-point": "a PEM block of a public key, or a curve point in hex" }[expected];
}
