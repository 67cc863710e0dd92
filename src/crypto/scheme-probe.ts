import { assertNever } from "../lib/assert-never.ts";
import type { Bytes } from "../lib/bytes.ts";
import type { OpenedSignature, OtherScheme, SchemeProbe } from "../tuf/explain/scheme-probe.ts";
import { ECDSA, HASH_NAMES, RSA } from "../tuf/model/key-algorithm.ts";
import type { EcdsaMaterial, RsaMaterial } from "../tuf/model/key.ts";
import { ecdsaCurve, ecdsaDerToFixed } from "./ecdsa-signature.ts";
import { digestOf } from "./hash.ts";
import { verifyPureMlDsa } from "./ml-dsa.ts";
import { isPkcs1Encoding, openPkcs1, openPss, pssSaltLength, saltLengths } from "./rsa-encoding.ts";
import { openSignature } from "./rsa.ts";

/** A byte of zeros for every eight that chance could set: what looks like padding below that may be none. Units: bytes. */
const MIN_PADDING = 8;

/** In plain JavaScript, since WebCrypto must be told the very parameters that are looked for. */
export function schemeProbe(): SchemeProbe {
  // One signature is tried on many messages, and raising it to its power is the slow part.
  const opened = new WeakMap<Uint8Array, Map<string, Bytes | undefined>>();
  const openOnce = (key: RsaMaterial, signature: Uint8Array): Bytes | undefined => {
    const known = opened.get(signature) ?? new Map<string, Bytes | undefined>();
    opened.set(signature, known);
    if (!known.has(key.fingerprint)) known.set(key.fingerprint, openSignature(key, signature));
    return known.get(key.fingerprint);
  };
  return {
    async otherScheme(key, message, signature) {
      switch (key.family) {
        case "ed25519": return undefined;
        case "ecdsa": return otherEcdsaHash(key, message, signature);
        case "rsa": return otherRsaScheme(key, message, openOnce(key, signature));
        case "ml-dsa": return (await verifyPureMlDsa(key, message, signature)) ? { kind: "without-prefix" } : undefined;
        default: return assertNever(key);
      }
    },
    async open(key, signature) {
      return key.family === "rsa" ? openRsa(key, openOnce(key, signature)) : undefined;
    },
  };
}

function otherEcdsaHash(key: EcdsaMaterial, message: Uint8Array, signature: Uint8Array): OtherScheme | undefined {
  const fixed = ecdsaDerToFixed(key.algorithm, signature);
  if (fixed === undefined) return undefined;
  const curve = ecdsaCurve(key.algorithm);
  const others = HASH_NAMES.filter((hash) => hash !== ECDSA[key.algorithm].hash);
  const hash = others.find((name) => curve.verify(fixed, digestOf(name, message), key.point, { format: "compact", lowS: false, prehash: false }));
  return hash === undefined ? undefined : { kind: "other-hash", hash };
}

function otherRsaScheme({ algorithm, modulusBits }: RsaMaterial, message: Uint8Array, encoded: Bytes | undefined): OtherScheme | undefined {
  if (encoded === undefined) return undefined;
  const own = RSA[algorithm];
  for (const hash of HASH_NAMES) {
    const saltLengthBytes = pssSaltLength(encoded, message, hash, modulusBits);
    if (saltLengthBytes !== undefined && !(own.padding === "pss" && own.hash === hash && saltLengths(hash, modulusBits).includes(saltLengthBytes))) return { kind: "other-pss", hash, saltLengthBytes };
    if (isPkcs1Encoding(encoded, message, hash) && !(own.padding === "pkcs1v15" && own.hash === hash)) return { kind: "pkcs1v15", hash };
  }
  return undefined;
}

function openRsa({ modulusBits }: RsaMaterial, encoded: Bytes | undefined): OpenedSignature | undefined {
  if (encoded === undefined) return undefined;
  for (const hash of HASH_NAMES) {
    if (openPkcs1(encoded, hash)) return { padding: "pkcs1v15", hash };
    const pss = openPss(encoded, hash, modulusBits);
    if (pss !== undefined && pss.zeros >= MIN_PADDING) return { padding: "pss", hash };
  }
  return undefined;
}
