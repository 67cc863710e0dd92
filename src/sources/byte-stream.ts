import { concatBytes, type Bytes } from "../lib/bytes.ts";
import type { TarStream } from "./tar-stream.ts";

/** Reads exact amounts from a stream of chunks of any size. */
export class ByteStream implements TarStream {
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  private readonly onBytes: (totalBytes: number) => void;
  private readonly onFailure: (error: unknown) => never;
  private pending: Uint8Array = new Uint8Array(0);
  private totalBytes = 0;

  /** `onBytes` hears the running total before any of it is used, and may throw to stop; `onFailure` hears what the stream throws. */
  constructor(stream: ReadableStream<Uint8Array>, onBytes: (totalBytes: number) => void, onFailure: (error: unknown) => never) {
    this.reader = stream.getReader();
    this.onBytes = onBytes;
    this.onFailure = onFailure;
  }

  async take(length: number): Promise<Bytes> {
    const parts: Uint8Array[] = [];
    let missing = length;
    while (missing > 0 && (await this.fill())) {
      const part = this.pending.subarray(0, missing);
      parts.push(part);
      this.pending = this.pending.subarray(part.length);
      missing -= part.length;
    }
    return concatBytes(...parts);
  }

  takeShared(length: number): Promise<Bytes> {
    return this.take(length);
  }

  async skip(length: number): Promise<boolean> {
    let missing = length;
    while (missing > 0 && (await this.fill())) {
      const skipped = Math.min(missing, this.pending.length);
      this.pending = this.pending.subarray(skipped);
      missing -= skipped;
    }
    return missing === 0;
  }

  async restIsZero(): Promise<boolean> {
    while (await this.fill()) {
      if (this.pending.some((byte) => byte !== 0)) return false;
      this.pending = new Uint8Array(0);
    }
    return true;
  }

  async close(): Promise<void> {
    await this.reader.cancel().catch(() => undefined); // a stream that failed says so again here; it was reported when read
  }

  private async fill(): Promise<boolean> {
    while (this.pending.length === 0) {
      const { done, value } = await this.reader.read().catch(this.onFailure);
      if (done) return false;
      this.totalBytes += value.length;
      this.onBytes(this.totalBytes);
      this.pending = value;
    }
    return true;
  }
}
