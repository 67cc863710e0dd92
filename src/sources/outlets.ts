import type { NamedBytes } from "../lib/named-bytes.ts";

/** What comes out of an outlet, in this order: files as they are read, then the end. A reader that was stopped sends no end. */
export type OutletMessage =
  | { readonly kind: "files"; readonly files: readonly NamedBytes[] }
  | { readonly kind: "end" };

/** The part of a `MessagePort` that is used. */
export interface Outlet {
  postMessage(message: OutletMessage, transfer: Transferable[]): void;
}

/** Gives the outlets, once something turns out to be large. */
export type AskOutlets = () => Promise<readonly Outlet[]>;

/** Units: bytes in one message: enough that messages are few, so few that whoever takes them is never kept long. */
const BATCH_BYTES = 1024 * 1024;
const BATCH_FILES = 256;

/**
 * Shares files out to several takers, in turn; no body is copied. Files that lie in one buffer go together, once the
 * next file lies in another: until then whoever reads may still look at what comes after them there. They wait here
 * until the outlets are there.
 */
export class Sender {
  private readonly outlets: Promise<readonly Outlet[]>;
  private ready: readonly Outlet[] = [];
  private readonly closed: (readonly NamedBytes[])[] = [];
  private batch: NamedBytes[] = [];
  private batchBytes = 0;
  private turn = 0;

  constructor(ask: AskOutlets) {
    this.outlets = ask().then((outlets) => (this.ready = outlets));
    this.outlets.catch(() => undefined); // `end` hears it
  }

  send(file: NamedBytes): void {
    const isFull = this.batchBytes >= BATCH_BYTES || this.batch.length >= BATCH_FILES;
    if (isFull && file.bytes.buffer !== this.batch.at(-1)?.bytes.buffer) this.close();
    this.batch.push(file);
    this.batchBytes += file.bytes.length;
  }

  async end(): Promise<void> {
    await this.outlets;
    this.close();
    for (const outlet of this.ready) outlet.postMessage({ kind: "end" }, []);
  }

  private close(): void {
    if (this.batch.length > 0) this.closed.push(this.batch);
    this.batch = [];
    this.batchBytes = 0;
    if (this.ready.length === 0) return;
    for (const files of this.closed.splice(0)) {
      this.ready[this.turn++ % this.ready.length]?.postMessage({ kind: "files", files }, [...new Set(files.map(({ bytes }) => bytes.buffer))]);
    }
  }
}
