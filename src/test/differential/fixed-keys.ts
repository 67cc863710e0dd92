import { p256 } from "@noble/curves/nist.js";
import { createHash, createPrivateKey } from "node:crypto";
import { Buffer } from "node:buffer";
import { ecdsaMaterial } from "../../tuf/model/key.ts";
import { tufKey } from "../../tuf/edit/build-metadata.ts";
import { nodeKey } from "../node-keys.ts";
import { publicParts, type SimKey } from "../repository-simulator.ts";

/**
 * Keys that follow from a name, whose signatures are always the same: so that a mutation that is named by its seed meets
 * the same bytes on every machine. They guard nothing.
 */
export function fixedKey(name: string, algorithm: "ed25519" | "ecdsa-p256" = "ed25519"): SimKey {
  const secret = createHash("sha256").update(`countersign differential ${name}`).digest();
  return algorithm === "ed25519" ? fixedEd25519(secret) : fixedP256(secret);
}

const ED25519_PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

function fixedEd25519(secret: Buffer): SimKey {
  const node = nodeKey(createPrivateKey({ key: Buffer.concat([ED25519_PKCS8, secret]), format: "der", type: "pkcs8" }));
  return { node, plain: tufKey(publicParts(node)) };
}

function fixedP256(secret: Buffer): SimKey {
  const point = p256.getPublicKey(secret, false);
  const coordinate = (from: number): string => Buffer.from(point.subarray(from, from + 32)).toString("base64url");
  const privateKey = createPrivateKey({ key: { kty: "EC", crv: "P-256", d: secret.toString("base64url"), x: coordinate(1), y: coordinate(33) }, format: "jwk" });
  const material = ecdsaMaterial("P-256", new Uint8Array(point), "pem");
  if (!material.ok) throw new Error("a point that was just made");
  // Node's own ECDSA draws a nonce; noble's follows from the message.
  const node = { material: material.value, privateKey, sign: (message: Uint8Array) => new Uint8Array(p256.sign(message, secret, { format: "der" })) };
  return { node, plain: tufKey(publicParts(node)) };
}
