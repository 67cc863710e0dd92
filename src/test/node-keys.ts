import { createPublicKey, generateKeyPairSync, sign, constants, type KeyObject } from "node:crypto";
import type { Bytes } from "../lib/bytes.ts";
import { ECDSA, isEcdsa, isRsa, RSA, type KeyAlgorithm, type MlDsaAlgorithm, type RsaAlgorithm } from "../tuf/model/key-algorithm.ts";
import { ecdsaMaterial, ed25519Material, rsaMaterial, type KeyMaterial } from "../tuf/model/key.ts";
import { readSpki } from "../tuf/model/spki.ts";

/** Those that Node's OpenSSL has on every version that is promised. */
export type NodeAlgorithm = Exclude<KeyAlgorithm, MlDsaAlgorithm>;

/** Someone who can sign. */
export interface TestKey {
  readonly material: KeyMaterial;
  /** In the form that TUF carries: DER for ECDSA, PSS with a salt as long as the hash, unless another is asked for. */
  sign(message: Uint8Array, saltLength?: number): Bytes;
}

/** A key pair of Node's OpenSSL: code that shares nothing with what it tests. */
export interface NodeKey extends TestKey {
  readonly privateKey: KeyObject;
}

export function makeNodeKey(algorithm: NodeAlgorithm, modulusLength = 2048): NodeKey {
  return nodeKey(generate(algorithm, modulusLength), isRsa(algorithm) ? algorithm : undefined);
}

/** `scheme`: what an RSA key signs with. */
export function nodeKey(privateKey: KeyObject, scheme: RsaAlgorithm = "rsa-pss-sha256"): NodeKey {
  const material = materialOf(privateKey, scheme);
  return { material, privateKey, sign: (message, saltLength) => signAs(material, privateKey, message, saltLength) };
}

function generate(algorithm: NodeAlgorithm, modulusLength: number): KeyObject {
  if (algorithm === "ed25519") return generateKeyPairSync("ed25519").privateKey;
  if (isEcdsa(algorithm)) return generateKeyPairSync("ec", { namedCurve: ECDSA[algorithm].curve }).privateKey;
  return generateKeyPairSync("rsa", { modulusLength }).privateKey;
}

function signAs(material: KeyMaterial, key: KeyObject, message: Uint8Array, saltLength: number = constants.RSA_PSS_SALTLEN_DIGEST): Bytes {
  const hash = (name: string): string => name.replace("-", "").toLowerCase();
  switch (material.family) {
    case "ed25519": return new Uint8Array(sign(null, message, key));
    case "ecdsa": return new Uint8Array(sign(hash(ECDSA[material.algorithm].hash), message, key));
    case "rsa": {
      const scheme = RSA[material.algorithm];
      const how = scheme.padding === "pss" ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength } : { key, padding: constants.RSA_PKCS1_PADDING };
      return new Uint8Array(sign(hash(scheme.hash), message, how));
    }
    case "ml-dsa": throw new Error("Node's OpenSSL may lack ML-DSA");
  }
}

function materialOf(privateKey: KeyObject, scheme: RsaAlgorithm): KeyMaterial {
  const der = new Uint8Array(createPublicKey(privateKey).export({ type: "spki", format: "der" }));
  const spki = readSpki(der);
  if (spki === undefined || spki.kind === "ml-dsa") throw new Error("Node made a key that the parser does not read");
  const made = spki.kind === "rsa" ? rsaMaterial(scheme, der) : spki.kind === "ec" ? ecdsaMaterial(spki.curve, spki.point, "pem") : ed25519Material(spki.publicKey);
  if (!made.ok) throw new Error(`Node made a key that is refused: ${made.fault.kind}`);
  return made.value;
}
