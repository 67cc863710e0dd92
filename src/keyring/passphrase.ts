import type { Brand } from "../lib/brand.ts";
import { utf8, type Bytes } from "../lib/bytes.ts";

/** Secret. Shape: UTF-8 of the text, in Unicode's normal form NFKC unless it is of a file. */
export type Passphrase = Brand<Bytes, "Passphrase">;

/** Of one that is being chosen. Units: characters are code points. */
export const PASSPHRASE_LIMITS = { minCharacters: 12, maxBytes: 1024 } as const;

/**
 * Normalised, since two keyboards write one word in two ways. The text itself cannot be wiped: read it from the field,
 * empty the field in the same turn, and keep neither. Another tool that opens a backup needs the normalised form too;
 * for ASCII it is the text as it stands.
 */
export function passphraseOf(text: string): Passphrase {
  return utf8(text.normalize("NFKC")) as Passphrase; // the one maker
}

/** Of a file that another tool may have written, which took the text as it was typed. The keyring tries both forms. */
export function passphraseOfFile(text: string): Passphrase {
  return utf8(text) as Passphrase; // the one maker of these
}
