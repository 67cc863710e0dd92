// Makes the vectors of the self-test: fresh keys, one signature each, written by Node's OpenSSL and by noble for the
// draft lattice kinds. The private keys are thrown away. Run by hand, when a kind of key is added:
//   node scripts/make-self-test-vectors.mjs
import { constants, createHash, generateKeyPairSync, sign } from "node:crypto";
import { writeFileSync } from "node:fs";
import { ml_dsa44, ml_dsa65, ml_dsa87 } from "@noble/post-quantum/ml-dsa.js";

const TARGET = new URL("../src/workspace/self-test/vectors.json", import.meta.url);
const message = Buffer.from("Countersign self-test, version 1. Whoever signs this text has agreed to nothing.");

/** Source: securesystemslib: the salt of the digest's length, and the longest that fits, as Go writes it. */
const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING };
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ed25519 = generateKeyPairSync("ed25519");

const vectors = [
  vector("Ed25519", { keytype: "ed25519", scheme: "ed25519", public: rawEd25519(ed25519.publicKey) }, sign(null, message, ed25519.privateKey)),
  ...[{ curve: "P-256", hash: "sha256" }, { curve: "P-384", hash: "sha384" }, { curve: "P-521", hash: "sha512" }].map(({ curve, hash }) => {
    const pair = generateKeyPairSync("ec", { namedCurve: curve });
    return vector(`ECDSA ${curve}`, { keytype: "ecdsa", scheme: `ecdsa-sha2-nistp${curve.slice(2)}`, public: pem(pair.publicKey) }, sign(hash, message, pair.privateKey));
  }),
  ...["sha256", "sha384", "sha512"].map((hash) => vector(
    `RSA-PSS with ${hash.toUpperCase().replace("SHA", "SHA-")}, salt as long as the digest`, { keytype: "rsa", scheme: `rsassa-pss-${hash}`, public: pem(rsa.publicKey) },
    sign(hash, message, { key: rsa.privateKey, ...PSS, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }))),
  vector("RSA-PSS with SHA-256, salt as long as fits", { keytype: "rsa", scheme: "rsassa-pss-sha256", public: pem(rsa.publicKey) },
    sign("sha256", message, { key: rsa.privateKey, ...PSS, saltLength: constants.RSA_PSS_SALTLEN_MAX_SIGN })),
  vector("RSA PKCS#1 v1.5 with SHA-256", { keytype: "rsa", scheme: "rsa-pkcs1v15-sha256", public: pem(rsa.publicKey) }, sign("sha256", message, rsa.privateKey)),
  ...[{ size: "44", algorithm: ml_dsa44, oid: "11" }, { size: "65", algorithm: ml_dsa65, oid: "12" }, { size: "87", algorithm: ml_dsa87, oid: "13" }].map(({ size, algorithm, oid }) => {
    const { publicKey, secretKey } = algorithm.keygen();
    // TAP 21, version 1: what is signed is a mark, the version, and the digest of the document.
    const signed = Buffer.concat([Buffer.from("tuf"), Buffer.from([1]), createHash("sha512").update(message).digest()]);
    return vector(`ML-DSA-${size}, draft`, { keytype: "ml-dsa", scheme: `ml-dsa-${size}/1`, public: pemOf(mlDsaSpki(oid, publicKey)) }, algorithm.sign(signed, secretKey));
  }),
];

writeFileSync(TARGET, `${JSON.stringify({ message: message.toString("hex"), sha256: hash("sha256"), sha512: hash("sha512"), vectors, root: signedRoot() }, undefined, 1)}\n`);

/**
 * @param {string} title
 * @param {{ readonly keytype: string, readonly scheme: string, readonly public: string }} key as it stands in metadata
 * @param {Uint8Array} signature
 */
function vector(title, { keytype, scheme, public: key }, signature) {
  return { title, key: { keytype, scheme, keyval: { public: key } }, signature: Buffer.from(signature).toString("hex") };
}

/** @param {"sha256" | "sha512"} name */
function hash(name) {
  return createHash(name).update(message).digest("hex");
}

/** A root of two keys, both needed, signed by both; the first signature stands under a second id of its key as well. */
function signedRoot() {
  const [first, second] = [generateKeyPairSync("ed25519"), generateKeyPairSync("ed25519")];
  const pairs = [first, second];
  const objects = pairs.map(({ publicKey }) => ({ keytype: "ed25519", keyval: { public: rawEd25519(publicKey) }, scheme: "ed25519" }));
  const again = { ...objects[0], "x-again": true };
  const keys = Object.fromEntries([...objects, again].map((key) => [createHash("sha256").update(canonical(key)).digest("hex"), key]));
  const ids = Object.keys(keys);
  const role = { keyids: ids, threshold: 2 };
  const signed = { _type: "root", consistent_snapshot: true, expires: "2037-01-01T00:00:00Z", keys, roles: { root: role, snapshot: role, targets: role, timestamp: role }, spec_version: "1.0.34", version: 1 };
  const bytes = Buffer.from(canonical(signed));
  const by = [first, second, first];
  return JSON.stringify({ signatures: ids.map((keyid, i) => ({ keyid, sig: sign(null, bytes, (by[i] ?? first).privateKey).toString("hex") })), signed });
}

/**
 * OLPC canonical JSON of what has nothing but plain text in it.
 * @param {unknown} value
 * @returns {string}
 */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(",")}}`;
}

/** @param {import("node:crypto").KeyObject} key */
function rawEd25519(key) {
  return Buffer.from(key.export({ format: "jwk" }).x ?? "", "base64url").toString("hex");
}

/** @param {import("node:crypto").KeyObject} key */
function pem(key) {
  return key.export({ type: "spki", format: "pem" }).toString();
}

/** @param {Buffer} der */
function pemOf(der) {
  return `-----BEGIN PUBLIC KEY-----\n${(der.toString("base64").match(/.{1,64}/g) ?? []).join("\n")}\n-----END PUBLIC KEY-----\n`;
}

/**
 * SubjectPublicKeyInfo of RFC 9881: the OID 2.16.840.1.101.3.4.3.17 to .19, and the key as it is.
 * @param {string} oid its last byte, in hex
 * @param {Uint8Array} key
 */
function mlDsaSpki(oid, key) {
  /** @param {number} n */
  const length = (n) => (n < 0x80 ? Buffer.from([n]) : Buffer.from([0x82, n >> 8, n & 0xff]));
  /** @param {number} tag @param {Buffer} body */
  const wrap = (tag, body) => Buffer.concat([Buffer.from([tag]), length(body.length), body]);
  const algorithm = wrap(0x30, Buffer.from(`06096086480165030403${oid}`, "hex"));
  return wrap(0x30, Buffer.concat([algorithm, wrap(0x03, Buffer.concat([Buffer.from([0]), Buffer.from(key)]))]));
}
