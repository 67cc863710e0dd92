import { assertNever } from "../lib/assert-never.ts";
import type { AttributionFault, Misfeeding, SignatureShape } from "./attribute-signature.ts";
import type { SignatureReadingFault } from "./external-signature.ts";

/** `keyName` is how the person knows the key that a fault points at. */
export function describeExternalSignatureFault<K>(fault: SignatureReadingFault | AttributionFault<K>, keyName: (key: K) => string): string {
  switch (fault.kind) {
    case "external-signature-empty":
      return "There is no signature here: the text or file is empty.";
    case "external-signature-too-large":
      return `This is ${fault.lengthBytes} bytes long; no signature has more than ${fault.limit}. It is another file, perhaps the document itself.`;
    case "external-signature-unreadable":
      return "This is no signature in a form that is known here: hex, base64, PEM, JSON with “sig”, or a binary file.";
    case "external-signature-is-key":
      return `This is a “${fault.label}”, not a signature.${fault.label.includes("PRIVATE") ? " Nothing of it was kept." : ""}`;
    case "external-signature-unattributed":
      return `This signature verifies under none of the ${fault.keysTried} keys that may sign this document. It looks like ${describeLooks(fault.looksLike)}.`;
    case "external-signature-other-document":
      return `This is a signature by ${keyName(fault.key)}, but of another document: ${fault.name}.`;
    case "external-signature-misfed":
      return `This is a signature by ${keyName(fault.key)}, but over ${MISFEEDINGS[fault.fed]}. Give the signing tool the file of canonical bytes as it was downloaded.`;
    default:
      return assertNever(fault);
  }
}

const MISFEEDINGS: Readonly<Record<Misfeeding, string>> = {
  "digest-bytes": "the SHA-256 of the document instead of the document",
  "digest-text": "the SHA-256 written in hex instead of the document",
  "trailing-newline": "the document with a line break added at its end, as editors do",
};

const SHAPES: Readonly<Record<SignatureShape, string>> = {
  ed25519: "Ed25519",
  "ecdsa-der": "ECDSA in DER",
  "ecdsa-p256-fixed": "ECDSA P-256 as r‖s",
  "ecdsa-p384-fixed": "ECDSA P-384 as r‖s",
  "ecdsa-p521-fixed": "ECDSA P-521 as r‖s",
  "rsa-2048": "RSA of 2048 bits",
  "rsa-3072": "RSA of 3072 bits",
  "rsa-4096": "RSA of 4096 bits",
  "ml-dsa-44": "ML-DSA-44",
  "ml-dsa-65": "ML-DSA-65",
  "ml-dsa-87": "ML-DSA-87",
};

type Looks = Extract<AttributionFault<unknown>, { readonly looksLike: unknown }>["looksLike"];

function describeLooks(looks: Looks): string {
  const known = looks.filter((look) => look.shapes.length > 0);
  return (known.length > 0 ? known : looks)
    .map(({ lengthBytes, shapes }) => `${lengthBytes} bytes${shapes.length === 0 ? ", which fits no signature known here" : ` (${shapes.map((shape) => SHAPES[shape]).join(" or ")})`}`)
    .join(", or ");
}
