import { cbc } from "@noble/ciphers/aes.js";
import { Integer, ObjectIdentifier, OctetString, Sequence } from "asn1js";
import type { Bytes } from "../../lib/bytes.ts";
import { fail, ok, type Result } from "../../lib/result.ts";
import type { ScryptCost } from "../keyring-entry.ts";
import type { Watch } from "../keyring.ts";
import { scryptCost, type KdfFault } from "../scrypt.ts";
import type { SealingTools } from "../passphrase-key.ts";
import { at, readDer, type Der } from "./der.ts";
import { derivePbkdf2, isAffordable, type Pbkdf2Hash } from "./file-kdf.ts";
import type { KeyFileFault } from "./key-file-fault.ts";

// EncryptedPrivateKeyInfo under PBES2, which is what OpenSSL 3 and python-cryptography write, and what is written here.
// Source: RFC 5958, 3; RFC 8018, 6.2 and A.2; RFC 7914, 7.

const PBES2 = "1.2.840.113549.1.5.13";
const PBKDF2 = "1.2.840.113549.1.5.12";
const SCRYPT = "1.3.6.1.4.1.11591.4.11";
const AES_256_CBC = "2.16.840.1.101.3.4.1.42";

/** Units: bytes of key. */
const CIPHERS: ReadonlyMap<string, number> = new Map([["2.16.840.1.101.3.4.1.2", 16], ["2.16.840.1.101.3.4.1.22", 24], [AES_256_CBC, 32]]);
const HASHES: ReadonlyMap<string, Pbkdf2Hash> = new Map([
  ["1.2.840.113549.2.7", "SHA-1"],
  ["1.2.840.113549.2.9", "SHA-256"],
  ["1.2.840.113549.2.10", "SHA-384"],
  ["1.2.840.113549.2.11", "SHA-512"],
]);
/** What a PRF that is left out means. */
const DEFAULT_HASH = "1.2.840.113549.2.7";
const OTHERS: ReadonlyMap<string, string> = new Map([
  ["1.2.840.113549.1.5.3", "PBES1 with MD5 and DES"],
  ["1.2.840.113549.1.5.10", "PBES1 with SHA-1 and DES"],
  ["1.2.840.113549.1.12.1.3", "PKCS#12 with 3DES"],
  ["1.2.840.113549.1.12.1.6", "PKCS#12 with RC2"],
  ["1.2.840.113549.3.7", "3DES"],
  ["1.3.14.3.2.7", "DES"],
  ["1.2.840.113549.3.2", "RC2"],
]);

const BLOCK_LENGTH = 16;
const SALT_LENGTH = 16;

type Kdf = { readonly kind: "pbkdf2"; readonly hash: Pbkdf2Hash; readonly iterations: number } | ({ readonly kind: "scrypt" } & ScryptCost);

interface EncryptedKey {
  readonly kdf: Kdf;
  readonly salt: Bytes;
  readonly keyLength: number;
  readonly iv: Bytes;
  readonly ciphertext: Bytes;
}

/** The PrivateKeyInfo inside, which the caller wipes. Tries each passphrase. */
export async function decryptPrivateKeyInfo(tools: SealingTools, der: Bytes, passphrases: readonly Bytes[], watch: Watch): Promise<Result<Bytes, KeyFileFault | KdfFault>> {
  const parts = readDer(der, readParts);
  if (parts === undefined) return fail({ kind: "key-file-damaged", format: "pkcs8", why: "structure" });
  if (!parts.ok) return parts;
  if (passphrases.length === 0) return fail({ kind: "key-file-needs-passphrase", format: "pkcs8" });
  for (const passphrase of passphrases) {
    const key = await derive(tools, parts.value, passphrase, watch);
    if (!key.ok) return key;
    const decrypted = decrypt(parts.value, key.value);
    if (decrypted !== undefined) return ok(decrypted);
  }
  return fail({ kind: "key-file-passphrase-wrong", format: "pkcs8" });
}

/** Under scrypt and AES-256-CBC. The caller wipes the PrivateKeyInfo. */
export async function encryptPrivateKeyInfo({ kdf, random }: SealingTools, info: Bytes, passphrase: Bytes, watch: Watch): Promise<Result<Bytes, KdfFault>> {
  const [salt, iv] = [random(SALT_LENGTH), random(BLOCK_LENGTH)];
  const key = await kdf.derive(passphrase, salt, kdf.backupCost, watch);
  if (!key.ok) return key;
  const ciphertext = new Uint8Array(cbc(key.value, iv).encrypt(info));
  key.value.fill(0);
  return ok(writeParts(kdf.backupCost, salt, iv, ciphertext));
}

function readParts(root: Der): Result<EncryptedKey, KeyFileFault> {
  const [algorithm, data] = [at(root.sequence(), 0).sequence(), at(root.sequence(), 1)];
  const scheme = at(algorithm, 0).oid();
  if (scheme !== PBES2) return unsupported(scheme);
  const parameters = at(algorithm, 1).sequence();
  const cipher = at(parameters, 1).sequence();
  const keyLength = CIPHERS.get(at(cipher, 0).oid());
  if (keyLength === undefined) return unsupported(at(cipher, 0).oid());
  const kdf = readKdf(at(parameters, 0));
  if (!kdf.ok) return kdf;
  const [iv, ciphertext] = [at(cipher, 1).octets(), data.octets()];
  if (iv.length !== BLOCK_LENGTH || ciphertext.length === 0 || ciphertext.length % BLOCK_LENGTH !== 0) return fail({ kind: "key-file-damaged", format: "pkcs8", why: "structure" });
  return ok({ ...kdf.value, keyLength, iv, ciphertext });
}

function readKdf(node: Der): Result<{ readonly kdf: Kdf; readonly salt: Bytes }, KeyFileFault> {
  const [name, values] = [at(node.sequence(), 0).oid(), at(node.sequence(), 1)];
  const [salt, ...numbers] = values.sequence();
  if (name === SCRYPT && salt !== undefined) {
    const cost = scryptCost(at(numbers, 0).count(), at(numbers, 1).count(), at(numbers, 2).count());
    const affordable = isAffordable("pkcs8", cost);
    return affordable.ok ? ok({ kdf: { kind: "scrypt", ...cost }, salt: salt.octets() }) : affordable;
  }
  if (name !== PBKDF2 || salt === undefined) return unsupported(name);
  const iterations = at(numbers, 0).count();
  // A key length may stand before the PRF; the cipher says it too.
  const prf = numbers.slice(1).find((item) => !item.isInteger());
  const hash = HASHES.get(prf === undefined ? DEFAULT_HASH : at(prf.sequence(), 0).oid());
  if (hash === undefined) return unsupported(`PBKDF2 with ${prf === undefined ? "" : at(prf.sequence(), 0).oid()}`);
  const affordable = isAffordable("pkcs8", { iterations });
  return affordable.ok ? ok({ kdf: { kind: "pbkdf2", hash, iterations }, salt: salt.octets() }) : affordable;
}

async function derive({ subtle, kdf }: SealingTools, parts: EncryptedKey, passphrase: Bytes, watch: Watch): Promise<Result<Bytes, KdfFault>> {
  if (parts.kdf.kind === "pbkdf2") return derivePbkdf2(subtle, { ...parts.kdf, salt: parts.salt, length: parts.keyLength }, passphrase, watch);
  const key = await kdf.derive(passphrase, parts.salt, parts.kdf, watch);
  if (!key.ok) return key;
  key.value.fill(0, parts.keyLength);
  return ok(key.value.subarray(0, parts.keyLength)); // a shorter key is the beginning of a longer one: PBKDF2 ends scrypt
}

/** Wipes the key. Undefined when another one is wanted. */
function decrypt({ iv, ciphertext }: EncryptedKey, key: Bytes): Bytes | undefined {
  const decrypted = withoutPadding(key, iv, ciphertext);
  key.fill(0);
  // Under a wrong key the padding fits by chance once in 256 times, and then this finds it.
  if (decrypted === undefined || readDer(decrypted, (root) => root.sequence().length > 0) === true) return decrypted;
  decrypted.fill(0);
  return undefined;
}

function withoutPadding(key: Bytes, iv: Bytes, ciphertext: Bytes): Bytes | undefined {
  try {
    return new Uint8Array(cbc(key, iv).decrypt(ciphertext));
  } catch {
    return undefined; // the lengths were checked, so it is the padding
  }
}

function writeParts({ n, r, p }: ScryptCost, salt: Bytes, iv: Bytes, ciphertext: Bytes): Bytes {
  const sequence = (...value: (Sequence | ObjectIdentifier | OctetString | Integer)[]): Sequence => new Sequence({ value });
  const oid = (value: string): ObjectIdentifier => new ObjectIdentifier({ value });
  const octets = (bytes: Bytes): OctetString => new OctetString({ valueHex: bytes.slice().buffer });
  const integer = (value: number): Integer => Integer.fromBigInt(BigInt(value));
  const kdf = sequence(oid(SCRYPT), sequence(octets(salt), integer(n), integer(r), integer(p)));
  const encryption = sequence(oid(AES_256_CBC), octets(iv));
  return new Uint8Array(sequence(sequence(oid(PBES2), sequence(kdf, encryption)), octets(ciphertext)).toBER());
}

function unsupported(name: string): Result<never, KeyFileFault> {
  return fail({ kind: "key-file-protection-unsupported", format: "pkcs8", found: OTHERS.get(name) ?? (/^[\d.]+$/.test(name) ? `object identifier ${name}` : name) });
}
