import { Point } from "@noble/ed25519";

/**
 * False for what RFC 8032 cannot decode in canonical form and for the eight points of small order, under which one
 * constant signature fits every message. Chromium, OpenSSL and python-cryptography let such keys sign; here they never count.
 */
export function isUsableEd25519Point(publicKey: Uint8Array): boolean {
  try {
    return !Point.fromBytes(publicKey, false).isSmallOrder();
  } catch {
    return false; // the library throws for an encoding that is no point
  }
}
