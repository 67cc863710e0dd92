import { decodeUtf8, type Bytes } from "../../lib/bytes.ts";

/** Reads the wire format of SSH: lengths of four bytes before everything. Undefined once the bytes end too soon. Source: RFC 4251, 5. */
export class ByteReader {
  readonly #bytes: Bytes;
  #at = 0;
  constructor(bytes: Bytes) {
    this.#bytes = bytes;
  }

  /** Shares memory with the input. */
  take(length: number): Bytes | undefined {
    if (this.#at + length > this.#bytes.length) return undefined;
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  rest(): Bytes {
    return this.#bytes.subarray(this.#at);
  }

  number(): number | undefined {
    const bytes = this.take(4);
    return bytes === undefined ? undefined : new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0);
  }

  /** Shares memory with the input. */
  string(): Bytes | undefined {
    const length = this.number();
    return length === undefined ? undefined : this.take(length);
  }

  /** For what is no secret. */
  text(): string | undefined {
    const bytes = this.string();
    return bytes === undefined ? undefined : decodeUtf8(bytes);
  }
}
