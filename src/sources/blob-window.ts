import type { Bytes } from "../lib/bytes.ts";

const WINDOW_BYTES = 4 * 1024 * 1024;

/** Random access to a large file in few reads: what is asked for in order is served from one window. */
export class BlobWindow {
  readonly sizeBytes: number;
  private readonly blob: Blob;
  private window: Bytes = new Uint8Array(0);
  private start = 0;

  constructor(blob: Blob) {
    this.blob = blob;
    this.sizeBytes = blob.size;
  }

  /** The view is good until the next call. Ends early where the file ends. */
  async read(start: number, end: number): Promise<Uint8Array> {
    const stop = Math.min(end, this.sizeBytes);
    if (start < this.start || stop > this.start + this.window.length) {
      const buffer = await this.blob.slice(start, Math.max(stop, start + WINDOW_BYTES)).arrayBuffer();
      this.window = new Uint8Array(buffer);
      this.start = start;
    }
    return this.window.subarray(start - this.start, Math.max(stop, start) - this.start);
  }
}
