import { sha256 } from "@noble/hashes/sha2.js";
import { toHex } from "../../lib/hex.ts";
import type { Digest } from "./ids.ts";

export function sha256Digest(bytes: Uint8Array): Digest {
  return toHex(sha256(bytes)) as Digest; // the one maker of this brand
}
