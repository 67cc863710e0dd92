import type { KeyMaterial } from "../../../tuf/model/key.ts";

type Algorithm = KeyMaterial["algorithm"];

/** A tool that can sign a file, with the command line to copy. Capital words are for the person to replace. */
export interface ExternalCommand {
  readonly id: string;
  readonly tool: string;
  readonly command: string;
  readonly note: string | undefined;
}

export interface SigningJob {
  readonly algorithm: Algorithm;
  /** Shape: a name that needs no quoting in any shell. */
  readonly bytesFile: string;
  readonly signatureFile: string;
  readonly lengthBytes: number;
}

/** Units: bytes. AWS KMS takes no longer message than this as it is. */
const AWS_RAW_LIMIT_BYTES = 4096;

/** Letters, digits, dot and dash: nothing that a shell or a file system reads otherwise. */
export function jobFiles(role: string, version: number): Pick<SigningJob, "bytesFile" | "signatureFile"> {
  const stem = `${role.replace(/[^A-Za-z0-9.]+/g, "-").replace(/^[-.]+|[-.]+$/g, "") || "document"}-${version}`;
  return { bytesFile: `${stem}.canonical`, signatureFile: `${stem}.sig` };
}

export function externalCommands(job: SigningJob): readonly ExternalCommand[] {
  const { algorithm } = job;
  return [openssl(job), ...pkcs11(job), ...piv(job), ...gcloud(job), ...aws(job)].map((command) => ({ ...command, id: `${command.id}-${algorithm}` }));
}

function openssl({ algorithm, bytesFile, signatureFile }: SigningJob): ExternalCommand {
  const tail = `-out ${signatureFile} ${bytesFile}`;
  const command = {
    ed25519: `openssl pkeyutl -sign -rawin -inkey KEY.pem -in ${bytesFile} -out ${signatureFile}`,
    "ecdsa-p256": `openssl dgst -sha256 -sign KEY.pem ${tail}`,
    "ecdsa-p384": `openssl dgst -sha384 -sign KEY.pem ${tail}`,
    "rsa-pss-sha256": `openssl dgst -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest -sign KEY.pem ${tail}`,
  }[algorithm];
  return { id: "openssl", tool: "OpenSSL 3, a key file", command, note: undefined };
}

function pkcs11({ algorithm, bytesFile, signatureFile }: SigningJob): readonly ExternalCommand[] {
  const mechanism = { ed25519: "EDDSA", "ecdsa-p256": "ECDSA-SHA256 --signature-format openssl", "ecdsa-p384": "ECDSA-SHA384 --signature-format openssl", "rsa-pss-sha256": "SHA256-RSA-PKCS-PSS --hash-algorithm SHA256 --mgf MGF1-SHA256 --salt-len 32" }[algorithm];
  return [{
    id: "pkcs11",
    tool: "HSM or YubiKey through PKCS#11",
    command: `pkcs11-tool --module MODULE.so --login --sign --id ID --mechanism ${mechanism} --input-file ${bytesFile} --output-file ${signatureFile}`,
    note: "For a YubiKey, MODULE.so is libykcs11.so, and ID 02 is slot 9c.",
  }];
}

function piv({ algorithm, bytesFile, signatureFile }: SigningJob): readonly ExternalCommand[] {
  const how = { "ecdsa-p256": "-A ECCP256 -H SHA256", "ecdsa-p384": "-A ECCP384 -H SHA384", ed25519: undefined, "rsa-pss-sha256": undefined }[algorithm];
  if (how === undefined) return [];
  return [{ id: "piv", tool: "YubiKey PIV, slot 9c", command: `yubico-piv-tool -a verify-pin --sign -s 9c ${how} -i ${bytesFile} -o ${signatureFile}`, note: undefined }];
}

function gcloud({ algorithm, bytesFile, signatureFile }: SigningJob): readonly ExternalCommand[] {
  const digest = algorithm === "ecdsa-p384" ? "--digest-algorithm sha384 " : algorithm === "ed25519" ? "" : "--digest-algorithm sha256 ";
  return [{
    id: "gcloud",
    tool: "Google Cloud KMS",
    command: `gcloud kms asymmetric-sign --location LOCATION --keyring KEYRING --key KEY --version VERSION ${digest}--input-file ${bytesFile} --signature-file ${signatureFile}`,
    note: undefined,
  }];
}

function aws({ algorithm, bytesFile, signatureFile, lengthBytes }: SigningJob): readonly ExternalCommand[] {
  const signing = { "ecdsa-p256": "ECDSA_SHA_256", "ecdsa-p384": "ECDSA_SHA_384", "rsa-pss-sha256": "RSASSA_PSS_SHA_256", ed25519: undefined }[algorithm];
  if (signing === undefined) return [];
  const raw = lengthBytes <= AWS_RAW_LIMIT_BYTES;
  const digestFile = bytesFile.replace(/\.canonical$/, ".digest");
  const hash = algorithm === "ecdsa-p384" ? "sha384" : "sha256";
  const first = raw ? "" : `openssl dgst -${hash} -binary -out ${digestFile} ${bytesFile} && `;
  const message = raw ? `--message fileb://${bytesFile} --message-type RAW` : `--message fileb://${digestFile} --message-type DIGEST`;
  return [{
    id: "aws",
    tool: "AWS KMS",
    command: `${first}aws kms sign --key-id KEY ${message} --signing-algorithm ${signing} --query Signature --output text > ${signatureFile}`,
    note: raw ? undefined : "The document is longer than AWS KMS takes as it is, so its digest is made first.",
  }];
}
