import { createPrivateKey, createPublicKey, hash, sign } from "node:crypto";
import { p256 } from "@noble/curves/nist.js";
import { toHex } from "../../lib/hex.ts";
import { tufKey, type PlainKey } from "../../tuf/edit/build-metadata.ts";
import { seedBytes } from "./seeded-random.ts";

export type GeneratedAlgorithm = "ed25519" | "p256";

export interface GeneratedKey {
  readonly plain: PlainKey;
  /** Shape: hex, in the form that TUF carries. The same message always gives the same signature. */
  sign(message: Uint8Array): string;
}

const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex");
const SPKI_P256 = Buffer.from("3059301306072a8648ce3d020106082a8648ce3d030107034200", "hex");

/** A throw-away key that its name and a seed decide. Never for anything but made-up metadata. */
export function generatedKey(algorithm: GeneratedAlgorithm, seed: string, name: string): GeneratedKey {
  const secret = seedBytes(`${seed} key ${name}`);
  return algorithm === "ed25519" ? ed25519Key(secret) : p256Key(secret);
}

function ed25519Key(secret: Uint8Array): GeneratedKey {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, secret]), format: "der", type: "pkcs8" });
  const spki = createPublicKey(key).export({ type: "spki", format: "der" });
  return {
    plain: tufKey({ keytype: "ed25519", scheme: "ed25519", public: spki.subarray(-32).toString("hex") }),
    sign: (message) => sign(null, message, key).toString("hex"),
  };
}

/** By noble, whose ECDSA takes its nonce from key and message (RFC 6979): OpenSSL's is another one each time. */
function p256Key(secret: Uint8Array): GeneratedKey {
  const point = p256.getPublicKey(secret, false);
  const pem = createPublicKey({ key: Buffer.concat([SPKI_P256, point]), format: "der", type: "spki" }).export({ type: "spki", format: "pem" }).toString();
  return {
    plain: tufKey({ keytype: "ecdsa", scheme: "ecdsa-sha2-nistp256", public: pem }),
    sign: (message) => toHex(p256.sign(hash("sha256", message, "buffer"), secret, { prehash: false, lowS: false, format: "der" })),
  };
}
