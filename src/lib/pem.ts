import { toBase64 } from "./base64.ts";

/** Lines of 64 characters, and a line break at the end. Source: RFC 7468. */
export function toPem(label: string, der: Uint8Array): string {
  const lines = toBase64(der).match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}
