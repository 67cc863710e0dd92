import { decodeUtf8, equalBytes, utf8, type Bytes } from "../../lib/bytes.ts";
import { fail, ok, type Result } from "../../lib/result.ts";
import { uncompressedPoint } from "../../crypto/ecdsa-signature.ts";
import type { Watch } from "../keyring.ts";
import type { SealingTools } from "../passphrase-key.ts";
import type { PrivateSecret } from "../private-secret.ts";
import { publicPart } from "../private-key.ts";
import type { KdfFault } from "../scrypt.ts";
import { fromHexBytes, trimmed } from "./hex-bytes.ts";
import { readJsonKeys } from "./json-keys.ts";
import type { KeyFileFault, KeyFileFormat } from "./key-file-fault.ts";
import { readOpenSsh } from "./openssh.ts";
import { decryptPrivateKeyInfo } from "./pbes2.ts";
import { isPem, readPrivatePem, type PrivateBlock } from "./pem.ts";
import { readPemContent, readPrivateKeyInfo, type FiledKey } from "./private-key-info.ts";
import { isSecuresystemslib, readSecuresystemslib } from "./securesystemslib.ts";

export interface OpenedKeyFile {
  /** The caller wipes it. */
  readonly secret: PrivateSecret;
  readonly format: KeyFileFormat;
  readonly wasEncrypted: boolean;
}

interface Found {
  readonly format: KeyFileFormat;
  readonly wasEncrypted: boolean;
  readonly key: FiledKey;
}

type Fault = KeyFileFault | KdfFault;

/** Far above any key that is accepted here; a wrong file of hundreds of megabytes is refused at once. */
const MAX_FILE_BYTES = 64 * 1024;
const OPENING_BRACE = 0x7b;
const OPENING_BRACKET = 0x5b;
/** How a file of OpenSSH's public half begins. */
const SSH_PUBLIC = /^(ssh-|ecdsa-sha2-|sk-(ssh|ecdsa)-)/;
/** Hex of 32 bytes. */
const SEED_DIGITS = 64;

/** The one private key of a file in whatever form, with its halves compared. Overwrites parts of the file; the caller wipes it, and the passphrase. */
export async function openKeyFile(tools: SealingTools, file: Bytes, passphrase: Bytes | undefined, watch: Watch): Promise<Result<OpenedKeyFile, Fault>> {
  if (file.length > MAX_FILE_BYTES) return fail({ kind: "key-file-too-large", limitBytes: MAX_FILE_BYTES });
  const content = trimmed(file);
  if (content.length === 0) return fail({ kind: "key-file-empty" });
  const passphrases = passphrase === undefined ? [] : formsOf(passphrase);
  try {
    const found = await find(tools, content, passphrases, watch);
    if (!found.ok) return found;
    const { format, wasEncrypted, key } = found.value;
    if (halvesFit(key)) return ok({ secret: key.secret, format, wasEncrypted });
    key.secret.secret.fill(0);
    return fail({ kind: "key-file-halves-differ", format });
  } finally {
    for (const form of passphrases) form.fill(0);
  }
}

async function find(tools: SealingTools, content: Bytes, passphrases: readonly Bytes[], watch: Watch): Promise<Result<Found, Fault>> {
  if (content[0] === OPENING_BRACE || content[0] === OPENING_BRACKET) {
    const keys = await readJsonKeys(tools, content, passphrases, watch);
    return keys.ok ? ok({ format: keys.value.format, wasEncrypted: keys.value.wasEncrypted, key: keys.value }) : keys;
  }
  if (isPem(content)) {
    const block = readPrivatePem(content);
    if (!block.ok) return block;
    try {
      return await readBlock(tools, block.value, passphrases, watch);
    } finally {
      block.value.content.fill(0);
    }
  }
  if (isSecuresystemslib(content)) return asFound("securesystemslib", true, await readSecuresystemslib(tools.subtle, content, passphrases, watch));
  const seed = content.length === SEED_DIGITS ? fromHexBytes(content) : undefined;
  if (SSH_PUBLIC.test(String.fromCharCode(...content.subarray(0, 16)))) return fail({ kind: "key-file-public" });
  return seed === undefined ? fail({ kind: "key-file-unrecognised" }) : asFound("seed", false, ok({ secret: { algorithm: "ed25519", secret: seed }, stated: [] }));
}

async function readBlock(tools: SealingTools, { label, format, content }: PrivateBlock, passphrases: readonly Bytes[], watch: Watch): Promise<Result<Found, Fault>> {
  if (label === "OPENSSH PRIVATE KEY") {
    const key = await readOpenSsh(content, passphrases);
    return key.ok ? ok({ format, wasEncrypted: key.value.wasEncrypted, key: key.value }) : key;
  }
  if (label !== "ENCRYPTED PRIVATE KEY") return asFound(format, false, readPemContent(label, content));
  const info = await decryptPrivateKeyInfo(tools, content, passphrases, watch);
  if (!info.ok) return info;
  try {
    return asFound(format, true, readPrivateKeyInfo(info.value));
  } finally {
    info.value.fill(0);
  }
}

function asFound(format: KeyFileFormat, wasEncrypted: boolean, key: Result<FiledKey, Fault>): Result<Found, Fault> {
  return key.ok ? ok({ format, wasEncrypted, key: key.value }) : key;
}

/** As typed, and as this app would have taken it. */
function formsOf(passphrase: Bytes): readonly Bytes[] {
  const typed = passphrase.slice();
  const text = decodeUtf8(passphrase);
  const normal = text === undefined ? typed : utf8(text.normalize("NFKC"));
  return equalBytes(typed, normal) ? [typed] : [typed, normal];
}

/** What no curve has is left to whoever imports it. */
function halvesFit({ secret, stated }: FiledKey): boolean {
  const computed = secret.algorithm === "rsa-pss-sha256" ? secret.spki : publicPart(secret);
  if (computed === undefined) return true;
  const isPoint = secret.algorithm === "ecdsa-p256" || secret.algorithm === "ecdsa-p384";
  return stated.every((one) => equalBytes(computed, (isPoint ? uncompressedPoint(secret.algorithm, one) : undefined) ?? one));
}
