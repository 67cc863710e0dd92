import { utf8, type Bytes } from "../../lib/bytes.ts";
import { fail, ok, type Result } from "../../lib/result.ts";
import { findBytes } from "./find-bytes.ts";
import type { KeyFileFault, KeyFileFormat } from "./key-file-fault.ts";

const MAX_LABEL_LENGTH = 40;

/** The blocks of private keys that are read here. Source: RFC 7468, 10 and 11; RFC 5915, 4; RFC 8017, A.1.2; OpenSSH's PROTOCOL.key. */
type PrivateLabel = "PRIVATE KEY" | "ENCRYPTED PRIVATE KEY" | "EC PRIVATE KEY" | "RSA PRIVATE KEY" | "OPENSSH PRIVATE KEY";
const LABELS: Readonly<Record<PrivateLabel, KeyFileFormat>> = {
  "PRIVATE KEY": "pkcs8",
  "ENCRYPTED PRIVATE KEY": "pkcs8",
  "EC PRIVATE KEY": "sec1",
  "RSA PRIVATE KEY": "pkcs1",
  "OPENSSH PRIVATE KEY": "openssh",
};

export interface PrivateBlock {
  readonly label: PrivateLabel;
  readonly format: KeyFileFormat;
  /** The caller wipes it. */
  readonly content: Bytes;
}

/** Whether there is a PEM block at all. */
export function isPem(file: Bytes): boolean {
  return findBytes(file, utf8("-----BEGIN "), 0) >= 0;
}

/** The one private key of a PEM file. Works on bytes from end to end: a string that held the key could not be wiped. */
export function readPrivatePem(file: Bytes): Result<PrivateBlock, KeyFileFault> {
  const blocks = findBlocks(file);
  const privateBlocks = blocks.filter((block) => block.label.endsWith("PRIVATE KEY"));
  if (privateBlocks.length > 1) return fail({ kind: "key-file-several-keys" });
  const block = privateBlocks[0] ?? blocks[0];
  if (block === undefined) return fail({ kind: "key-file-unrecognised" });
  const { label, body } = block;
  if (!isKnown(label)) return fail({ kind: "key-file-other-block", label });
  const format = LABELS[label];
  if (body === undefined) return fail({ kind: "key-file-damaged", format, why: "cut" });
  if (findBytes(body, utf8("Proc-Type:"), 0) >= 0) return fail({ kind: "key-file-protection-unsupported", format, found: "OpenSSL's old form (DEK-Info)" });
  const content = decodeBase64(body);
  return content === undefined ? fail({ kind: "key-file-damaged", format, why: "not-text" }) : ok({ label, format, content });
}

function isKnown(label: string): label is PrivateLabel {
  return Object.hasOwn(LABELS, label);
}

interface Block {
  readonly label: string;
  /** Undefined when its end line is missing. */
  readonly body: Bytes | undefined;
}

function findBlocks(pem: Bytes): readonly Block[] {
  const blocks: Block[] = [];
  const [begin, end] = [utf8("-----BEGIN "), utf8("-----END ")];
  let endsAt = findBytes(pem, end, 0); // only ever moves on, so that many beginnings are no more work than one
  for (let at = findBytes(pem, begin, 0); at >= 0; at = findBytes(pem, begin, at)) {
    const labelStart = at + begin.length;
    const labelEnd = findBytes(pem, utf8("-----"), labelStart);
    if (labelEnd < 0 || labelEnd - labelStart > MAX_LABEL_LENGTH) {
      at = labelStart;
      continue;
    }
    const label = String.fromCharCode(...pem.subarray(labelStart, labelEnd)); // the label is public
    const bodyStart = labelEnd + 5;
    if (endsAt >= 0 && endsAt < bodyStart) endsAt = findBytes(pem, end, bodyStart);
    const isWhole = endsAt >= 0 && startsWith(pem.subarray(endsAt + end.length), utf8(`${label}-----`));
    blocks.push({ label, body: isWhole ? pem.subarray(bodyStart, endsAt) : undefined });
    at = isWhole ? endsAt : bodyStart;
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

function startsWith(bytes: Bytes, wanted: Bytes): boolean {
  return wanted.every((byte, i) => bytes[i] === byte);
}
