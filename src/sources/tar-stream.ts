import type { Bytes } from "../lib/bytes.ts";

/** What a tar is read from, from its beginning to its end. */
export interface TarStream {
  /** In a buffer of its own. Fewer bytes than asked for only where the stream ends. */
  take(length: number): Promise<Bytes>;
  /** May be a view of a buffer that neighbours lie in as well: for whoever takes all of them. */
  takeShared(length: number): Promise<Bytes>;
  /** False where the stream ends before that many bytes. */
  skip(length: number): Promise<boolean>;
  /** True when every byte up to the end is zero. */
  restIsZero(): Promise<boolean>;
  close(): Promise<void>;
}

/** Units: bytes. Large enough that a file seldom lies across the edge of two windows. */
const WINDOW_BYTES = 2 * 1024 * 1024;

/** A file on disk in windows, the next of which is on its way while one is used. What is skipped is not read. */
export class BlobTarStream implements TarStream {
  private readonly blob: Blob;
  private readonly onFailure: (error: unknown) => never;
  private window: Bytes = new Uint8Array(0);
  private start = 0;
  private at = 0;
  private next: { readonly start: number; readonly bytes: Promise<ArrayBuffer> } | undefined;

  constructor(blob: Blob, onFailure: (error: unknown) => never) {
    this.blob = blob;
    this.onFailure = onFailure;
  }

  async take(length: number): Promise<Bytes> {
    const shared = await this.takeShared(length);
    return shared.length === shared.buffer.byteLength ? shared : shared.slice();
  }

  async takeShared(length: number): Promise<Bytes> {
    if (this.at < this.start || this.at >= this.start + this.window.length) await this.load();
    const from = this.at - this.start;
    const here = this.window.subarray(from, from + length);
    this.at += here.length;
    if (here.length === length || this.at >= this.blob.size) return here;
    const whole = new Uint8Array(Math.min(length, this.blob.size - this.at + here.length));
    whole.set(here);
    for (let filled = here.length; filled < whole.length; ) {
      await this.load();
      const more = this.window.subarray(0, whole.length - filled);
      if (more.length === 0) return whole.slice(0, filled); // the file is shorter by now than it was
      whole.set(more, filled);
      filled += more.length;
      this.at += more.length;
    }
    return whole;
  }

  async skip(length: number): Promise<boolean> {
    const left = this.blob.size - this.at;
    this.at += Math.min(left, length);
    return length <= left;
  }

  async restIsZero(): Promise<boolean> {
    while (this.at < this.blob.size) {
      const part = await this.takeShared(WINDOW_BYTES);
      if (part.length === 0 || part.some((byte) => byte !== 0)) return false;
    }
    return true;
  }

  async close(): Promise<void> {
    this.next?.bytes.catch(() => undefined); // nobody wants it any more
  }

  /** The window that begins where reading has come to. */
  private async load(): Promise<void> {
    const bytes = this.next?.start === this.at ? this.next.bytes : this.read(this.at);
    this.window = new Uint8Array(await bytes.catch(this.onFailure));
    this.start = this.at;
    const after = this.start + this.window.length;
    this.next = after < this.blob.size && this.window.length > 0 ? { start: after, bytes: this.read(after) } : undefined;
    this.next?.bytes.catch(() => undefined); // heard when it is used
  }

  private read(start: number): Promise<ArrayBuffer> {
    return this.blob.slice(start, start + WINDOW_BYTES).arrayBuffer();
  }
}
