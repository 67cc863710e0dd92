import { assertNever } from "../../lib/assert-never.ts";
import { quoted } from "../../lib/quoted.ts";
import type { Difference, Explanation, JsonEscapes, JsonLayout, KeyPlace, SignatureOddity, WholeFileForm, WouldVerify } from "../explain/explanation.ts";
import type { Description } from "./description.ts";
import { countWords, documentWords, listWords } from "./report-words.ts";

/** Why a signature does not verify, as a person is told. */
export interface ExplanationText extends Description {
  /** Which programs sign in this way; undefined where nothing is known. */
  readonly signers: string | undefined;
}

interface DifferenceText {
  /** After "It would verify". */
  readonly would: string;
  readonly evidence: string;
  readonly signers?: string;
  readonly client?: string;
  readonly you: string;
}

const EVERY_CLIENT = "Every client counts it as no signature.";
const CANONICAL = "Signatures cover the canonical form of “signed” (TUF 1.0.34, 4.2.1 and 4.1).";
const SIGN_CANONICAL = "Ask its signer to sign the canonical form: this app gives it out as a file, and signs it.";
const HEX = "A signature is written in hex (TUF 1.0.34, 4.2.1).";

/** Whatever it says, the signature stays uncounted, and the first answer says so. Undefined is the answer of a place that has changed. */
export function describeExplanation(explanation: Explanation | undefined): ExplanationText {
  if (explanation === undefined) return { happened: "There is nothing to explain any more.", evidence: "The signature is counted now, or no longer there.", signers: undefined, client: "Look at its verdict.", you: "Nothing." };
  const { wouldVerify, oddity, tried } = explanation;
  return wouldVerify === undefined ? unexplained(oddity, tried) : explained(wouldVerify);
}

function explained({ differences, fingerprint }: WouldVerify): ExplanationText {
  const texts = differences.map(describeDifference);
  const clients = [...new Set(texts.flatMap(({ client }) => client ?? []))];
  const signers = texts.flatMap((text) => text.signers ?? []);
  return {
    happened: `It would verify ${listWords(texts.map(({ would }) => would))}. It is not counted.`,
    evidence: [...new Set(texts.map(({ evidence }) => evidence)), `Found by trying; the key is ${fingerprint}.`].join(" "),
    signers: signers.length === 0 ? undefined : signers.join(" "),
    client: differences.length === 1 && clients.length === 1 ? clients.join(" ") : EVERY_CLIENT,
    you: [...new Set(texts.map(({ you }) => you))].join(" "),
  };
}

function unexplained(oddity: SignatureOddity | undefined, { checks, complete }: Explanation["tried"]): ExplanationText {
  const tried = `${countWords(checks, "check")} found nothing: other forms of the document, of the signature and of its scheme, other keys and other documents among these files${complete ? "" : "; not all of them could be tried for their size"}.`;
  return {
    happened: "Nothing that was tried makes it verify. It is not counted.",
    evidence: oddity === undefined ? tried : `${describeOddity(oddity)} ${tried}`,
    signers: undefined,
    client: EVERY_CLIENT,
    you: "Ask its signer for the digest of what they signed, and have them sign what is here. A key that is not among these files, an edit after signing, or damage leave no other trace.",
  };
}

function describeOddity(oddity: SignatureOddity): string {
  switch (oddity.kind) {
    case "of-other-content": return `The key itself made it, with ${oddity.padding === "pss" ? "PSS" : "PKCS#1 v1.5"} padding and ${oddity.hash}: it is whole, and a signature of something else.`;
    case "unreadable": return "What stands there is neither hex nor base64.";
    case "not-der": return `Its ${countWords(oddity.found, "byte")} are no pair of integers in DER, as ECDSA signatures are.`;
    case "wrong-length": return `It has ${countWords(oddity.found, "byte")}; a signature by this key has ${oddity.expected}.${oddity.looksLike === "der" ? " It looks like one by an ECDSA key." : ""}`;
    default: return assertNever(oddity);
  }
}

function describeDifference(difference: Difference): DifferenceText {
  switch (difference.kind) {
    case "raw-bytes": return {
      would: `over “signed” as it stands in the file${difference.path === undefined ? "" : ` ${quoted(difference.path)}`}, white space included`, evidence: CANONICAL,
      signers: "Programs that take the bytes of a message as they find them; metadata was then laid out anew, or never canonical.", client: EVERY_CLIENT, you: SIGN_CANONICAL,
    };
    case "canonical-newline": return {
      would: "over the canonical form with a line break behind it", evidence: CANONICAL, signers: "An editor, or “echo”, adds the line break to a file that is then signed by openssl or a token.", client: EVERY_CLIENT,
      you: "Ask its signer to sign the file as it was given out, without opening it in an editor.",
    };
    case "json-text": return {
      would: `over “signed” ${layoutWords(difference.layout)}, ${difference.sorted ? "names sorted" : "names in the order of the file"}${escapeWords(difference.escapes)}${difference.newline ? ", with a line break at the end" : ""}`,
      evidence: CANONICAL, signers: layoutSigners(difference.layout, difference.sorted), client: EVERY_CLIENT, you: SIGN_CANONICAL,
    };
    case "rfc8785": return {
      would: "over the form of RFC 8785 (JCS)", evidence: `${CANONICAL} RFC 8785 escapes line breaks, so every PEM key makes the two differ.`, signers: "General libraries for canonical JSON, and rust-tuf.",
      client: "Clients other than rust-tuf count it as no signature.", you: SIGN_CANONICAL,
    };
    case "tough-form": return {
      would: "over the form that tough signs: text in NFC, and names ordered with their quotes", evidence: `${CANONICAL} This document holds names or text for which the two differ.`,
      signers: "tough and tuftool (olpc-cjson).", client: "tough counts it; python-tuf, tuf-js and go-tuf count it as no signature.", you: "Have target names and text written in NFC and without blanks, quotes and “!”, or have it signed by another tool.",
    };
    case "php-form": return {
      would: "over the form that php-tuf makes, with [] for an empty object", evidence: CANONICAL, signers: "php-tuf.", client: "Clients other than php-tuf count it as no signature.", you: SIGN_CANONICAL,
    };
    case "utf16-order": return {
      would: "over the canonical form with its names in the order of UTF-16 units", evidence: `${CANONICAL} Names are ordered by code points, which differs where a name holds characters beyond U+FFFF.`,
      signers: "tuf-js (@tufjs/canonical-json).", client: "tuf-js counts it; python-tuf, go-tuf and tough count it as no signature.", you: SIGN_CANONICAL,
    };
    case "pre-auth-encoding": return {
      would: `as that of a DSSE envelope whose payload is ${difference.of === "raw" ? "“signed” as it stands in the file" : "the canonical form"}`, evidence: CANONICAL,
      signers: "Programs that sign envelopes, such as python-tuf's experimental SimpleEnvelope.", client: EVERY_CLIENT, you: `Put the payload back into its envelope, or: ${lower(SIGN_CANONICAL)}`,
    };
    case "digest": return {
      would: `over the ${difference.hash} digest of the canonical form${{ bytes: "", hex: ", written in hex", "hex-line": ", written in hex with a line break" }[difference.written]}`,
      evidence: "The scheme hashes the canonical form itself (TUF 1.0.34, 4.2.2).", signers: "Services and tokens that are handed a digest, and hash it once more.", client: EVERY_CLIENT, you: "Ask its signer to hand the canonical form to the tool, or to tell the tool that it gets a digest.",
    };
    case "whole-file": return {
      would: `over the whole file${wholeFileWords(difference.form)}`, evidence: CANONICAL, signers: "openssl, gpg and others that sign files.", client: EVERY_CLIENT, you: SIGN_CANONICAL,
    };
    case "other-document": {
      const name = documentWords(difference.role, difference.version);
      return {
        would: `over ${name}${difference.relation === "previous-version" ? ", the version before," : ""} in ${quoted(difference.path)}`, evidence: "A signature belongs to one document: any other has other bytes.",
        signers: "Whoever copies the signatures along when a document is changed.", client: EVERY_CLIENT, you: `Take it out of this document; it belongs to ${name}. Ask its signer for one over this one.`,
      };
    }
    case "base64": return {
      would: `when it is read as base64${difference.alphabet === "url" ? " in the alphabet for addresses" : ""}`, evidence: HEX, signers: "Cloud key services, cosign and “openssl base64” give signatures out in this way.", client: EVERY_CLIENT,
      you: "Paste it by itself where one signs elsewhere: there it is read in either form, and written in hex.",
    };
    case "decorated-hex": return { would: "when the prefix, colons or white space in its hex are left out", evidence: HEX, signers: "openssl writes hex with colons.", client: EVERY_CLIENT, you: "Write it as plain lower-case hex." };
    case "text-in-hex": return {
      would: `when its hex is decoded twice: the text that comes out is ${difference.text === "hex" ? "hex" : "base64"} again`, evidence: HEX, signers: "A script that turns the text of a signature into hex, and not its bytes.", client: EVERY_CLIENT, you: "Write the signature's own bytes in hex.",
    };
    case "fixed-width": return {
      would: "when it is read as r‖s", evidence: "ECDSA signatures are written in DER (TUF 1.0.34, 4.2.2; RFC 3279).", signers: "WebCrypto, JSON Web Signatures, PKCS#11 tokens and Notary v1.", client: EVERY_CLIENT,
      you: "Paste it by itself where one signs elsewhere: there r‖s is turned into DER.",
    };
    case "key-not-in-role": return {
      would: "by the key of this id, if the role listed it", evidence: "The delegator defines the key and does not list it for this role.", client: EVERY_CLIENT, you: "Nothing, unless the key was meant to be added to the role.",
    };
    case "other-key": return describeOtherKey(difference);
    case "other-pss": return {
      would: `with PSS padding, ${difference.hash} and a salt of ${countWords(difference.saltLengthBytes, "byte")}`,
      evidence: "The scheme of the key names its padding and its hash. With PSS, salts count that are as long as the hash, and the longest that fit, which go-tuf signs with (RFC 8017, 9.1).",
      signers: "openssl and PKCS#11 tokens with parameters of their own.", client: "Clients differ: tough takes salts of the hash's length alone, others any.", you: "Ask for a signature with a salt as long as the hash: in openssl, “rsa_pss_saltlen:digest”.",
    };
    case "pkcs1v15": return {
      would: `with the padding of PKCS#1 v1.5 and ${difference.hash}`, evidence: "The scheme of the key names another padding, or another hash.", signers: "“openssl dgst -sign” without “-sigopt rsa_padding_mode:pss”, and services where it is the default.", client: EVERY_CLIENT,
      you: "Ask for a signature with PSS padding: in openssl, “-sigopt rsa_padding_mode:pss”.",
    };
    case "other-hash": return {
      would: `with ${difference.hash} as its hash`, evidence: "The scheme of the key names its hash (TUF 1.0.34, 4.2.2).", signers: "“openssl dgst -sha256 -sign” whatever the curve is.", client: "tuf-js verifies P-384 with SHA-256, by mistake; other clients count it as no signature.",
      you: "Ask for a signature with the hash that the scheme names.",
    };
    case "without-prefix": return {
      would: "as pure ML-DSA over the document itself", evidence: "By TAP 21, a draft, the message is “tuf”, the byte 1 and the SHA-512 of the canonical form.", signers: "Tools and libraries that know ML-DSA and not TAP 21.", client: EVERY_CLIENT, you: "Ask its signer to sign that message.",
    };
    default: return assertNever(difference);
  }
}

function describeOtherKey({ label, bearsId, listedAs, places }: Extract<Difference, { kind: "other-key" }>): DifferenceText {
  const name = label === undefined ? "" : ` labelled ${quoted(label)}`;
  const by = "Clients look a key up by the id of the signature, in the delegator alone (TUF 1.0.34, 4.2.1; TAP 12).";
  if (bearsId && listedAs !== undefined) return {
    would: `by the key${name} of this id in ${placesWords(places)}, which the role lists under another id`, evidence: `There it is ${quoted(listedAs)}. ${by}`, signers: "Signers whose key has got a new id sign under both ids.",
    client: "It counts where the role lists this id, and not here.", you: "Nothing, where another signature by the same key stands under the other id. Otherwise have this one written under it.",
  };
  if (bearsId) return {
    would: `by the key${name} of this id in ${placesWords(places)}, if the role listed it`, evidence: by, client: "It counts where the role lists this id, and not here.", you: "Nothing, where the signature is meant for another delegator. Otherwise ask why the key is not listed.",
  };
  return {
    would: `by another key${name}, ${listedAs === undefined ? `defined in ${placesWords(places)}` : "one of the same role"}`, evidence: `${listedAs === undefined ? `It is called ${listWords([...new Set(places.map(({ keyId }) => quoted(keyId)))])} there` : `The role lists it under ${quoted(listedAs)}`}. ${by}`,
    client: EVERY_CLIENT, you: listedAs === undefined ? "The key may not sign this document. Ask its owner why they did." : "The key may sign this document: have its signature written under its own id.",
  };
}

function layoutWords(layout: JsonLayout): string {
  return {
    "one-line": "on one line", "one-line-spaced": "on one line with blanks after commas and colons", "1-space": "indented by 1 space", "2-spaces": "indented by 2 spaces", "4-spaces": "indented by 4 spaces", tab: "indented by tabs",
  }[layout];
}

function layoutSigners(layout: JsonLayout, sorted: boolean): string {
  return {
    "one-line": `${sorted ? "" : "JavaScript's JSON.stringify, "}Go's and Rust's JSON libraries, “jq -c”${sorted ? "S" : ""}.`,
    "one-line-spaced": "Python's json.dumps.",
    "1-space": "Whatever writes files as python-tuf and tuf-on-ci do.",
    "2-spaces": `${sorted ? "“jq -S”, " : "“jq”, JavaScript's JSON.stringify, "}Rust's pretty printer, and the test data of rust-tuf.`,
    "4-spaces": "Python's json.tool and PHP's pretty printer.",
    tab: "Go's MarshalIndent, as go-tuf lays out its files.",
  }[layout];
}

function escapeWords(escapes: JsonEscapes): string {
  return { json: "", ascii: ", everything beyond ASCII escaped", html: ", “<”, “>” and “&” escaped" }[escapes];
}

function wholeFileWords(form: WholeFileForm): string {
  return {
    "as-it-stands": " as it stands", "own-place-empty": " with an empty place for this signature", "without-signatures": " without its signatures", canonical: " without its signatures, in canonical form", "written-anew": " without its signatures, laid out anew",
  }[form];
}

function placesWords(places: readonly KeyPlace[]): string {
  return listWords([...new Set(places.map(({ role, version }) => documentWords(role, version)))]);
}

function lower(text: string): string {
  return `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
}
