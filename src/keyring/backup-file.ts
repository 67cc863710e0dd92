import { concatBytes, equalBytes, utf8, type Bytes } from "../lib/bytes.ts";
import { toBase64 } from "../lib/base64.ts";
import { fromHex } from "../lib/hex.ts";
import { fail, ok, type Result } from "../lib/result.ts";
import type { ScryptCost } from "./keyring-entry.ts";
import type { KeyringFault } from "./keyring-fault.ts";
import type { Watch } from "./keyring.ts";
import type { SealingTools } from "./passphrase-key.ts";
import { readPkcs8, type PrivateScalar } from "./pkcs8.ts";
import { readEncryptedPem } from "./private-pem.ts";
import { scryptCost } from "./scrypt.ts";

// A backup is an encrypted PKCS#8 file (RFC 5958, 3) of one fixed layout: PBES2 with scrypt and AES-256-CBC. Every part
// has a fixed length, so the layout is a constant with holes. It opens with `openssl pkey`.

const SALT_LENGTH = 16;
const IV_LENGTH = 16;
/** AES-CBC pads to whole blocks: PKCS#8 of Ed25519 has 48 bytes and of P-256 138. */
const CIPHERTEXT_LENGTHS: readonly number[] = [64, 144];

/** The caller wipes `pkcs8`. Shape of the result: PEM. */
export async function writeBackup({ subtle, kdf, random }: SealingTools, pkcs8: Bytes, passphrase: Bytes, watch: Watch): Promise<Result<Bytes, KeyringFault>> {
  const [salt, iv] = [random(SALT_LENGTH), random(IV_LENGTH)];
  const derived = await kdf.derive(passphrase, salt, kdf.backupCost, watch);
  if (!derived.ok) return derived;
  const key = await cbcKey(subtle, derived.value, "encrypt");
  const ciphertext = new Uint8Array(await subtle.encrypt({ name: "AES-CBC", iv }, key, pkcs8));
  return ok(pemOf(concatBytes(layoutOf({ cost: kdf.backupCost, salt, iv, ciphertext }), ciphertext)));
}

/** Reads what `writeBackup` wrote, and hands the secret over while it lives; it is wiped when `work` settles. */
export async function openBackup<T>(
  { subtle, kdf }: SealingTools,
  file: Bytes,
  passphrase: Bytes,
  watch: Watch,
  work: (scalar: PrivateScalar) => Promise<Result<T, KeyringFault>>,
): Promise<Result<T, KeyringFault>> {
  const der = readEncryptedPem(file);
  if (!der.ok) return der;
  const parts = readLayout(der.value);
  if (parts === undefined) return fail({ kind: "backup-unreadable" });
  const derived = await kdf.derive(passphrase, parts.salt, parts.cost, watch);
  if (!derived.ok) return derived;
  const pkcs8 = await decrypt(subtle, await cbcKey(subtle, derived.value, "decrypt"), parts);
  if (pkcs8 === undefined) return fail({ kind: "backup-does-not-open" });
  try {
    const scalar = readPkcs8(pkcs8); // wrong padding is found in all but one of 256 cases; this finds the others
    return scalar.ok ? await work(scalar.value) : fail({ kind: "backup-does-not-open" });
  } finally {
    pkcs8.fill(0);
  }
}

interface BackupParts {
  readonly cost: ScryptCost;
  readonly salt: Bytes;
  readonly iv: Bytes;
  readonly ciphertext: Bytes;
}

/** Where the holes of the layout are. Units: bytes from its start. */
const HOLES = { salt: 35, n: 53, r: 57, p: 60, iv: 76 } as const;

/** All up to the ciphertext: EncryptedPrivateKeyInfo { PBES2 { scrypt { salt, n, r, p }, aes256-CBC { iv } } }. */
function layoutOf({ cost, salt, iv, ciphertext }: BackupParts): Bytes {
  const [outer, inner] = ciphertext.length < 0x80 ? ["30819b", "0440"] : ["3081ec", "048190"];
  const number = (value: number, digits: number): string => value.toString(16).padStart(digits, "0");
  const scrypt = `0202${number(cost.n, 4)}0201${number(cost.r, 2)}0201${number(cost.p, 2)}`;
  return concatBytes(
    hexBytes(`${outer}305706092a864886f70d01050d304a302906092b06010401da47040b301c0410`),
    salt,
    hexBytes(`${scrypt}301d060960864801650304012a0410`),
    iv,
    hexBytes(inner),
  );
}

/** Undefined for whatever is not this very layout: the parts that are read must make it again. */
function readLayout(der: Bytes): BackupParts | undefined {
  for (const length of CIPHERTEXT_LENGTHS) {
    const at = der.length - length;
    const n = (der[HOLES.n] ?? 0) * 256 + (der[HOLES.n + 1] ?? 0);
    const parts: BackupParts = {
      cost: scryptCost(n, der[HOLES.r] ?? 0, der[HOLES.p] ?? 0),
      salt: der.slice(HOLES.salt, HOLES.salt + SALT_LENGTH),
      iv: der.slice(HOLES.iv, HOLES.iv + IV_LENGTH),
      ciphertext: der.slice(Math.max(at, 0)),
    };
    if (at > 0 && isAllowed(parts.cost) && equalBytes(layoutOf(parts), der.subarray(0, at))) return parts;
  }
  return undefined;
}

/** What a file may ask of this machine: 16 MiB, and four times the lanes of ours. */
function isAllowed({ n, r, p }: ScryptCost): boolean {
  return n >= 256 && n <= 2 ** 14 && Number.isInteger(Math.log2(n)) && r === 8 && p >= 1 && p <= 64;
}

async function cbcKey(subtle: SubtleCrypto, bytes: Bytes, use: "encrypt" | "decrypt"): Promise<CryptoKey> {
  try {
    return await subtle.importKey("raw", bytes, "AES-CBC", false, [use]);
  } finally {
    bytes.fill(0);
  }
}

async function decrypt(subtle: SubtleCrypto, key: CryptoKey, { iv, ciphertext }: BackupParts): Promise<Bytes | undefined> {
  try {
    return new Uint8Array(await subtle.decrypt({ name: "AES-CBC", iv }, key, ciphertext));
  } catch (error) {
    if (error instanceof DOMException && error.name === "OperationError") return undefined; // the padding does not fit
    throw error;
  }
}

function pemOf(der: Bytes): Bytes {
  const lines = toBase64(der).match(/.{1,64}/g) ?? [];
  return utf8(`-----BEGIN ENCRYPTED PRIVATE KEY-----\n${lines.join("\n")}\n-----END ENCRYPTED PRIVATE KEY-----\n`);
}

function hexBytes(hex: string): Bytes {
  const bytes = fromHex(hex);
  if (bytes === undefined) throw new Error("a constant of this file is not hex");
  return bytes;
}
