import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { Readable } from "node:stream";

/** The part of `File` that reading a source uses, over a file on disk of which nothing is read before it is asked for. */
export class DiskFile {
  readonly name: string;
  readonly size: number;
  private readonly path: string;
  private readonly start: number;

  constructor(path: string, name: string, size: number, start = 0) {
    this.path = path;
    this.name = name;
    this.size = size;
    this.start = start;
  }

  static async at(path: string, name: string): Promise<File> {
    const { size } = await asDomException(stat(path));
    return new DiskFile(path, name, size).asFile();
  }

  slice(from = 0, to: number = this.size): File {
    const start = Math.min(from, this.size);
    return new DiskFile(this.path, this.name, Math.max(0, Math.min(to, this.size) - start), this.start + start).asFile();
  }

  /** Shorter than `size` when the file was cut meanwhile, which its reader notices. */
  arrayBuffer(): Promise<ArrayBuffer> {
    return asDomException(this.readAll());
  }

  stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    // Node's type for web streams is not the DOM's; they are the same class.
    return Readable.toWeb(createReadStream(this.path, { start: this.start, end: this.start + this.size - 1 })) as unknown as ReadableStream<Uint8Array<ArrayBuffer>>;
  }

  private async readAll(): Promise<ArrayBuffer> {
    const file = await open(this.path);
    try {
      const bytes = new Uint8Array(this.size);
      let filled = 0;
      while (filled < bytes.length) {
        const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, this.start + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.slice(0, filled).buffer;
    } finally {
      await file.close();
    }
  }

  /** The one place where this class stands for the platform's own. */
  private asFile(): File {
    return this as unknown as File;
  }
}

/** The file system's refusals in the form in which browsers report theirs, which is what `sources` understands. */
export async function asDomException<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    const name = error.code === "ENOENT" ? "NotFoundError" : error.code === "EACCES" || error.code === "EPERM" ? "NotAllowedError" : "UnknownError";
    throw new DOMException(error.message, name);
  }
}
