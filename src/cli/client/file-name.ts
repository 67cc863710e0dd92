import { createHash } from "node:crypto";

/** Longer names are refused by some file systems, whose limit is 255 bytes with the temporary suffix. */
const MAX_LENGTH = 200;
const KEPT_LENGTH = 100;

/**
 * One file name for any text, that cannot leave its folder: all but letters, digits, `_`, `-` and `.` is
 * percent-encoded. What would be too long ends in its digest, after a `~` that no encoded name has; no text is `~` alone.
 */
export function safeFileName(text: string): string {
  const encoded = encodeURIComponent(text).replace(/[!'()*~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  if (encoded === "") return "~";
  if (/^\.+$/.test(encoded)) return encoded.replaceAll(".", "%2E");
  if (encoded.length <= MAX_LENGTH) return encoded;
  return `${encoded.slice(0, KEPT_LENGTH)}~${createHash("sha256").update(text).digest("hex")}`;
}
