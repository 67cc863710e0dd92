import { utf8, type Bytes } from "../lib/bytes.ts";
import { fail, ok, type Result } from "../lib/result.ts";

export type PrivatePemFault =
  | { readonly kind: "pem-too-large"; readonly limitBytes: number }
  | { readonly kind: "pem-missing" }
  | { readonly kind: "pem-truncated"; readonly label: string }
  | { readonly kind: "pem-encrypted"; readonly form: "pkcs8" | "openssl-legacy" }
  | { readonly kind: "pem-label"; readonly label: string }
  | { readonly kind: "pem-several-keys" }
  | { readonly kind: "pem-not-base64" };

const DASH = 0x2d;
const MAX_LABEL_LENGTH = 40;
/** Far above any key that is accepted here; a wrong file of hundreds of megabytes is refused at once. */
const MAX_PEM_BYTES = 64 * 1024;

/**
 * The DER inside one `PRIVATE KEY` block (RFC 7468, 10). Works on bytes from end to end: a string that held the key
 * could not be wiped. The caller wipes the result.
 */
export function readPrivatePem(pem: Bytes): Result<Bytes, PrivatePemFault> {
  const found = onePrivateBlock(pem);
  if (!found.ok) return found;
  const { label, body } = found.value;
  if (label === "ENCRYPTED PRIVATE KEY") return fail({ kind: "pem-encrypted", form: "pkcs8" });
  if (indexOf(body, utf8("Proc-Type:"), 0) >= 0) return fail({ kind: "pem-encrypted", form: "openssl-legacy" });
  return label === "PRIVATE KEY" ? readBody(body) : fail({ kind: "pem-label", label });
}

/** The DER inside one `ENCRYPTED PRIVATE KEY` block (RFC 7468, 11). */
export function readEncryptedPem(pem: Bytes): Result<Bytes, PrivatePemFault> {
  const found = onePrivateBlock(pem);
  if (!found.ok) return found;
  const { label, body } = found.value;
  return label === "ENCRYPTED PRIVATE KEY" ? readBody(body) : fail({ kind: "pem-label", label });
}

function onePrivateBlock(pem: Bytes): Result<Block & { readonly body: Bytes }, PrivatePemFault> {
  if (pem.length > MAX_PEM_BYTES) return fail({ kind: "pem-too-large", limitBytes: MAX_PEM_BYTES });
  const blocks = findBlocks(pem);
  const privateBlocks = blocks.filter((block) => block.label.endsWith("PRIVATE KEY"));
  if (privateBlocks.length > 1) return fail({ kind: "pem-several-keys" });
  const block = privateBlocks[0] ?? blocks[0];
  if (block === undefined) return fail({ kind: "pem-missing" });
  const { label, body } = block;
  return body === undefined ? fail({ kind: "pem-truncated", label }) : ok({ label, body });
}

function readBody(body: Bytes): Result<Bytes, PrivatePemFault> {
  const der = decodeBase64(body);
  return der === undefined ? fail({ kind: "pem-not-base64" }) : ok(der);
}

interface Block {
  readonly label: string;
  /** Undefined when its end line is missing. */
  readonly body: Bytes | undefined;
}

function findBlocks(pem: Bytes): readonly Block[] {
  const blocks: Block[] = [];
  const begin = utf8("-----BEGIN ");
  for (let at = indexOf(pem, begin, 0); at >= 0; at = indexOf(pem, begin, at)) {
    const labelStart = at + begin.length;
    const labelEnd = indexOf(pem, utf8("-----"), labelStart);
    if (labelEnd < 0 || labelEnd - labelStart > MAX_LABEL_LENGTH) {
      at = labelStart;
      continue;
    }
    const label = String.fromCharCode(...pem.subarray(labelStart, labelEnd)); // the label is public
    const bodyStart = labelEnd + 5;
    const end = indexOf(pem, utf8(`-----END ${label}-----`), bodyStart);
    blocks.push({ label, body: end < 0 ? undefined : pem.subarray(bodyStart, end) });
    at = end < 0 ? bodyStart : end;
  }
  return blocks;
}

function decodeBase64(body: Bytes): Bytes | undefined {
  const out = new Uint8Array(Math.ceil((body.length * 3) / 4));
  let [bits, pending, length, symbols, padding] = [0, 0, 0, 0, 0];
  for (const code of body) {
    if (code === 0x20 || (code >= 0x09 && code <= 0x0d)) continue;
    const value = base64Value(code);
    symbols++;
    if (code === 0x3d && padding < 2) {
      padding++;
      continue;
    }
    if (value === undefined || padding > 0) return wiped(out);
    pending = ((pending << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[length++] = (pending >> bits) & 255;
    }
  }
  if (symbols % 4 !== 0 || length === 0) return wiped(out);
  return out.subarray(0, length);
}

function wiped(bytes: Bytes): undefined {
  bytes.fill(0);
  return undefined;
}

function base64Value(code: number): number | undefined {
  if (code >= 0x41 && code <= 0x5a) return code - 0x41;
  if (code >= 0x61 && code <= 0x7a) return code - 0x61 + 26;
  if (code >= 0x30 && code <= 0x39) return code - 0x30 + 52;
  if (code === 0x2b) return 62;
  return code === 0x2f ? 63 : undefined;
}

function indexOf(bytes: Bytes, wanted: Bytes, from: number): number {
  for (let at = bytes.indexOf(wanted[0] ?? DASH, from); at >= 0; at = bytes.indexOf(wanted[0] ?? DASH, at + 1)) {
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return at;
  }
  return -1;
}
