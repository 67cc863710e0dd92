import { ctr } from "@noble/ciphers/aes.js";
import { utf8, type Bytes } from "../../lib/bytes.ts";
import { fail, ok, type Result } from "../../lib/result.ts";
import type { Watch } from "../keyring.ts";
import type { KdfFault } from "../scrypt.ts";
import { derivePbkdf2, isAffordable } from "./file-kdf.ts";
import { findBytes } from "./find-bytes.ts";
import { fromHexBytes } from "./hex-bytes.ts";
import { readDecryptedKeys } from "./json-keys.ts";
import type { KeyFileFault } from "./key-file-fault.ts";
import type { FiledKey } from "./private-key-info.ts";

// What securesystemslib wrote before 1.0: salt, iterations, HMAC, counter and ciphertext in hex, between “@@@@”.
// PBKDF2-HMAC-SHA-256 gives the one key of AES-256-CTR and of the HMAC-SHA-256 over the ciphertext.

const DELIMITER = utf8("@@@@");

/** Whether a file is of this form. */
export function isSecuresystemslib(file: Bytes): boolean {
  return findBytes(file, DELIMITER, 0) >= 0;
}

/** The caller wipes the file, the passphrases and the secret. Tries each passphrase. */
export async function readSecuresystemslib(subtle: SubtleCrypto, file: Bytes, passphrases: readonly Bytes[], watch: Watch): Promise<Result<FiledKey, KeyFileFault | KdfFault>> {
  const [saltHex, decimal, macHex, counterHex, ciphertextHex, ...others] = split(file);
  const [salt, mac, counter, ciphertext] = [saltHex, macHex, counterHex, ciphertextHex].map((hex) => (hex === undefined ? undefined : fromHexBytes(hex)));
  const iterations = Number(String.fromCharCode(...(decimal ?? []).slice(0, 20)));
  if (salt === undefined || mac?.length !== 32 || counter?.length !== 16 || ciphertext === undefined || !Number.isSafeInteger(iterations) || others.length > 0) return damaged;
  const affordable = isAffordable("securesystemslib", { iterations });
  if (!affordable.ok) return affordable;
  if (passphrases.length === 0) return fail({ kind: "key-file-needs-passphrase", format: "securesystemslib" });
  for (const passphrase of passphrases) {
    const key = await derivePbkdf2(subtle, { hash: "SHA-256", iterations, salt, length: 32 }, passphrase, watch);
    if (!key.ok) return key;
    try {
      if (await fits(subtle, key.value, mac, ciphertext)) return read(new Uint8Array(ctr(key.value, counter).decrypt(ciphertext)));
    } finally {
      key.value.fill(0);
    }
  }
  return fail({ kind: "key-file-passphrase-wrong", format: "securesystemslib" });
}

function read(json: Bytes): Result<FiledKey, KeyFileFault> {
  try {
    const found = readDecryptedKeys("securesystemslib", json);
    return found.ok ? ok(found.value) : found;
  } finally {
    json.fill(0);
  }
}

async function fits(subtle: SubtleCrypto, key: Bytes, mac: Bytes, ciphertext: Bytes): Promise<boolean> {
  const handle = await subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
  return subtle.verify("HMAC", handle, mac, ciphertext);
}

/** Shares memory with the input. */
function split(file: Bytes): readonly Bytes[] {
  const parts: Bytes[] = [];
  let start = 0;
  for (let at = findBytes(file, DELIMITER, 0); at >= 0; at = findBytes(file, DELIMITER, start)) {
    parts.push(file.subarray(start, at));
    start = at + DELIMITER.length;
  }
  return [...parts, file.subarray(start)];
}

const damaged = fail({ kind: "key-file-damaged", format: "securesystemslib", why: "structure" } as const);
