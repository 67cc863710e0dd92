import type { Bytes } from "../lib/bytes.ts";
import type { NamedBytes } from "../lib/named-bytes.ts";
import { Sender, type AskOutlets } from "./outlets.ts";
import { LARGE, type NotReadFile, type NotReadReason, type ReadProgress, type SourceContents, type SourceKind, type SourceLimits } from "./source-contents.ts";
import { SourceRefusal } from "./source-fault.ts";
import { mayBeMetadata, passedOverPart } from "./what-to-read.ts";

export interface IntakeOptions {
  /** Where the files of something large go as they are read. */
  readonly ask?: AskOutlets | undefined;
  /** Only this file is read; the others are passed by. */
  readonly only?: string | undefined;
}

/** Collects what every kind of source gives, and keeps the limits in one place. */
export class Intake {
  readonly limits: SourceLimits;
  private readonly onProgress: (progress: ReadProgress) => void;
  private readonly how: IntakeOptions;
  private sender: Sender | undefined;
  private files: NamedBytes[] = [];
  private filesRead = 0;
  private readonly notRead: NotReadFile[] = [];
  private readonly passedOver = new Set<string>();
  private readonly seen = new Set<string>();
  private admitted = 0;
  private admittedBytes = 0;
  private bytesRead = 0;
  private of: number | undefined;

  constructor(limits: SourceLimits, onProgress: (progress: ReadProgress) => void, how: IntakeOptions = {}) {
    this.limits = limits;
    this.onProgress = onProgress;
    this.how = how;
  }

  /** True when the path is left out before anything is counted. */
  passesOver(path: string): boolean {
    const part = passedOverPart(path);
    if (part !== undefined) this.passedOver.add(part);
    return part !== undefined;
  }

  /**
   * Decides, before it is opened, whether a file is read. `asked` files were pointed at one by one, so their name does
   * not matter. What is not read is listed here.
   */
  admits(path: string, sizeBytes: number | undefined, asked: boolean = false): boolean {
    this.name(path);
    if (this.how.only !== undefined && this.how.only !== path) return false;
    if (!asked && !mayBeMetadata(path)) {
      this.list(path, sizeBytes, { kind: "content" });
      return false;
    }
    const { maxFileBytes, maxFiles, maxTotalBytes } = this.limits;
    if (sizeBytes !== undefined && sizeBytes > maxFileBytes) {
      this.list(path, sizeBytes, { kind: "too-large", limitBytes: maxFileBytes });
      return false;
    }
    if (++this.admitted > maxFiles) throw new SourceRefusal({ kind: "too-many-files", limit: maxFiles });
    this.admittedBytes += sizeBytes ?? 0;
    if (this.admittedBytes > maxTotalBytes) throw new SourceRefusal({ kind: "too-many-bytes", limitBytes: maxTotalBytes });
    return true;
  }

  /** Lists a file that was never asked for admission. */
  leave(path: string, sizeBytes: number | undefined, why: NotReadReason): void {
    this.name(path);
    this.list(path, sizeBytes, why);
  }

  /** The outcome of an admitted file that could not be read after all. */
  list(path: string, sizeBytes: number | undefined, why: NotReadReason): void {
    this.notRead.push({ path, sizeBytes, why });
  }

  add(path: string, bytes: Bytes): void {
    this.filesRead++;
    this.bytesRead += bytes.length;
    if (this.bytesRead > this.limits.maxTotalBytes) {
      throw new SourceRefusal({ kind: "too-many-bytes", limitBytes: this.limits.maxTotalBytes });
    }
    this.onProgress({ filesRead: this.filesRead, bytesRead: this.bytesRead, of: this.of });
    if (this.sender !== undefined) return this.sender.send({ path, bytes });
    this.files.push({ path, bytes });
    if (this.how.ask === undefined || (this.filesRead <= LARGE.files && this.bytesRead <= LARGE.bytes)) return;
    this.sender = new Sender(this.how.ask);
    for (const file of this.files) this.sender.send(file);
    this.files = [];
  }

  /** So many more files are on their way. Too many are refused before the first of them is read. */
  expect(more: number): void {
    if (this.how.only === undefined && this.admitted + more > this.limits.maxFiles) throw new SourceRefusal({ kind: "too-many-files", limit: this.limits.maxFiles });
    this.of = this.filesRead + more;
  }

  /** Files go on at once, and in whatever buffer they lie. */
  get isLarge(): boolean {
    return this.sender !== undefined;
  }

  has(path: string): boolean {
    return this.seen.has(path);
  }

  async finish(name: string, kind: SourceKind): Promise<SourceContents> {
    await this.sender?.end();
    return {
      name, kind,
      ...(this.sender === undefined ? {} : { sent: { files: this.filesRead, bytes: this.bytesRead } }),
      files: this.files.toSorted(byPath),
      notRead: this.notRead.toSorted(byPath),
      passedOver: this.passedOver.size,
    };
  }

  private name(path: string): void {
    if (this.seen.has(path)) throw new SourceRefusal({ kind: "duplicate-path", path });
    this.seen.add(path);
    if (this.seen.size > this.limits.maxEntries) throw new SourceRefusal({ kind: "too-many-entries", limit: this.limits.maxEntries });
  }
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : Number(a.path > b.path);
}
