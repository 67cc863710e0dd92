import { assertNever } from "../lib/assert-never.ts";
import type { Bytes } from "../lib/bytes.ts";
import { toHex } from "../lib/hex.ts";
import { ECDSA, RSA } from "../tuf/model/key-algorithm.ts";
import type { KeyMaterial, RsaMaterial } from "../tuf/model/key.ts";
import type { SignatureVerifier } from "../tuf/verify/signature-verifier.ts";
import { ecdsaDerToFixed, uncompressedPoint } from "./ecdsa-signature.ts";
import { mlDsaSpki } from "../tuf/model/spki.ts";
import { mlDsaMessage } from "./ml-dsa.ts";
import { nobleVerifier } from "./noble-verifier.ts";
import { saltLengths } from "./rsa-encoding.ts";

/** `refused`: these bytes are no key of the kind they claim. `unsupported`: the platform lacks the algorithm. */
type Imported = CryptoKey | "refused" | "unsupported";

const MAX_CACHED_KEYS = 4096;
const RSA_NAMES = { pss: "RSA-PSS", pkcs1v15: "RSASSA-PKCS1-v1_5" } as const;

/** The platform's own cryptography; what the platform lacks, such as P-521 or ML-DSA in some, is done in plain JavaScript. */
export function webCryptoVerifier(subtle: SubtleCrypto): SignatureVerifier {
  const cache = new Map<string, Promise<Imported>>();
  const plainly = nobleVerifier();

  const importOnce = (key: KeyMaterial): Promise<Imported> => {
    const name = cacheName(key);
    const known = cache.get(name);
    if (known !== undefined) return known;
    const imported = importPublicKey(subtle, key);
    if (cache.size >= MAX_CACHED_KEYS) cache.clear();
    cache.set(name, imported);
    imported.catch(() => cache.delete(name)); // a failure of the platform is not a fact about the key
    return imported;
  };

  return {
    async verify(key, message, signature) {
      const imported = await importOnce(key);
      if (imported === "refused") return false;
      if (imported !== "unsupported") return verifyImported(subtle, imported, key, message, signature);
      return plainly.verify(key, message, signature);
    },
  };
}

async function verifyImported(
  subtle: SubtleCrypto,
  imported: CryptoKey,
  key: KeyMaterial,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const data = plain(message);
  switch (key.family) {
    case "ed25519":
      return subtle.verify("Ed25519", imported, plain(signature), data);
    case "ecdsa": {
      const fixed = ecdsaDerToFixed(key.algorithm, signature);
      return fixed !== undefined && subtle.verify({ name: "ECDSA", hash: ECDSA[key.algorithm].hash }, imported, fixed, data);
    }
    case "rsa":
      return verifyImportedRsa(subtle, imported, key, data, plain(signature));
    case "ml-dsa":
      return subtle.verify(key.algorithm.toUpperCase(), imported, plain(signature), mlDsaMessage(message));
    default:
      return assertNever(key);
  }
}

async function verifyImportedRsa(subtle: SubtleCrypto, imported: CryptoKey, key: RsaMaterial, data: Bytes, signature: Bytes): Promise<boolean> {
  if (signature.length !== key.modulus.length) return false; // OpenSSL takes a shorter one for PSS, against RFC 8017, 8.1.2
  const { padding, hash } = RSA[key.algorithm];
  if (padding === "pkcs1v15") return subtle.verify(RSA_NAMES.pkcs1v15, imported, signature, data);
  for (const saltLength of saltLengths(hash, key.modulusBits)) { // WebCrypto must be told which
    if (await subtle.verify({ name: RSA_NAMES.pss, saltLength }, imported, signature, data)) return true;
  }
  return false;
}

async function importPublicKey(subtle: SubtleCrypto, key: KeyMaterial): Promise<Imported> {
  try {
    switch (key.family) {
      case "ed25519":
        return await subtle.importKey("raw", key.publicKey, "Ed25519", false, ["verify"]);
      case "ecdsa": {
        // Decompressed here, because not every platform imports compressed points.
        const point = uncompressedPoint(key.algorithm, key.point);
        if (point === undefined) return "refused";
        return await subtle.importKey("raw", point, { name: "ECDSA", namedCurve: ECDSA[key.algorithm].curve }, false, ["verify"]);
      }
      case "rsa": {
        const { padding, hash } = RSA[key.algorithm];
        return await subtle.importKey("spki", key.spki, { name: RSA_NAMES[padding], hash }, false, ["verify"]);
      }
      case "ml-dsa":
        return await subtle.importKey("spki", mlDsaSpki(key.algorithm, key.publicKey), key.algorithm.toUpperCase(), false, ["verify"]);
      default:
        return assertNever(key);
    }
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    if (name === "NotSupportedError") return "unsupported";
    if (name === "DataError") return "refused";
    throw error;
  }
}

/** Not the fingerprint alone: two points, one of them off the curve, can share the coordinate that it holds, and RSA under two schemes the key. */
function cacheName(key: KeyMaterial): string {
  return `${key.algorithm}:${key.family === "ecdsa" ? toHex(key.point) : key.fingerprint}`;
}

/** WebCrypto takes no view on shared memory; nothing here has one, so this copies only where the types cannot tell. */
function plain(bytes: Uint8Array): Bytes {
  return bytes.buffer instanceof ArrayBuffer ? (bytes as Bytes) : new Uint8Array(bytes); // the check above is the proof
}
