import type { Bytes } from "../lib/bytes.ts";
import { fromBase64, toBase64 } from "../lib/base64.ts";

/** RFC 4648 section 5, without padding: how WebAuthn writes the ids of credentials. */
export function toBase64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function fromBase64Url(text: string): Bytes | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return undefined;
  return fromBase64(text.replaceAll("-", "+").replaceAll("_", "/").padEnd(Math.ceil(text.length / 4) * 4, "="));
}
