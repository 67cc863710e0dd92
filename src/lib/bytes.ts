/** Bytes over a plain ArrayBuffer: what WebCrypto and `postMessage` transfers want. */
export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();
/** One for all: a browser makes a decoder of some kilobytes, and lets go of it late. Each call begins anew. */
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function utf8(text: string): Bytes {
  return encoder.encode(text);
}

/** Writes a text from a place on, as far as there is room, and gives where it ended. */
export function writeUtf8(text: string, into: Uint8Array, start: number): number {
  return start + encoder.encodeInto(text, into.subarray(start)).written;
}

/** Strict UTF-8: undefined for any malformed sequence. A byte order mark is kept, so that callers can see it. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined; // the only thing that `fatal` throws for
  }
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

export function concatBytes(...parts: readonly Uint8Array[]): Bytes {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
