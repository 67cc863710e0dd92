import { assertNever } from "../lib/assert-never.ts";
import type { Bytes } from "../lib/bytes.ts";
import { toHex } from "../lib/hex.ts";
import type { KeyMaterial } from "../tuf/model/key.ts";
import type { SignatureVerifier } from "../tuf/verify/signature-verifier.ts";
import { ecdsaDerToFixed, uncompressedPoint, type EcdsaAlgorithm } from "./ecdsa-signature.ts";
import { verifyEd25519 } from "./ed25519.ts";

/** `refused`: these bytes are no key of the kind they claim. `unsupported`: the platform lacks the algorithm. */
type Imported = CryptoKey | "refused" | "unsupported";

const MAX_CACHED_KEYS = 4096;
const SHA256_LENGTH = 32;

/** The platform's own cryptography; Ed25519 falls back to plain JavaScript where the platform lacks it. */
export function webCryptoVerifier(subtle: SubtleCrypto): SignatureVerifier {
  const cache = new Map<string, Promise<Imported>>();

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
      if (key.algorithm === "ed25519") return verifyEd25519(key.publicKey, message, signature);
      throw new Error(`this platform lacks ${key.algorithm}`);
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
  switch (key.algorithm) {
    case "ed25519":
      return subtle.verify("Ed25519", imported, plain(signature), data);
    case "ecdsa-p256":
    case "ecdsa-p384": {
      const fixed = ecdsaDerToFixed(key.algorithm, signature);
      return fixed !== undefined && subtle.verify({ name: "ECDSA", hash: ecdsaHash(key.algorithm) }, imported, fixed, data);
    }
    case "rsa-pss-sha256":
      for (const saltLength of saltLengths(key.modulusBits)) {
        if (await subtle.verify({ name: "RSA-PSS", saltLength }, imported, plain(signature), data)) return true;
      }
      return false;
    default:
      return assertNever(key);
  }
}

/**
 * WebCrypto must be told the salt length. Python and Rust sign with that of the hash; Go with the longest that fits.
 * Units: bytes. Source: RFC 8017, 9.1.1.
 */
function saltLengths(modulusBits: number): readonly number[] {
  const encodedLength = Math.ceil((modulusBits - 1) / 8);
  return [SHA256_LENGTH, encodedLength - SHA256_LENGTH - 2];
}

async function importPublicKey(subtle: SubtleCrypto, key: KeyMaterial): Promise<Imported> {
  try {
    switch (key.algorithm) {
      case "ed25519":
        return await subtle.importKey("raw", key.publicKey, "Ed25519", false, ["verify"]);
      case "ecdsa-p256":
      case "ecdsa-p384": {
        // Decompressed here, because not every platform imports compressed points.
        const point = uncompressedPoint(key.algorithm, key.point);
        if (point === undefined) return "refused";
        const namedCurve = key.algorithm === "ecdsa-p256" ? "P-256" : "P-384";
        return await subtle.importKey("raw", point, { name: "ECDSA", namedCurve }, false, ["verify"]);
      }
      case "rsa-pss-sha256":
        return await subtle.importKey("spki", key.spki, { name: "RSA-PSS", hash: "SHA-256" }, false, ["verify"]);
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

function ecdsaHash(algorithm: EcdsaAlgorithm): "SHA-256" | "SHA-384" {
  return algorithm === "ecdsa-p256" ? "SHA-256" : "SHA-384";
}

/** Not the fingerprint alone: two points, one of them off the curve, can share the coordinate that it holds. */
function cacheName(key: KeyMaterial): string {
  return "point" in key ? `${key.algorithm}:${toHex(key.point)}` : key.fingerprint;
}

/** WebCrypto takes no view on shared memory; nothing here has one, so this copies only where the types cannot tell. */
function plain(bytes: Uint8Array): Bytes {
  return bytes.buffer instanceof ArrayBuffer ? (bytes as Bytes) : new Uint8Array(bytes); // the check above is the proof
}
