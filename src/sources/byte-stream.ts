import type { Bytes } from "../lib/bytes.ts";

/** Units: bytes read at once where the stream lets its buffer be used again. */
const WINDOW_BYTES = 1024 * 1024;

/** Reads exact amounts from a stream of chunks of any size. */
export class ByteStream {
  private readonly reader: ReadableStreamDefaultReader<Uint8Array> | ReadableStreamBYOBReader;
  /** The one buffer that is read into again and again: what a stream gives fresh each time is let go of far too late. */
  private window: Bytes | undefined;
  private readonly onBytes: (totalBytes: number) => void;
  private readonly onFailure: (error: unknown) => never;
  private pending: Uint8Array = new Uint8Array(0);
  private totalBytes = 0;

  /** `onBytes` hears the running total before any of it is used, and may throw to stop; `onFailure` hears what the stream throws. */
  constructor(stream: ReadableStream<Uint8Array>, onBytes: (totalBytes: number) => void, onFailure: (error: unknown) => never) {
    this.reader = byobReader(stream) ?? stream.getReader();
    this.onBytes = onBytes;
    this.onFailure = onFailure;
  }

  /** Fewer bytes than asked for only where the stream ends. */
  async take(length: number): Promise<Bytes> {
    const out = new Uint8Array(length);
    let taken = 0;
    while (taken < length && (this.pending.length > 0 || (await this.fill()))) {
      const part = this.pending.subarray(0, length - taken);
      out.set(part, taken);
      this.pending = this.pending.subarray(part.length);
      taken += part.length;
    }
    return taken === length ? out : out.slice(0, taken);
  }

  /** False where the stream ends before that many bytes. */
  async skip(length: number): Promise<boolean> {
    let missing = length;
    while (missing > 0 && (await this.fill())) {
      const skipped = Math.min(missing, this.pending.length);
      this.pending = this.pending.subarray(skipped);
      missing -= skipped;
    }
    return missing === 0;
  }

  /** True when every byte up to the end is zero. */
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

  private async next(): Promise<ReadableStreamReadResult<Uint8Array>> {
    const { reader } = this;
    if (!(reader instanceof ReadableStreamBYOBReader)) return reader.read();
    const read = await reader.read(this.window ?? new Uint8Array(WINDOW_BYTES));
    this.window = read.value === undefined ? undefined : new Uint8Array(read.value.buffer); // it was taken away and comes back
    return read;
  }

  private async fill(): Promise<boolean> {
    while (this.pending.length === 0) {
      const { done, value } = await this.next().catch(this.onFailure);
      if (done || value === undefined) return false;
      this.totalBytes += value.length;
      this.onBytes(this.totalBytes);
      this.pending = value;
    }
    return true;
  }
}

/** Undefined for streams that give only what they have made themselves, such as those behind a transform. */
function byobReader(stream: ReadableStream<Uint8Array>): ReadableStreamBYOBReader | undefined {
  try {
    return stream.getReader({ mode: "byob" });
  } catch (error) {
    if (error instanceof TypeError) return undefined; // the standard's word for "not a byte stream"
    throw error;
  }
}
