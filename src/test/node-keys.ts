import { createHash, createPublicKey, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import type { Bytes } from "../lib/bytes.ts";
import type { KeyMaterial } from "../tuf/model/key.ts";
import { ecdsaMaterial, ed25519Material } from "../tuf/model/key.ts";
import type { Fingerprint } from "../tuf/model/ids.ts";
import { readSpki } from "../tuf/model/spki.ts";

/** A key pair of Node's OpenSSL: code that shares nothing with what it tests. */
export interface NodeKey {
  readonly material: KeyMaterial;
  readonly privateKey: KeyObject;
  /** In the form that TUF carries: DER for ECDSA, PSS with a salt of 32 for RSA. */
  sign(message: Uint8Array, saltLength?: number): Bytes;
}

export function makeNodeKey(algorithm: KeyMaterial["algorithm"], modulusLength = 2048): NodeKey {
  return nodeKey(generate(algorithm, modulusLength));
}

export function nodeKey(privateKey: KeyObject): NodeKey {
  const material = materialOf(privateKey);
  return { material, privateKey, sign: (message, saltLength = 32) => signAs(material, privateKey, message, saltLength) };
}

function generate(algorithm: KeyMaterial["algorithm"], modulusLength: number): KeyObject {
  switch (algorithm) {
    case "ed25519": return generateKeyPairSync("ed25519").privateKey;
    case "ecdsa-p256": return generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
    case "ecdsa-p384": return generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey;
    case "rsa-pss-sha256": return generateKeyPairSync("rsa", { modulusLength }).privateKey;
  }
}

function signAs(material: KeyMaterial, key: KeyObject, message: Uint8Array, saltLength: number): Bytes {
  switch (material.algorithm) {
    case "ed25519": return new Uint8Array(sign(null, message, key));
    case "ecdsa-p256": return new Uint8Array(sign("sha256", message, key));
    case "ecdsa-p384": return new Uint8Array(sign("sha384", message, key));
    // 6 is RSA_PKCS1_PSS_PADDING
    case "rsa-pss-sha256": return new Uint8Array(sign("sha256", message, { key, padding: 6, saltLength }));
  }
}

function materialOf(privateKey: KeyObject): KeyMaterial {
  const der = new Uint8Array(createPublicKey(privateKey).export({ type: "spki", format: "der" }));
  const spki = readSpki(der);
  if (spki === undefined) throw new Error("Node made a key that the parser does not read");
  if (spki.kind === "rsa") {
    const fingerprint = `rsa:${createHash("sha256").update(der).digest("hex")}` as Fingerprint; // a test key: any unique name will do
    return { algorithm: "rsa-pss-sha256", spki: der, modulusBits: spki.modulusBits, fingerprint };
  }
  const made = spki.kind === "ec" ? ecdsaMaterial(spki.curve, spki.point, "pem") : ed25519Material(spki.publicKey);
  if (!made.ok) throw new Error(`Node made a key that is refused: ${made.fault.kind}`);
  return made.value;
}
