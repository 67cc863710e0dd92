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

/** Shares files out to several takers, in turn; no body is copied. Files wait here until the outlets are there. */
export class Sender {
  private readonly outlets: Promise<readonly Outlet[]>;
  private ready: readonly Outlet[] = [];
  private batch: NamedBytes[] = [];
  private batchBytes = 0;
  private turn = 0;

  constructor(ask: AskOutlets) {
    this.outlets = ask().then((outlets) => (this.ready = outlets));
    this.outlets.catch(() => undefined); // `end` hears it
  }

  send(file: NamedBytes): void {
    this.batch.push(file);
    this.batchBytes += file.bytes.length;
    if (this.ready.length > 0 && (this.batchBytes >= BATCH_BYTES || this.batch.length >= BATCH_FILES)) this.flush();
  }

  async end(): Promise<void> {
    await this.outlets;
    this.flush();
    for (const outlet of this.ready) outlet.postMessage({ kind: "end" }, []);
  }

  private flush(): void {
    const outlet = this.ready[this.turn++ % this.ready.length];
    if (outlet === undefined || this.batch.length === 0) return;
    outlet.postMessage({ kind: "files", files: this.batch }, this.batch.map(({ bytes }) => bytes.buffer));
    this.batch = [];
    this.batchBytes = 0;
  }
}
