import { isMlDsa } from "../model/key-algorithm.ts";
import type { KeyMaterial } from "../model/key.ts";

/**
 * What it takes to check one signature. Units: bytes hashed. Every signature hashes the whole message anew, and its
 * arithmetic takes about as long as hashing so many bytes. Without a key: as for the usual ones.
 */
export function checkCost(message: { readonly length: number }, key?: KeyMaterial): number {
  return message.length + (key === undefined ? USUAL_ARITHMETIC : arithmetic(key));
}

const KIB = 1024;
const USUAL_ARITHMETIC = 64 * KIB;
const MAX_REPORT_COST = 256 * KIB * KIB;
/** However long the document is. No role is known that has as many signers. */
const ALWAYS_CHECKED = 128;

/**
 * Asked for each signature in turn: undefined while it is still to be checked, and after that how many were. Without a
 * limit a megabyte can ask for gigabytes of hashing. Once one is passed over, all others are.
 */
export function checkBudget(message: { readonly length: number }): (key: KeyMaterial) => number | undefined {
  let checked = 0;
  let spent = 0;
  return (key) => {
    spent += checkCost(message, key);
    if (checked >= ALWAYS_CHECKED && spent > MAX_REPORT_COST) return checked;
    checked++;
    return undefined;
  };
}

/** Measured with WebCrypto, points decompressed; ML-DSA in plain JavaScript. */
function arithmetic(key: KeyMaterial): number {
  if (key.family === "rsa") return 32 * KIB * (key.modulusBits / 2048) ** 2;
  if (isMlDsa(key.algorithm)) return 1024 * KIB;
  return { ed25519: USUAL_ARITHMETIC, "ecdsa-p256": USUAL_ARITHMETIC, "ecdsa-p384": 2 * USUAL_ARITHMETIC, "ecdsa-p521": 8 * USUAL_ARITHMETIC }[key.algorithm];
}
