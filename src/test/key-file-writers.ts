import { createCipheriv, createHmac, createPublicKey, pbkdf2Sync, randomBytes, scryptSync, type KeyObject } from "node:crypto";
import { Integer, ObjectIdentifier, OctetString, Sequence } from "asn1js";
import bcrypt from "bcrypt-pbkdf";
import { secretbox } from "@noble/ciphers/salsa.js";

// What other tools write, made anew of a throw-away key: unit tests hold no file of theirs. The tools themselves are asked in e2e/interop.

/** Ed25519 or ECDSA, as JWK has it. */
interface Parts {
  readonly crv: string;
  readonly secret: Buffer;
  readonly publicKey: Buffer;
}

function partsOf(key: KeyObject): Parts {
  const { crv = "", d = "", x = "", y } = key.export({ format: "jwk" });
  const [secret, first] = [Buffer.from(d, "base64url"), Buffer.from(x, "base64url")];
  return { crv, secret, publicKey: y === undefined ? first : Buffer.concat([Buffer.from([4]), first, Buffer.from(y, "base64url")]) };
}

const length = (n: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(n);
  return bytes;
};
const string = (value: Buffer | string): Buffer => Buffer.concat([length(Buffer.byteLength(value)), Buffer.from(value)]);
/** An integer in as few bytes as it takes, never looking negative. */
const mpint = (value: Buffer): Buffer => {
  const digits = value.subarray(value.findIndex((byte) => byte !== 0));
  return string((digits[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), digits]) : digits);
};

export interface SshOptions {
  readonly passphrase?: string;
  readonly cipher?: "aes128-ctr" | "aes192-ctr" | "aes256-ctr" | "aes128-cbc" | "aes256-cbc" | "aes256-gcm@openssh.com";
  readonly rounds?: number;
  /** Names this public part instead of the key's own. */
  readonly publicOf?: KeyObject;
  /** What the file says of itself, which is then not so. */
  readonly claims?: { readonly cipher?: string; readonly rounds?: number; readonly keys?: number; readonly padding?: number };
}

/** Source: PROTOCOL.key of OpenSSH. */
export function writeOpenSsh(key: KeyObject, { passphrase, cipher = "aes256-ctr", rounds = 1, publicOf = key, claims = {} }: SshOptions = {}): string {
  const [{ crv, secret }, { publicKey }] = [partsOf(key), partsOf(publicOf)];
  const curve = crv === "P-256" ? "nistp256" : "nistp384";
  const type = crv === "Ed25519" ? "ssh-ed25519" : `ecdsa-sha2-${curve}`;
  const blob = crv === "Ed25519" ? string(publicKey) : Buffer.concat([string(curve), string(publicKey)]);
  const fields = crv === "Ed25519" ? Buffer.concat([blob, string(Buffer.concat([secret, publicKey]))]) : Buffer.concat([blob, mpint(secret)]);
  const check = randomBytes(4);
  const open = Buffer.concat([check, check, string(type), fields, string("a comment")]);
  const padded = Buffer.concat([open, Buffer.from(Array.from({ length: (16 - (open.length % 16)) % 16 }, (_, i) => claims.padding ?? i + 1))]);
  const salt = randomBytes(16);
  const encrypted = passphrase === undefined ? padded : encryptAsSsh(padded, passphrase, cipher, salt, rounds);
  const [tagLength, options] = [passphrase !== undefined && cipher.includes("gcm") ? 16 : 0, passphrase === undefined ? Buffer.alloc(0) : Buffer.concat([string(salt), length(claims.rounds ?? rounds)])];
  const names = passphrase === undefined ? (["none", "none"] as const) : ([claims.cipher ?? cipher, "bcrypt"] as const);
  const bytes = Buffer.concat([
    Buffer.from("openssh-key-v1\0"), string(names[0]), string(names[1]), string(options), length(claims.keys ?? 1), string(Buffer.concat([string(type), blob])),
    string(encrypted.subarray(0, encrypted.length - tagLength)), encrypted.subarray(encrypted.length - tagLength),
  ]);
  return armour("OPENSSH PRIVATE KEY", bytes, 70);
}

function encryptAsSsh(bytes: Buffer, passphrase: string, name: NonNullable<SshOptions["cipher"]>, salt: Buffer, rounds: number): Buffer {
  const [keyLength, ivLength] = [Number(/\d+/.exec(name)?.[0]) / 8, name.includes("gcm") ? 12 : 16];
  const derived = Buffer.alloc(keyLength + ivLength);
  bcrypt.pbkdf(Buffer.from(passphrase), Buffer.byteLength(passphrase), salt, salt.length, derived, derived.length, rounds);
  const cipher = createCipheriv(name.replace(/^aes(\d+)-(\w+).*/, "aes-$1-$2"), derived.subarray(0, keyLength), derived.subarray(keyLength));
  cipher.setAutoPadding?.(false);
  const encrypted = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return name.includes("gcm") ? Buffer.concat([encrypted, (cipher as unknown as { readonly getAuthTag: () => Buffer }).getAuthTag()]) : encrypted; // of GCM alone
}

/** One key object of TUF with its private part. Of Ed25519, go-tuf writes the public part behind the seed. */
function keyObject(key: KeyObject, style: "go-tuf" | "securesystemslib"): object {
  const spki = createPublicKey(key).export({ type: "spki", format: "pem" }).toString();
  if (key.asymmetricKeyType === "rsa") return { keytype: "rsa", scheme: "rsassa-pss-sha256", keyval: { private: key.export({ type: "pkcs1", format: "pem" }).toString(), public: spki } };
  if (key.asymmetricKeyType === "ec") return { keytype: "ecdsa", scheme: "ecdsa-sha2-nistp256", keyval: { private: key.export({ type: "sec1", format: "pem" }).toString(), public: spki } };
  const { secret, publicKey } = partsOf(key);
  const tail = style === "go-tuf" ? publicKey.toString("hex") : "";
  return { keytype: "ed25519", scheme: "ed25519", keyid_hash_algorithms: ["sha256", "sha512"], keyval: { public: publicKey.toString("hex"), private: secret.toString("hex") + tail } };
}

/** Source: go-tuf 0.7, `local_store.go`; go-securesystemslib, `encrypted`. */
export function writeGoTuf(keys: readonly KeyObject[], passphrase?: string, n = 256): string {
  const objects = keys.map((key) => keyObject(key, "go-tuf"));
  if (passphrase === undefined) return `${JSON.stringify({ encrypted: false, data: objects }, null, "\t")}\n`;
  const [salt, nonce] = [randomBytes(32), randomBytes(24)];
  const box = secretbox(scryptSync(passphrase, salt, 32, { N: n, r: 8, p: 1, maxmem: 2 ** 28 }), nonce).seal(Buffer.from(JSON.stringify(objects, null, "\t")));
  const data = { kdf: { name: "scrypt", params: { N: n, r: 8, p: 1 }, salt: salt.toString("base64") }, cipher: { name: "nacl/secretbox", nonce: nonce.toString("base64") }, ciphertext: Buffer.from(box).toString("base64") };
  return `${JSON.stringify({ encrypted: true, data }, null, "\t")}\n`;
}

/** Source: securesystemslib 0.31, `interface.py` and `rsa_keys.py`. */
export function writeSecuresystemslib(key: KeyObject, passphrase?: string, iterations = 1000): string {
  const json = JSON.stringify(keyObject(key, "securesystemslib"));
  if (passphrase === undefined) return json;
  const [salt, counter] = [randomBytes(16), randomBytes(16)];
  const derived = pbkdf2Sync(passphrase, salt, iterations, 32, "sha256");
  const cipher = createCipheriv("aes-256-ctr", derived, counter);
  const ciphertext = Buffer.concat([cipher.update(json), cipher.final()]);
  const mac = createHmac("sha256", derived).update(ciphertext).digest("hex");
  return [salt.toString("hex"), iterations, mac, counter.toString("hex"), ciphertext.toString("hex")].join("@@@@");
}

/** Encrypted PKCS#8 that asks for this derivation, and holds nothing. Source: RFC 8018, A.2; RFC 7914, 7. */
export function claimPbes2(kdf: { readonly iterations: number; readonly prf?: string } | { readonly n: number; readonly r: number; readonly p: number }): string {
  const sequence = (...value: (Sequence | ObjectIdentifier | OctetString | Integer)[]): Sequence => new Sequence({ value });
  const oid = (value: string): ObjectIdentifier => new ObjectIdentifier({ value });
  const octets = (length: number): OctetString => new OctetString({ valueHex: new Uint8Array(length).fill(1).buffer });
  const integers = (...all: readonly number[]): Integer[] => all.map((value) => Integer.fromBigInt(BigInt(value)));
  const derivation = "iterations" in kdf
    ? sequence(oid("1.2.840.113549.1.5.12"), sequence(octets(16), ...integers(kdf.iterations), ...(kdf.prf === undefined ? [] : [sequence(oid(kdf.prf))])))
    : sequence(oid("1.3.6.1.4.1.11591.4.11"), sequence(octets(16), ...integers(kdf.n, kdf.r, kdf.p)));
  const scheme = sequence(oid("1.2.840.113549.1.5.13"), sequence(derivation, sequence(oid("2.16.840.1.101.3.4.1.42"), octets(16))));
  return armour("ENCRYPTED PRIVATE KEY", new Uint8Array(sequence(scheme, octets(64)).toBER()));
}

export function armour(label: string, bytes: Uint8Array, width = 64): string {
  const lines = Buffer.from(bytes).toString("base64").match(new RegExp(`.{1,${width}}`, "g")) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}
