import { describePublicKeyFault } from "../crypto/describe-public-key-fault.ts";
import { algorithmName } from "../tuf/model/key.ts";
import type { KeyringFault } from "./keyring.ts";

const PKCS8_COMMAND = "openssl pkcs8 -topk8 -nocrypt -in KEY -out KEY.pkcs8.pem";

/** What happened and what to do, in words. The faults carry no secret, so neither do these. */
export function describeKeyringFault(fault: KeyringFault): string {
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
    case "seed-length":
      return `A seed has 32 bytes; this one has ${fault.found}.`;
    case "name-empty":
      return "Give the key a name: it will stand on the button that signs.";
    case "name-too-long":
      return `The name has more than ${fault.limit} characters.`;
    case "name-taken":
      return `Another key is already called “${fault.name}”. Names stand on the button that signs, so each is used once.`;
    case "key-already-here":
      return `This key is already in the keyring: “${fault.name}” (${kindWords[fault.entryKind]}).`;
    case "no-such-entry":
      return "This key is no longer in the keyring. It may have been removed in another tab.";
    case "entry-is-external":
      return `The private part of “${fault.name}” is not on this device. Sign with the tool that holds it and bring the signature here.`;
    case "document-not-signable":
      return "The keyring does not read this file as TUF metadata, so it was not signed.";
    case "digest-differs":
      return `Not signed: the file is not the one that was reviewed. Reviewed: ${fault.reviewed}. In the file: ${fault.computed}. Review it again.`;
    case "second-opinion-refused":
      return `Not signed: this browser made an ${algorithmName(fault.algorithm)} signature that independent code does not verify. Use another browser, and please report this.`;
    case "keyring-storage":
      return `The browser's storage refused (${fault.error}). Site data may be blocked here, or the disk is full.`;
    default:
      return describePublicKeyFault(fault);
  }
}

const kindWords = { device: "made on this device", imported: "imported", external: "external" } as const;

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
