import { describePublicKeyFault } from "../crypto/describe-public-key-fault.ts";
import type { PublicKeyFault } from "../crypto/public-key.ts";
import { algorithmName } from "../tuf/model/key-algorithm.ts";
import type { Damage, KeyFileFault, KeyFileFormat } from "./key-files/key-file-fault.ts";
import type { PrivateKeyFault } from "./private-key.ts";

/** Why a file is no key that can be used here, or a key none that can sign. */
export function describeKeyFileFault(fault: KeyFileFault | PrivateKeyFault | PublicKeyFault): string {
  switch (fault.kind) {
    case "key-file-empty":
      return "There is no key here: the text or file is empty.";
    case "key-file-too-large":
      return `This file is larger than ${fault.limitBytes / 1024} KiB; a private key has less than a few. It is another file.`;
    case "key-file-unrecognised":
      return `This is no private key in a form that is known here: PEM (“BEGIN PRIVATE KEY” and its kin), OpenSSH, a key file of go-tuf or securesystemslib, or a seed of 64 hex digits.`;
    case "key-file-other-block":
      return describeBlock(fault.label);
    case "key-file-several-keys":
      return "This file holds more than one private key. Give a file with the one key that is meant.";
    case "key-file-public":
      return PUBLIC;
    case "key-file-damaged":
      return `This looks like ${FORMATS[fault.format]}, but ${DAMAGES[fault.why]}.`;
    case "key-file-needs-passphrase":
      return `This key is ${FORMATS[fault.format]} that is protected by a passphrase. Give the passphrase of the file.`;
    case "key-file-passphrase-wrong":
      return "The passphrase does not open this file, or the file was damaged.";
    case "key-file-protection-unsupported":
      return `The file is encrypted in a way that is not read here: ${fault.found}. “openssl pkcs8 -topk8 -in KEY -out KEY.new.pem” writes it anew under a passphrase.`;
    case "key-file-too-costly":
      return `Opening this file would take too much memory or time: it asks for ${fault.found}.`;
    case "key-kind-unsupported":
      return `This is a private key of another kind: ${fault.found}. Ed25519, ECDSA P-256, ECDSA P-384 and RSA can be imported.${fault.found.startsWith("ssh-rsa") ? " RSA in OpenSSH’s form is not read: “ssh-keygen -p -m PKCS8 -f KEY” writes the file anew in a form that is; give it a copy." : ""}`;
    case "key-file-halves-differ":
      return "The public part in this file does not belong to its private part. The file was damaged, or put together of two keys.";
    case "device-key-only":
      return `An ${algorithmName(fault.algorithm)} key can only be kept as a device key. Under a passphrase or a passkey, keys are Ed25519 or ECDSA P-256.`;
    case "private-key-out-of-range":
      return `These bytes are no ${algorithmName(fault.algorithm)} private key: the number is outside the range that the curve allows.`;
    case "algorithm-unsupported":
      return `This browser cannot sign with ${algorithmName(fault.algorithm)}.`;
    case "second-opinion-refused":
      return `Not signed: this browser made an ${algorithmName(fault.algorithm)} signature that independent code does not verify. Use another browser, and please report this.`;
    default:
      return describePublicKeyFault(fault);
  }
}

const PUBLIC = "This is a public key. To watch a key that is held elsewhere, add it as an external key.";

const FORMATS: Readonly<Record<KeyFileFormat, string>> = {
  pkcs8: "a PKCS#8 key",
  sec1: "an EC key in SEC 1 form",
  pkcs1: "an RSA key in PKCS#1 form",
  openssh: "an OpenSSH key",
  "go-tuf": "a key file of go-tuf",
  securesystemslib: "a key file of securesystemslib",
  seed: "a seed in hex",
};

const DAMAGES: Readonly<Record<Damage, string>> = {
  cut: "its end line is missing: the file is cut",
  "not-text": "the text between its first and last line is not what it should be. The file was damaged or edited",
  structure: "its bytes are not what that form describes. The file was damaged or cut",
};

function describeBlock(label: string): string {
  if (label === "PUBLIC KEY" || label === "RSA PUBLIC KEY") return PUBLIC;
  if (label.includes("CERTIFICATE")) return "This is a certificate, which holds a public key. The private key is in another file.";
  return `This PEM block is a “${label}”, which is not read here. “openssl pkcs8 -topk8 -in KEY -out KEY.new.pem” may turn it into PKCS#8.`;
}
