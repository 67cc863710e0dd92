import { ECDSA, isEcdsa, isMlDsa, isRsa, RSA, type HashName, type KeyAlgorithm } from "../tuf/model/key-algorithm.ts";

/** A tool that can sign a file, with the command line to copy. Capital words are for the person to replace. */
export interface ExternalCommand {
  readonly id: string;
  readonly tool: string;
  readonly command: string;
  readonly note: string | undefined;
}

export interface SigningJob {
  readonly algorithm: KeyAlgorithm;
  /** Shape: a name that needs no quoting in any shell. */
  readonly bytesFile: string;
  readonly signatureFile: string;
  readonly lengthBytes: number;
  /** What the bytes are of; undefined when they are no metadata. */
  readonly role: string | undefined;
}

/** Units: bytes. AWS KMS takes no longer message than this as it is. */
const AWS_RAW_LIMIT_BYTES = 4096;

/** Letters, digits, dot and dash: nothing that a shell or a file system reads otherwise. */
export function jobFiles(role: string, version: number): Pick<SigningJob, "bytesFile" | "signatureFile" | "role"> {
  const stem = `${role.replace(/[^A-Za-z0-9.]+/g, "-").replace(/^[-.]+|[-.]+$/g, "") || "document"}-${version}`;
  return { bytesFile: `${stem}.canonical`, signatureFile: `${stem}.sig`, role };
}

/**
 * Tried where that is possible: OpenSSL 3.0 by a test; OpenSC 0.23 with SoftHSM 2.6, go-tuf 0.7.0 and cosign 3.1 by hand. The
 * others follow their tools' own references: yubico-piv-tool 2.2, gcloud 528, AWS CLI 1.45, Key Vault's REST API 7.4.
 */
export function externalCommands(job: SigningJob): readonly ExternalCommand[] {
  const { algorithm } = job;
  return [openssl(job), ...pkcs11(job), ...piv(job), ...gcloud(job), ...aws(job), ...azure(job), ...cosign(job), ...goTuf(job)].map((command) => ({ ...command, id: `${command.id}-${algorithm}` }));
}

function openssl(job: SigningJob): ExternalCommand {
  const { algorithm, bytesFile, signatureFile } = job;
  const raw = (file: string): string => `openssl pkeyutl -sign -rawin -inkey KEY.pem -in ${file} -out ${signatureFile}`;
  if (isMlDsa(algorithm)) return { id: "openssl", tool: "OpenSSL 3.5, a key file", command: `${makeDraftMessage(job)} && ${raw(draftMessageFile(job))}`, note: DRAFT_NOTE };
  const hash = hashOf(algorithm);
  const padding = isRsa(algorithm) && RSA[algorithm].padding === "pss" ? "-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest " : "";
  const command = hash === undefined ? raw(bytesFile) : `openssl dgst -${hash} ${padding}-sign KEY.pem -out ${signatureFile} ${bytesFile}`;
  return { id: "openssl", tool: "OpenSSL 3, a key file", command, note: undefined };
}

/** ECDSA over a digest that is made before: modules that hash themselves are fewer. */
function pkcs11(job: SigningJob): readonly ExternalCommand[] {
  const { algorithm, bytesFile, signatureFile } = job;
  const mechanism = pkcs11Mechanism(algorithm);
  if (mechanism === undefined) return [];
  const [before, input] = isEcdsa(algorithm) ? [digestFirst(job), digestFile(job)] : ["", bytesFile];
  return [{
    id: "pkcs11",
    tool: "HSM or YubiKey through PKCS#11",
    command: `${before}pkcs11-tool --module MODULE.so --login --sign --id ID --mechanism ${mechanism} --input-file ${input} --output-file ${signatureFile}`,
    note: "For a YubiKey, MODULE.so is libykcs11.so, and ID 02 is slot 9c.",
  }];
}

function pkcs11Mechanism(algorithm: KeyAlgorithm): string | undefined {
  if (algorithm === "ed25519") return "EDDSA";
  if (isEcdsa(algorithm)) return "ECDSA --signature-format openssl";
  const hash = hashOf(algorithm)?.toUpperCase();
  if (hash === undefined) return undefined;
  const isPss = isRsa(algorithm) && RSA[algorithm].padding === "pss";
  return isPss ? `${hash}-RSA-PKCS-PSS --mgf MGF1-${hash} --salt-len ${Number(hash.slice(3)) / 8}` : `${hash}-RSA-PKCS`;
}

function piv({ algorithm, bytesFile, signatureFile }: SigningJob): readonly ExternalCommand[] {
  if (algorithm !== "ecdsa-p256" && algorithm !== "ecdsa-p384") return [];
  const how = algorithm === "ecdsa-p256" ? "-A ECCP256 -H SHA256" : "-A ECCP384 -H SHA384";
  return [{ id: "piv", tool: "YubiKey PIV, slot 9c", command: `yubico-piv-tool -a verify-pin --sign -s 9c ${how} -i ${bytesFile} -o ${signatureFile}`, note: "It asks for the PIN, and the key may ask for a touch." }];
}

function gcloud({ algorithm, bytesFile, signatureFile }: SigningJob): readonly ExternalCommand[] {
  const hash = hashOf(algorithm);
  if (algorithm === "ecdsa-p521" || isMlDsa(algorithm) || (isRsa(algorithm) && hash === "sha384")) return []; // it makes no such keys
  return [{
    id: "gcloud",
    tool: "Google Cloud KMS",
    command: `gcloud kms asymmetric-sign --location LOCATION --keyring KEYRING --key KEY --version VERSION ${hash === undefined ? "" : `--digest-algorithm ${hash} `}--input-file ${bytesFile} --signature-file ${signatureFile}`,
    note: undefined,
  }];
}

function aws(job: SigningJob): readonly ExternalCommand[] {
  const { algorithm, bytesFile, signatureFile, lengthBytes } = job;
  const command = (before: string, message: string, signing: string): string => `${before}aws kms sign --key-id KEY ${message} --signing-algorithm ${signing} --query Signature --output text > ${signatureFile}`;
  if (isMlDsa(algorithm)) {
    return [{ id: "aws", tool: "AWS KMS", command: command(`${makeDraftMessage(job)} && `, `--message fileb://${draftMessageFile(job)} --message-type RAW`, "ML_DSA_SHAKE_256"), note: DRAFT_NOTE }];
  }
  const raw = lengthBytes <= AWS_RAW_LIMIT_BYTES;
  const hash = hashOf(algorithm);
  if (hash === undefined) {
    // Ed25519 signs the message itself, so a longer one cannot be sent.
    return raw ? [{ id: "aws", tool: "AWS KMS", command: command("", `--message fileb://${bytesFile} --message-type RAW`, "ED25519_SHA_512"), note: undefined }] : [];
  }
  const family = isEcdsa(algorithm) ? "ECDSA" : isRsa(algorithm) && RSA[algorithm].padding === "pss" ? "RSASSA_PSS" : "RSASSA_PKCS1_V1_5";
  const signing = `${family}_SHA_${hash.slice(3)}`;
  if (raw) return [{ id: "aws", tool: "AWS KMS", command: command("", `--message fileb://${bytesFile} --message-type RAW`, signing), note: undefined }];
  return [{
    id: "aws",
    tool: "AWS KMS",
    command: command(digestFirst(job), `--message fileb://${digestFile(job)} --message-type DIGEST`, signing),
    note: "The document is longer than AWS KMS takes as it is, so its digest is made first.",
  }];
}

/** Through Key Vault's own interface: what `az keyvault key sign` takes for a digest differs between its releases. */
function azure({ algorithm, bytesFile, signatureFile }: SigningJob): readonly ExternalCommand[] {
  const hash = hashOf(algorithm);
  if (hash === undefined) return [];
  const family = isEcdsa(algorithm) ? "ES" : isRsa(algorithm) && RSA[algorithm].padding === "pss" ? "PS" : "RS";
  const digest = `$(openssl dgst -${hash} -binary ${bytesFile} | openssl base64 -A | tr '+/' '-_' | tr -d '=')`;
  return [{
    id: "azure",
    tool: "Azure Key Vault",
    command: `az rest --method post --resource https://vault.azure.net --url "https://VAULT.vault.azure.net/keys/KEY/VERSION/sign?api-version=7.4" --body "{\\"alg\\":\\"${family}${hash.slice(3)}\\",\\"value\\":\\"${digest}\\"}" --query value --output tsv > ${signatureFile}`,
    note: "It needs a shell such as bash.",
  }];
}

/** Cosign signs ECDSA P-256 unless told otherwise, and RSA as PKCS#1 v1.5 alone. */
function cosign({ algorithm, bytesFile, signatureFile }: SigningJob): readonly ExternalCommand[] {
  if (algorithm !== "ecdsa-p256" && algorithm !== "rsa-pkcs1v15-sha256") return [];
  return [{
    id: "cosign",
    tool: "cosign 3, with a key file or a KMS",
    command: `cosign signing-config create --out no-services.json && cosign sign-blob --key KEY --signing-config no-services.json --bundle ${signatureFile} ${bytesFile}`,
    note: "KEY is a file, or awskms://…, gcpkms://…, azurekms://…, hashivault://…. Without the empty configuration, cosign would also write to Sigstore’s public log.",
  }];
}

function goTuf({ algorithm, bytesFile, signatureFile, role }: SigningJob): readonly ExternalCommand[] {
  // Names that a shell reads as they are; and metadata alone, which this tool parses before it signs.
  if (algorithm !== "ed25519" || role === undefined || !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(role)) return [];
  return [{
    id: "gotuf",
    tool: "go-tuf 0.7, its key store",
    command: `tuf sign-payload --role=${role} ${bytesFile} > ${signatureFile}`,
    note: `Run it in the folder that has keys/${role}.json. It signs with every key of the role that is there; the first one that verifies here is added, the others are brought one by one.`,
  }];
}

/** For tools that hash nothing themselves, or not so much. */
function digestFirst(job: SigningJob): string {
  return `openssl dgst -${hashOf(job.algorithm) ?? "sha256"} -binary -out ${digestFile(job)} ${job.bytesFile} && `;
}

function digestFile({ bytesFile }: SigningJob): string {
  return bytesFile.replace(/\.canonical$/, ".digest");
}

/** As command lines call it; undefined where the algorithm has its own. */
function hashOf(algorithm: KeyAlgorithm): "sha256" | "sha384" | "sha512" | undefined {
  const names = { "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512" } as const satisfies Record<HashName, string>;
  if (isEcdsa(algorithm)) return names[ECDSA[algorithm].hash];
  return isRsa(algorithm) ? names[RSA[algorithm].hash] : undefined;
}

const DRAFT_NOTE = "TAP 21 is a draft: what is signed is not the document but a mark and its SHA-512, which the first command writes. It needs a shell with printf.";

/** Source: TAP 21, version 1. */
function makeDraftMessage(job: SigningJob): string {
  return `(printf 'tuf\\001'; openssl dgst -sha512 -binary ${job.bytesFile}) > ${draftMessageFile(job)}`;
}

function draftMessageFile({ bytesFile }: SigningJob): string {
  return bytesFile.replace(/\.canonical$/, ".tap21");
}
