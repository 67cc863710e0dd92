import { p256, p384 } from "@noble/curves/nist.js";
import { utf8, type Bytes } from "../lib/bytes.ts";
import { fail, ok, type Result } from "../lib/result.ts";
import { ecdsaFixedToDer } from "../crypto/ecdsa-signature.ts";
import { ed25519PublicKey } from "../crypto/ed25519.ts";
import { secondOpinion } from "../crypto/second-opinion.ts";
import { ecdsaMaterial, ed25519Material, rsaMaterial, type KeyMaterial, type KeyProblem } from "../tuf/model/key.ts";
import { writePkcs8 } from "./pkcs8.ts";
import { SECRET_LENGTH, type PrivateKeyAlgorithm, type PrivateScalar, type PrivateSecret } from "./private-secret.ts";

export type SigningAlgorithm = PrivateSecret["algorithm"];

/** A private key that signs and that no script can read, with its public part. */
export interface PrivateKey {
  readonly algorithm: SigningAlgorithm;
  readonly handle: CryptoKey;
  readonly material: KeyMaterial;
}

export type PrivateKeyFault =
  | { readonly kind: "private-key-out-of-range"; readonly algorithm: SigningAlgorithm }
  | { readonly kind: "algorithm-unsupported"; readonly algorithm: SigningAlgorithm }
  | { readonly kind: "second-opinion-refused"; readonly algorithm: SigningAlgorithm };

/** Of a key that the keyring has stored, it is one of these. */
export function isSigningAlgorithm(algorithm: KeyMaterial["algorithm"]): algorithm is SigningAlgorithm {
  return Object.hasOwn(SIGN, algorithm);
}

const P256 = { name: "ECDSA", namedCurve: "P-256" } as const;
const IMPORT = {
  ed25519: "Ed25519",
  "ecdsa-p256": P256,
  "ecdsa-p384": { name: "ECDSA", namedCurve: "P-384" },
  "rsa-pss-sha256": { name: "RSA-PSS", hash: "SHA-256" },
} as const;
/** A salt as long as the digest: what every client of TUF takes. */
const SIGN = {
  ed25519: "Ed25519",
  "ecdsa-p256": { name: "ECDSA", hash: "SHA-256" },
  "ecdsa-p384": { name: "ECDSA", hash: "SHA-384" },
  "rsa-pss-sha256": { name: "RSA-PSS", saltLength: 32 },
} as const;
const PROBE = utf8("countersign: this key pair belongs together");

/** Never extractable, not even for the moment of its making. */
export async function generatePrivateKey(subtle: SubtleCrypto): Promise<Result<PrivateKey, PrivateKeyFault>> {
  const ed25519 = await orUnsupported(subtle.generateKey("Ed25519", false, ["sign", "verify"]));
  if (ed25519 !== undefined && "privateKey" in ed25519) return ofRawPublic(subtle, "ed25519", ed25519.privateKey, await rawPublic(subtle, ed25519));
  const pair = await orUnsupported(subtle.generateKey(P256, false, ["sign", "verify"]));
  if (pair === undefined) return fail({ kind: "algorithm-unsupported", algorithm: "ecdsa-p256" });
  return ofRawPublic(subtle, "ecdsa-p256", pair.privateKey, await rawPublic(subtle, pair));
}

/** Imports as non-extractable at once; the public part comes from independent code, so no extractable key ever exists. */
export async function importPrivateKey(subtle: SubtleCrypto, key: PrivateSecret): Promise<Result<PrivateKey, PrivateKeyFault | KeyProblem>> {
  return key.algorithm === "rsa-pss-sha256" ? importRsa(subtle, key.secret, key.spki) : importScalar(subtle, key);
}

/** For a scalar that `importPrivateKey` took: PKCS#8 as other tools read it. The caller wipes it. */
export function pkcs8Of(scalar: PrivateScalar): Bytes {
  const publicKey = publicPart(scalar);
  if (publicKey === undefined) throw new Error("this is no private key");
  return writePkcs8(scalar.algorithm, scalar.secret, publicKey);
}

/** Shape: the raw key of Ed25519, the uncompressed point of ECDSA. Undefined for a number outside the range of the curve. */
export function publicPart({ algorithm, secret }: PrivateScalar): Bytes | undefined {
  if (algorithm === "ed25519") return ed25519PublicKey(secret);
  const curve = algorithm === "ecdsa-p256" ? p256 : p384;
  return curve.utils.isValidSecretKey(secret) ? new Uint8Array(curve.getPublicKey(secret, false)) : undefined;
}

/** The caller wipes the secret. */
export function randomScalar<A extends PrivateKeyAlgorithm>(algorithm: A, random: (length: number) => Bytes): PrivateScalar & { readonly algorithm: A } {
  const secret = random(SECRET_LENGTH[algorithm]);
  // One in 2^32 is outside the range of P-256; Ed25519 takes any.
  return publicPart({ algorithm, secret }) === undefined ? randomScalar(algorithm, random) : { algorithm, secret };
}

/** Signs and has independent code verify at once. Shape of the signature: as TUF carries it, DER for ECDSA. */
export async function signWith(subtle: SubtleCrypto, key: PrivateKey, message: Bytes): Promise<Result<Bytes, PrivateKeyFault>> {
  const refused = fail({ kind: "second-opinion-refused", algorithm: key.algorithm } as const);
  const made = new Uint8Array(await subtle.sign(SIGN[key.algorithm], key.handle, message));
  const signature = key.algorithm === "ecdsa-p256" || key.algorithm === "ecdsa-p384" ? ecdsaFixedToDer(key.algorithm, made) : made;
  if (signature === undefined) return refused;
  return (await secondOpinion("webcrypto", subtle).verify(key.material, message, signature)) ? ok(signature) : refused;
}

async function importScalar(subtle: SubtleCrypto, scalar: PrivateScalar): Promise<Result<PrivateKey, PrivateKeyFault>> {
  const { algorithm, secret } = scalar;
  const publicKey = publicPart(scalar);
  if (publicKey === undefined) return fail({ kind: "private-key-out-of-range", algorithm });
  const pkcs8 = writePkcs8(algorithm, secret, publicKey);
  try {
    const handle = await orUnsupported(subtle.importKey("pkcs8", pkcs8, IMPORT[algorithm], false, ["sign"]));
    return handle === undefined ? fail({ kind: "algorithm-unsupported", algorithm }) : await ofRawPublic(subtle, algorithm, handle, publicKey);
  } finally {
    pkcs8.fill(0);
  }
}

async function importRsa(subtle: SubtleCrypto, pkcs8: Bytes, spki: Bytes): Promise<Result<PrivateKey, PrivateKeyFault | KeyProblem>> {
  const algorithm = "rsa-pss-sha256";
  const material = rsaMaterial(algorithm, spki);
  if (!material.ok) return material;
  try {
    const handle = await orUnsupported(subtle.importKey("pkcs8", pkcs8, IMPORT[algorithm], false, ["sign"]));
    return handle === undefined ? fail({ kind: "algorithm-unsupported", algorithm }) : await proven(subtle, { algorithm, handle, material: material.value });
  } catch (error) {
    if (error instanceof DOMException && error.name === "DataError") return fail({ kind: "private-key-out-of-range", algorithm }); // its numbers do not belong together
    throw error;
  }
}

async function ofRawPublic(subtle: SubtleCrypto, algorithm: PrivateScalar["algorithm"], handle: CryptoKey, publicKey: Bytes): Promise<Result<PrivateKey, PrivateKeyFault>> {
  const material = algorithm === "ed25519" ? ed25519Material(publicKey) : ecdsaMaterial(algorithm === "ecdsa-p256" ? "P-256" : "P-384", publicKey, "pem");
  return material.ok ? proven(subtle, { algorithm, handle, material: material.value }) : fail({ kind: "private-key-out-of-range", algorithm });
}

/** A pair whose halves do not belong together must never reach the keyring: its signatures would be worthless. */
async function proven(subtle: SubtleCrypto, key: PrivateKey): Promise<Result<PrivateKey, PrivateKeyFault>> {
  const probe = await signWith(subtle, key, PROBE);
  return probe.ok ? ok(key) : probe;
}

async function rawPublic(subtle: SubtleCrypto, pair: CryptoKeyPair): Promise<Bytes> {
  return new Uint8Array(await subtle.exportKey("raw", pair.publicKey));
}

async function orUnsupported<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && error.name === "NotSupportedError") return undefined;
    throw error;
  }
}
