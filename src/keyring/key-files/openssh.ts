import { cbc, ctr, gcm } from "@noble/ciphers/aes.js";
import { concatBytes, equalBytes, utf8, type Bytes } from "../../lib/bytes.ts";
import { fail, ok, type Result } from "../../lib/result.ts";
import { SECRET_LENGTH, type PrivateScalar } from "../private-secret.ts";
import { ByteReader } from "./byte-reader.ts";
import { isAffordable } from "./file-kdf.ts";
import type { KeyFileFault } from "./key-file-fault.ts";
import type { FiledKey } from "./private-key-info.ts";

// What ssh-keygen writes. Source: PROTOCOL.key of OpenSSH.

const MAGIC = utf8("openssh-key-v1\0");

interface Cipher {
  /** Units: bytes. */
  readonly keyLength: number;
  readonly ivLength: number;
  /** Of authenticated encryption; its tag follows the ciphertext. */
  readonly tagLength: number;
  readonly blockLength: number;
  readonly decrypt: (key: Uint8Array, iv: Uint8Array, bytes: Uint8Array) => Uint8Array;
}

const inCtr = (keyLength: number): Cipher => ({ keyLength, ivLength: 16, tagLength: 0, blockLength: 16, decrypt: (key, iv, bytes) => ctr(key, iv).decrypt(bytes) });
const inCbc = (keyLength: number): Cipher => ({ keyLength, ivLength: 16, tagLength: 0, blockLength: 16, decrypt: (key, iv, bytes) => cbc(key, iv, { disablePadding: true }).decrypt(bytes) });
const inGcm = (keyLength: number): Cipher => ({ keyLength, ivLength: 12, tagLength: 16, blockLength: 16, decrypt: (key, iv, bytes) => gcm(key, iv).decrypt(bytes) });

const CIPHERS: ReadonlyMap<string, Cipher> = new Map([
  ["aes128-ctr", inCtr(16)],
  ["aes192-ctr", inCtr(24)],
  ["aes256-ctr", inCtr(32)],
  ["aes128-cbc", inCbc(16)],
  ["aes192-cbc", inCbc(24)],
  ["aes256-cbc", inCbc(32)],
  ["aes128-gcm@openssh.com", inGcm(16)],
  ["aes256-gcm@openssh.com", inGcm(32)],
]);

const CURVES: ReadonlyMap<string, PrivateScalar["algorithm"]> = new Map([["nistp256", "ecdsa-p256"], ["nistp384", "ecdsa-p384"]]);

/** The caller wipes the bytes, the passphrases and the secret. Tries each passphrase. */
export async function readOpenSsh(content: Bytes, passphrases: readonly Bytes[]): Promise<Result<FiledKey & { readonly wasEncrypted: boolean }, KeyFileFault>> {
  const reader = new ByteReader(content);
  const magic = reader.take(MAGIC.length);
  const [cipherName, kdfName, options, count] = [reader.text(), reader.text(), reader.string(), reader.number()];
  if (magic === undefined || !equalBytes(magic, MAGIC) || cipherName === undefined || kdfName === undefined || options === undefined) return damaged;
  if (count !== 1) return count === undefined ? damaged : fail({ kind: "key-file-several-keys" });
  const [publicBlob, encrypted] = [reader.string(), reader.string()];
  if (publicBlob === undefined || encrypted === undefined) return damaged;
  if (cipherName === "none") return withForm(readPrivatePart(encrypted) ?? damaged, publicBlob, false);

  const cipher = CIPHERS.get(cipherName);
  if (cipher === undefined) return unsupported(`the cipher ${cipherName}`);
  if (kdfName !== "bcrypt") return unsupported(`the key derivation ${kdfName}`);
  const kdf = new ByteReader(options);
  const [salt, rounds] = [kdf.string(), kdf.number()];
  const tag = reader.take(cipher.tagLength);
  if (salt === undefined || rounds === undefined || tag === undefined || encrypted.length === 0 || encrypted.length % cipher.blockLength !== 0) return damaged;
  const affordable = isAffordable("openssh", { rounds });
  if (!affordable.ok) return affordable;
  if (passphrases.length === 0) return fail({ kind: "key-file-needs-passphrase", format: "openssh" });
  for (const passphrase of passphrases) {
    const opened = await decrypt(cipher, passphrase, salt, rounds, concatBytes(encrypted, tag));
    if (opened !== undefined) return withForm(opened, publicBlob, true);
  }
  return fail({ kind: "key-file-passphrase-wrong", format: "openssh" });
}

/** The public part stands outside as well, in clear: that is what `ssh-keygen -l` shows. */
function withForm(key: Result<FiledKey, KeyFileFault>, publicBlob: Bytes, wasEncrypted: boolean): Result<FiledKey & { readonly wasEncrypted: boolean }, KeyFileFault> {
  if (!key.ok) return key;
  const { secret, stated } = key.value;
  const outside = readPublicBlob(publicBlob);
  if (outside !== undefined) return ok({ secret, stated: [...stated, outside], wasEncrypted });
  secret.secret.fill(0);
  return damaged;
}

function readPublicBlob(blob: Bytes): Bytes | undefined {
  const reader = new ByteReader(blob);
  const [type, next] = [reader.text(), reader.string()]; // of ECDSA, the curve is named before the point
  return (type === "ssh-ed25519" ? next : reader.string())?.slice();
}

/** Undefined when another passphrase is wanted. */
async function decrypt({ keyLength, ivLength, decrypt: open }: Cipher, passphrase: Bytes, salt: Bytes, rounds: number, bytes: Bytes): Promise<Result<FiledKey, KeyFileFault> | undefined> {
  const { default: bcrypt } = await import("bcrypt-pbkdf");
  const derived = new Uint8Array(keyLength + ivLength);
  if (bcrypt.pbkdf(passphrase, passphrase.length, salt, salt.length, derived, derived.length, rounds) !== 0) return undefined; // an empty passphrase or salt
  try {
    const plain = new Uint8Array(open(derived.subarray(0, keyLength), derived.subarray(keyLength), bytes));
    try {
      return readPrivatePart(plain);
    } finally {
      plain.fill(0);
    }
  } catch {
    return undefined; // of authenticated encryption; the lengths were checked
  } finally {
    derived.fill(0);
  }
}

/** Undefined when the two numbers at its beginning differ: it was decrypted under another key. */
function readPrivatePart(plain: Bytes): Result<FiledKey, KeyFileFault> | undefined {
  const reader = new ByteReader(plain);
  const [first, second, type] = [reader.number(), reader.number(), reader.text()];
  if (first === undefined || first !== second) return undefined;
  if (type === undefined) return damaged;
  const key = readKey(type, reader);
  if (!key.ok) return key;
  const comment = reader.string();
  return comment !== undefined && reader.rest().every((byte, index) => byte === index + 1) ? key : damaged;
}

function readKey(type: string, reader: ByteReader): Result<FiledKey, KeyFileFault> {
  if (type === "ssh-ed25519") {
    const [publicKey, both] = [reader.string(), reader.string()];
    if (publicKey === undefined || both?.length !== 64) return damaged;
    return ok({ secret: { algorithm: "ed25519", secret: both.slice(0, 32) }, stated: [publicKey.slice(), both.slice(32)] });
  }
  const algorithm = CURVES.get(/^ecdsa-sha2-(nistp\d+)$/.exec(type)?.[1] ?? "");
  if (algorithm === undefined) return fail({ kind: "key-kind-unsupported", found: `${type} (OpenSSH)` });
  const [curve, point, scalar] = [reader.text(), reader.string(), reader.string()];
  if (curve === undefined || point === undefined || scalar === undefined) return damaged;
  const secret = new Uint8Array(SECRET_LENGTH[algorithm]);
  // An integer in as few bytes as it takes, and one more where it would look negative.
  const digits = scalar[0] === 0 ? scalar.subarray(1) : scalar;
  if (digits.length > secret.length) return damaged;
  secret.set(digits, secret.length - digits.length);
  return ok({ secret: { algorithm, secret }, stated: [point.slice()] });
}

const damaged = fail({ kind: "key-file-damaged", format: "openssh", why: "structure" } as const);

function unsupported(found: string): Result<never, KeyFileFault> {
  return fail({ kind: "key-file-protection-unsupported", format: "openssh", found });
}
