import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { toHex } from "../lib/hex.ts";
import { fail, ok, type Result } from "../lib/result.ts";
import type { FileHashes } from "./reader-api.ts";
import { readFailureOf, type SourceFault } from "./source-fault.ts";

/** The platform hashes ten times as fast, and wants all of it at once: up to here it gets it. Units: bytes. */
const WHOLE_BYTES = 256 * 1024 * 1024;

/** Reads a file of any size once. */
export async function hashFile(file: File, subtle: SubtleCrypto, wholeBytes: number = WHOLE_BYTES): Promise<Result<FileHashes, SourceFault>> {
  try {
    return ok(file.size <= wholeBytes ? await hashWhole(file, subtle) : await hashInParts(file));
  } catch (error) {
    const cause = readFailureOf(error);
    if (cause === undefined) throw error;
    return fail({ kind: "unreadable", path: file.name, cause });
  }
}

async function hashWhole(file: File, subtle: SubtleCrypto): Promise<FileHashes> {
  const bytes = await file.arrayBuffer();
  const [short, long] = await Promise.all([subtle.digest("SHA-256", bytes), subtle.digest("SHA-512", bytes)]);
  return { lengthBytes: bytes.byteLength, sha256: toHex(new Uint8Array(short)), sha512: toHex(new Uint8Array(long)) };
}

async function hashInParts(file: File): Promise<FileHashes> {
  const [short, long] = [sha256.create(), sha512.create()];
  const reader = file.stream().getReader();
  let lengthBytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    short.update(part.value);
    long.update(part.value);
    lengthBytes += part.value.length;
  }
  return { lengthBytes, sha256: toHex(short.digest()), sha512: toHex(long.digest()) };
}
