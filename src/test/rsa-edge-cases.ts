import { constants, createHash, createPrivateKey, privateEncrypt, randomBytes } from "node:crypto";
import type { Bytes } from "../lib/bytes.ts";
import { RSA, type HashName } from "../tuf/model/key-algorithm.ts";
import type { NodeKey } from "./node-keys.ts";

/** A signature that only the holder of the key, or somebody who attacks its padding, can make. In the manner of Wycheproof. */
export interface RsaEdgeCase {
  readonly name: string;
  readonly signature: Bytes;
  readonly valid: boolean;
}

type Change = (bytes: Buffer) => Buffer;

/** Put together with Node's hashes and its bare RSA operation alone. */
export function pkcs1EdgeCases(key: NodeKey, message: Uint8Array): readonly RsaEdgeCase[] {
  const { hash, modulus, size } = factsOf(key);
  const digest = digestOf(hash, message);
  const info = digestInfo(hash, digest);
  const em = (content: Buffer, padding = Buffer.alloc(size - content.length - 3, 0xff), type = 1): Buffer => Buffer.concat([Buffer.from([0, type]), padding, Buffer.from([0]), content]);
  const good = em(info);
  const padding = Buffer.alloc(size - info.length - 3, 0xff);
  const withByte = (at: number, value: number): Buffer => replaced(good, at, value);
  const garbage = (before: Buffer): Buffer => Buffer.concat([before, randomBytes(size - before.length)]);
  const encodings: readonly (readonly [string, Buffer, boolean])[] = [
    ["the encoding of RFC 8017", good, true],
    ["a first byte that is not zero", withByte(0, 1), false],
    ["block type 0", em(info, Buffer.alloc(padding.length), 0), false],
    ["block type 2", em(info, Buffer.from(randomBytes(padding.length).map((byte) => byte | 1)), 2), false],
    ["a zero within the padding", withByte(20, 0), false],
    ["a byte of the padding that is not FF", withByte(20, 0xfe), false],
    ["the last byte of the padding that is not FF", withByte(size - info.length - 2, 0xfe), false],
    ["no zero after the padding", withByte(size - info.length - 1, 0xff), false],
    ["eight bytes of padding and garbage after the digest", garbage(Buffer.concat([Buffer.from([0, 1]), Buffer.alloc(8, 0xff), Buffer.from([0]), info])), false],
    ["no padding at all", garbage(Buffer.concat([Buffer.from([0, 1, 0]), info])), false],
    ["a digest that is shifted by one byte", Buffer.concat([good.subarray(0, 2), good.subarray(3), Buffer.alloc(1)]), false],
    ["a DigestInfo without NULL", em(withoutNull(hash, digest)), false],
    ["parameters that are not NULL", em(withParameters(hash, digest, Buffer.from("040100", "hex"))), false],
    ["a NULL that holds something", em(withParameters(hash, digest, Buffer.from("05020000", "hex"))), false],
    ["a length in two bytes where one does (BER)", em(Buffer.concat([Buffer.from([0x30, 0x81, info[1] ?? 0]), info.subarray(2)])), false],
    ["an indefinite length (BER)", em(Buffer.concat([Buffer.from([0x30, 0x80]), info.subarray(2), Buffer.alloc(2)])), false],
    ["a length of the digest in two bytes (BER)", em(sequence(Buffer.concat([info.subarray(2, -digest.length - 1), Buffer.from([0x81, digest.length]), digest]))), false],
    ["bytes after the digest, inside", em(sequence(Buffer.concat([info.subarray(2), Buffer.from([5, 0])]))), false],
    ["bytes after the DigestInfo", em(Buffer.concat([info, Buffer.from([5, 0])])), false],
    ["the name of another hash", em(digestInfo(otherHash(hash), digestOf(otherHash(hash), message))), false],
    ["the name of another hash over this digest", em(replaced(info, 16, (info[16] ?? 0) ^ 3)), false],
    ["a digest cut short", em(digestInfo(hash, digest.subarray(0, -1))), false],
    ["the digest without its DigestInfo", em(digest), false],
    ["the digest of another text", em(digestInfo(hash, digestOf(hash, randomBytes(9)))), false],
  ];
  return [...encodings.map(([name, encoded, valid]) => ({ name, valid, signature: raw(key, encoded) })), ...numberCases(key, raw(key, good), modulus)];
}

export function pssEdgeCases(key: NodeKey, message: Uint8Array): readonly RsaEdgeCase[] {
  const { hash, modulus, bits } = factsOf(key);
  const length = digestOf(hash, message).length;
  const longest = Math.ceil((bits - 1) / 8) - length - 2;
  const parts = { hash, mask: hash, bits, digest: digestOf(hash, message), saltLength: length };
  const em = (how: Partial<PssParts> = {}): Buffer => firstBelow(modulus, () => pssEncoding({ ...parts, ...how }));
  const encodings: readonly (readonly [string, Buffer, boolean])[] = [
    ["a salt as long as the hash", em(), true],
    ["the longest salt that fits", em({ saltLength: longest }), true],
    ["no salt", em({ saltLength: 0 }), false],
    ["a salt of 20 bytes", em({ saltLength: 20 }), false],
    ["a salt one byte too long", em({ saltLength: length + 1 }), false],
    ["a salt one byte short of the longest", em({ saltLength: longest - 1 }), false],
    ["a mask made with SHA-1", em({ mask: "SHA-1" }), false],
    ["a mask made with another hash", em({ mask: otherHash(hash) }), false],
    ["the digest of another hash", em({ digest: digestOf(otherHash(hash), message) }), false],
    ["the digest of another text", em({ digest: digestOf(hash, randomBytes(9)) }), false],
    ["a hash without the eight zeros", em({ zeros: 0 }), false],
    ["another last byte", em({ trailer: 0xcc }), false],
    ["a last byte of zero", em({ trailer: 0 }), false],
    ["a byte before the one that is not zero", em({ change: (db) => replaced(db, 1, 7) }), false],
    ["a two where the one is due", em({ change: (db) => replaced(db, db.indexOf(1), 2) }), false],
    ["nothing but zeros before the salt", em({ change: (db) => replaced(db, db.indexOf(1), 0) }), false],
    ["zeros alone under the mask", em({ change: (db) => Buffer.alloc(db.length) }), false],
    ["a highest bit that is set", em({ topBits: 0x80 }), false],
    ["the mask left away", em({ mask: undefined }), false],
  ];
  return [...encodings.map(([name, encoded, valid]) => ({ name, valid, signature: raw(key, encoded) })), ...numberCases(key, raw(key, em()), modulus)];
}

/** What can be done to a good signature as a number, whatever its padding. */
function numberCases(key: NodeKey, good: Bytes, modulus: bigint): readonly RsaEdgeCase[] {
  const size = good.length;
  const number = (value: bigint, lengthBytes = size): Bytes => new Uint8Array(Buffer.from(value.toString(16).padStart(2 * lengthBytes, "0"), "hex"));
  const s = BigInt(`0x${Buffer.from(good).toString("hex")}`);
  const larger = s + modulus;
  const bad: readonly (readonly [string, Bytes])[] = [
    ["zero", number(0n)],
    ["one", number(1n)],
    ["the modulus", number(modulus)],
    ["the modulus less one", number(modulus - 1n)],
    ["the modulus less the signature", number(modulus - s)],
    ["all bits set", new Uint8Array(size).fill(0xff)],
    ["a signature above the modulus", larger < 1n << BigInt(8 * size) ? number(larger) : new Uint8Array(size).fill(0xff)],
    ["a signature above the modulus, one byte longer", number(larger, size + 1)],
    ["a zero before the signature", number(s, size + 1)],
    ["a zero after the signature", new Uint8Array([...good, 0])],
    ["the signature without its last byte", good.subarray(0, -1)],
    ["no bytes", new Uint8Array()],
    ["the signature read backwards", good.toReversed()],
  ];
  return bad.map(([name, signature]) => ({ name, signature, valid: false }));
}

/** A good signature that begins with a zero byte: valid whole, and not without that byte. */
export function signatureWithLeadingZero(sign: (i: number) => { readonly message: Uint8Array; readonly signature: Bytes }): { readonly message: Uint8Array; readonly signature: Bytes } {
  for (let i = 0; i < 20_000; i++) {
    const made = sign(i);
    if (made.signature[0] === 0) return made;
  }
  throw new Error("one signature in 256 begins with a zero");
}

/** Bleichenbacher's: with an exponent of three, a cube root of good bytes before free ones, made without the private key. */
export function cubeRootForgery(key: NodeKey, message: Uint8Array): Bytes {
  const { hash, size } = factsOf(key);
  const start = Buffer.concat([Buffer.from([0, 1]), Buffer.alloc(8, 0xff), Buffer.from([0]), digestInfo(hash, digestOf(hash, message))]);
  const highest = BigInt(`0x${Buffer.concat([start, Buffer.alloc(size - start.length, 0xff)]).toString("hex")}`);
  let [low, high] = [0n, 1n << BigInt(Math.ceil((8 * size) / 3) + 1)];
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    if (middle ** 3n <= highest) low = middle;
    else high = middle - 1n;
  }
  return new Uint8Array(Buffer.from(low.toString(16).padStart(2 * size, "0"), "hex"));
}

interface PssParts {
  readonly hash: string;
  readonly mask: string | undefined;
  readonly bits: number;
  readonly digest: Buffer;
  readonly saltLength: number;
  readonly zeros?: number;
  readonly trailer?: number;
  readonly topBits?: number;
  readonly change?: Change;
}

function pssEncoding({ hash, mask, bits, digest, saltLength, zeros = 8, trailer = 0xbc, topBits = 0, change = (db) => db }: PssParts): Buffer {
  const size = Math.ceil((bits - 1) / 8);
  const salt = randomBytes(saltLength);
  const h = digestOf(hash, Buffer.concat([Buffer.alloc(zeros), digest, salt]));
  const db = change(Buffer.concat([Buffer.alloc(size - h.length - salt.length - 2), Buffer.from([1]), salt]));
  const masked = mask === undefined ? db : db.map((byte, i) => byte ^ (mgf1(mask, h, db.length)[i] ?? 0));
  const unused = 8 * size - (bits - 1);
  masked[0] = ((masked[0] ?? 0) & (0xff >> unused)) | topBits;
  const em = Buffer.concat([masked, h, Buffer.from([trailer])]);
  return Buffer.concat([Buffer.alloc(Math.ceil(bits / 8) - size), em]);
}

function mgf1(hash: string, seed: Buffer, length: number): Buffer {
  const blocks: Buffer[] = [];
  for (let i = 0; blocks.reduce((sum, block) => sum + block.length, 0) < length; i++) blocks.push(digestOf(hash, Buffer.concat([seed, Buffer.from([0, 0, 0, i])])));
  return Buffer.concat(blocks).subarray(0, length);
}

/** The private operation without any padding. */
function raw({ privateKey }: NodeKey, encoded: Buffer): Bytes {
  const key = createPrivateKey(privateKey.export({ type: "pkcs8", format: "pem" }));
  return new Uint8Array(privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, encoded));
}

function factsOf({ material }: NodeKey): { readonly hash: HashName; readonly modulus: bigint; readonly size: number; readonly bits: number } {
  if (material.family !== "rsa") throw new Error("these cases are of RSA");
  return { hash: RSA[material.algorithm].hash, modulus: BigInt(`0x${Buffer.from(material.modulus).toString("hex")}`), size: material.modulus.length, bits: material.modulusBits };
}

function digestOf(hash: string, data: Uint8Array): Buffer {
  return createHash(hash.replace("-", "")).update(data).digest();
}

function otherHash(hash: HashName): HashName {
  return hash === "SHA-256" ? "SHA-512" : "SHA-256";
}

const OIDS = { "SHA-256": "0609608648016503040201", "SHA-384": "0609608648016503040202", "SHA-512": "0609608648016503040203" } as const;

function digestInfo(hash: HashName, digest: Buffer): Buffer {
  return withParameters(hash, digest, Buffer.from([5, 0]));
}

function withoutNull(hash: HashName, digest: Buffer): Buffer {
  return withParameters(hash, digest, Buffer.alloc(0));
}

function withParameters(hash: HashName, digest: Buffer, parameters: Buffer): Buffer {
  return sequence(Buffer.concat([sequence(Buffer.concat([Buffer.from(OIDS[hash], "hex"), parameters])), Buffer.from([4, digest.length]), digest]));
}

function sequence(content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x30, content.length]), content]);
}

function replaced(bytes: Buffer, at: number, value: number): Buffer {
  const out = Buffer.from(bytes);
  out[at] = value;
  return out;
}

/** Where bits are set that should not be, not every random salt makes a number that can be signed. */
function firstBelow(modulus: bigint, make: () => Buffer): Buffer {
  for (;;) {
    const bytes = make();
    if (BigInt(`0x${bytes.toString("hex")}`) < modulus) return bytes;
  }
}
