import { describePublicKeyFault } from "../crypto/describe-public-key-fault.ts";
import type { PublicKeyFault } from "../crypto/public-key.ts";
import { algorithmName } from "../tuf/model/key-algorithm.ts";
import type { Pkcs8Fault } from "./pkcs8.ts";
import type { PrivateKeyFault } from "./private-key.ts";
import type { PrivatePemFault } from "./private-pem.ts";

export type KeyFileFault = PrivatePemFault | Pkcs8Fault | PrivateKeyFault | PublicKeyFault;

const PKCS8_COMMAND = "openssl pkcs8 -topk8 -nocrypt -in KEY -out KEY.pkcs8.pem";

/** Why a file is no key that can be used here. */
export function describeKeyFileFault(fault: KeyFileFault): string {
  switch (fault.kind) {
    case "pem-too-large":
      return `This file is larger than ${fault.limitBytes / 1024} KiB; a private key has less than one. It is another file.`;
    case "pem-missing":
      return "This is no PEM file: it has no line “-----BEGIN PRIVATE KEY-----”.";
    case "pem-truncated":
      return `The file is cut: “-----BEGIN ${fault.label}-----” has no matching end line.`;
    case "pem-encrypted":
      return fault.form === "pkcs8"
        ? `This key is protected by a passphrase: this release cannot open encrypted PKCS#8. “${PKCS8_COMMAND}” writes it without one; delete that file afterwards.`
        : `This key is protected by a passphrase in OpenSSL's old form, which this release cannot open. “${PKCS8_COMMAND}” writes it without one; delete that file afterwards.`;
    case "pem-label":
      return describeLabel(fault.label);
    case "pem-several-keys":
      return "This file holds more than one private key. Give a file with the one key that is meant.";
    case "pem-not-base64":
      return "The text between the PEM lines is not base64. The file was damaged or edited.";
    case "pkcs8-truncated":
      return "The key ends too soon: some of its bytes are missing.";
    case "pkcs8-malformed":
      return "The bytes between the PEM lines are not a PKCS#8 private key.";
    case "pkcs8-algorithm":
      return `This is a private key of another kind: ${fault.found}. Ed25519 and ECDSA P-256 can be imported.`;
    case "pkcs8-length":
      return `An ${algorithmName(fault.algorithm)} private key has ${fault.expected} bytes; this one has ${fault.found}.`;
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

function describeLabel(label: string): string {
  switch (label) {
    case "EC PRIVATE KEY":
    case "RSA PRIVATE KEY":
      return `This file is in an older form, “${label}”. “${PKCS8_COMMAND}” turns it into PKCS#8.`;
    case "OPENSSH PRIVATE KEY":
      return "This is an SSH key. TUF keys are kept in PKCS#8 files: “openssl genpkey -algorithm ed25519 -out KEY.pem” makes one.";
    case "PUBLIC KEY":
      return "This is a public key. To watch a key that is held elsewhere, add it as an external key.";
    default:
      return `This PEM block is a “${label}”; a “PRIVATE KEY” (PKCS#8) is needed.`;
  }
}
