import { p256 } from "@noble/curves/nist.js";
import { utf8, type Bytes } from "../lib/bytes.ts";
import { fail, ok, type Result } from "../lib/result.ts";
import { ecdsaFixedToDer } from "../crypto/ecdsa-signature.ts";
import { ed25519PublicKey } from "../crypto/ed25519.ts";
import { secondOpinion } from "../crypto/second-opinion.ts";
import { ecdsaMaterial, ed25519Material, type KeyMaterial } from "../tuf/model/key.ts";
import { SECRET_LENGTH, writePkcs8, type PrivateKeyAlgorithm, type PrivateScalar } from "./pkcs8.ts";

/** A private key that signs and that no script can read, with its public part. */
export interface PrivateKey {
  readonly algorithm: PrivateKeyAlgorithm;
  readonly handle: CryptoKey;
  readonly material: KeyMaterial;
}

export type PrivateKeyFault =
  | { readonly kind: "private-key-out-of-range"; readonly algorithm: PrivateKeyAlgorithm }
  | { readonly kind: "algorithm-unsupported"; readonly algorithm: PrivateKeyAlgorithm }
  | { readonly kind: "second-opinion-refused"; readonly algorithm: PrivateKeyAlgorithm };

const P256 = { name: "ECDSA", namedCurve: "P-256" } as const;
const PROBE = utf8("countersign: this key pair belongs together");

/** Never extractable, not even for the moment of its making. */
export async function generatePrivateKey(subtle: SubtleCrypto): Promise<Result<PrivateKey, PrivateKeyFault>> {
  const ed25519 = await orUnsupported(subtle.generateKey("Ed25519", false, ["sign", "verify"]));
  if (ed25519 !== undefined && "privateKey" in ed25519) return proven(subtle, "ed25519", ed25519.privateKey, await rawPublic(subtle, ed25519));
  const p256Pair = await orUnsupported(subtle.generateKey(P256, false, ["sign", "verify"]));
  if (p256Pair === undefined) return fail({ kind: "algorithm-unsupported", algorithm: "ecdsa-p256" });
  return proven(subtle, "ecdsa-p256", p256Pair.privateKey, await rawPublic(subtle, p256Pair));
}

/** Imports as non-extractable at once; the public part comes from independent code, so no extractable key ever exists. */
export async function importPrivateKey(subtle: SubtleCrypto, scalar: PrivateScalar): Promise<Result<PrivateKey, PrivateKeyFault>> {
  const { algorithm, secret } = scalar;
  const publicKey = publicPart(scalar);
  if (publicKey === undefined) return fail({ kind: "private-key-out-of-range", algorithm });
  const pkcs8 = writePkcs8(algorithm, secret, publicKey);
  try {
    const name = algorithm === "ed25519" ? "Ed25519" : P256;
    const handle = await orUnsupported(subtle.importKey("pkcs8", pkcs8, name, false, ["sign"]));
    if (handle === undefined) return fail({ kind: "algorithm-unsupported", algorithm });
    return await proven(subtle, algorithm, handle, publicKey);
  } finally {
    pkcs8.fill(0);
  }
}

/** For a scalar that `importPrivateKey` took: PKCS#8 as other tools read it. The caller wipes it. */
export function pkcs8Of(scalar: PrivateScalar): Bytes {
  const publicKey = publicPart(scalar);
  if (publicKey === undefined) throw new Error("this is no private key");
  return writePkcs8(scalar.algorithm, scalar.secret, publicKey);
}

/** The caller wipes the secret. */
export function randomScalar(algorithm: PrivateKeyAlgorithm, random: (length: number) => Bytes): PrivateScalar {
  const secret = random(SECRET_LENGTH);
  // One in 2^32 is outside the range of P-256; Ed25519 takes any.
  return publicPart({ algorithm, secret }) === undefined ? randomScalar(algorithm, random) : { algorithm, secret };
}

/** Signs and has independent code verify at once. Shape of the signature: as TUF carries it, DER for ECDSA. */
export async function signWith(subtle: SubtleCrypto, key: PrivateKey, message: Bytes): Promise<Result<Bytes, PrivateKeyFault>> {
  const refused = fail({ kind: "second-opinion-refused", algorithm: key.algorithm } as const);
  const scheme = key.algorithm === "ed25519" ? "Ed25519" : { name: "ECDSA", hash: "SHA-256" };
  const made = new Uint8Array(await subtle.sign(scheme, key.handle, message));
  const signature = key.algorithm === "ed25519" ? made : ecdsaFixedToDer(key.algorithm, made);
  if (signature === undefined) return refused;
  const verified = await secondOpinion("webcrypto", subtle).verify(key.material, message, signature);
  return verified ? ok(signature) : refused;
}

/** A pair whose halves do not belong together must never reach the keyring: its signatures would be worthless. */
async function proven(
  subtle: SubtleCrypto,
  algorithm: PrivateKeyAlgorithm,
  handle: CryptoKey,
  publicKey: Bytes,
): Promise<Result<PrivateKey, PrivateKeyFault>> {
  const material = algorithm === "ed25519" ? ed25519Material(publicKey) : ecdsaMaterial("P-256", publicKey, "pem");
  if (!material.ok) return fail({ kind: "private-key-out-of-range", algorithm });
  const key: PrivateKey = { algorithm, handle, material: material.value };
  const probe = await signWith(subtle, key, PROBE);
  return probe.ok ? ok(key) : probe;
}

function publicPart({ algorithm, secret }: PrivateScalar): Bytes | undefined {
  if (algorithm === "ed25519") return ed25519PublicKey(secret);
  return p256.utils.isValidSecretKey(secret) ? new Uint8Array(p256.getPublicKey(secret, false)) : undefined;
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
