import { ByteStream } from "./byte-stream.ts";
import type { Intake } from "./intake.ts";
import { BlobTarStream, type TarStream } from "./tar-stream.ts";
import { safePath } from "./safe-path.ts";
import { readFailureOf, refuseArchive, SourceRefusal, type ArchiveProblem } from "./source-fault.ts";
import { parsePax, parseTarHeader, TAR_BLOCK_BYTES, text, type PaxFields, type TarHeader } from "./tar-header.ts";

const MAX_EXTENSION_BYTES = 1024 * 1024;
const RATIO_FREE_BYTES = 16 * 1024 * 1024;

/**
 * Unpacks a tar, gzipped or not, in one pass: what may be metadata is kept, content runs through.
 * Faults: thrown as `SourceRefusal`.
 */
export async function untar(blob: Blob, archive: string, prefix: string, isGzip: boolean, intake: Intake): Promise<void> {
  const refuse = (problem: ArchiveProblem): never => refuseArchive(archive, problem);
  const { maxRatio, maxUnpackedBytes } = intake.limits;
  let packedBytes = 0;
  const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform: (chunk, out) => {
      packedBytes += chunk.length;
      out.enqueue(chunk);
    },
  });
  const packed = (): ReadableStream<Uint8Array<ArrayBuffer>> => blob.stream().pipeThrough(counter).pipeThrough(new DecompressionStream("gzip"));
  const stream = isGzip ? new ByteStream(packed(), watchSize, onFailure) : new BlobTarStream(blob, onFailure);
  try {
    await new TarReader(stream, prefix, intake, refuse, isGzip).readAll();
  } finally {
    await stream.close();
  }

  function watchSize(total: number): void {
    if (total > RATIO_FREE_BYTES && total > packedBytes * maxRatio) refuse({ kind: "bomb", packedBytes, unpackedBytes: total });
    if (total > maxUnpackedBytes) refuse({ kind: "unpacks-too-large", limitBytes: maxUnpackedBytes });
  }

  function onFailure(error: unknown): never {
    const cause = readFailureOf(error);
    if (cause !== undefined) throw new SourceRefusal({ kind: "unreadable", path: archive, cause });
    // What is left is the decompressor's: a TypeError by the standard, in Node an Error with a code of zlib.
    if (isGzip && error instanceof Error) refuse({ kind: "damaged", what: "gzip", path: undefined });
    throw error;
  }
}

class TarReader {
  private readonly stream: TarStream;
  private readonly prefix: string;
  private readonly intake: Intake;
  private readonly refuse: (problem: ArchiveProblem) => never;
  private readonly isGzip: boolean;
  private pax: PaxFields | undefined;
  private longName: string | undefined;
  private isFirst = true;

  constructor(stream: TarStream, prefix: string, intake: Intake, refuse: (problem: ArchiveProblem) => never, isGzip: boolean) {
    this.stream = stream;
    this.prefix = prefix;
    this.intake = intake;
    this.refuse = refuse;
    this.isGzip = isGzip;
  }

  async readAll(): Promise<void> {
    for (;;) {
      const block = await this.stream.takeShared(TAR_BLOCK_BYTES);
      const isComplete = block.length === TAR_BLOCK_BYTES;
      if (isComplete && block.every((byte) => byte === 0)) break;
      const parsed = isComplete ? parseTarHeader(block) : undefined;
      if (this.isFirst && this.isGzip && parsed?.ok !== true) this.refuse({ kind: "gzip-without-tar" });
      if (parsed === undefined) return this.refuse({ kind: "truncated" });
      if (!parsed.ok) return this.refuse(parsed.fault);
      this.isFirst = false;
      await this.entry(parsed.value);
    }
    if (this.pax !== undefined || this.longName !== undefined) this.refuse({ kind: "truncated" });
    // Reading on to the end lets gzip compare its checksum, and finds what other readers might read behind the ending.
    if (!(await this.stream.restIsZero())) this.refuse({ kind: "damaged", what: "tar-ending", path: undefined });
  }

  private async entry(header: TarHeader): Promise<void> {
    switch (header.type) {
      case "x":
        this.pax = await this.extension(header, parsePax);
        return;
      case "g": {
        const global = await this.extension(header, parsePax);
        if (Object.keys(global).length > 0) this.refuse({ kind: "unsupported", feature: "a global pax path or size", path: undefined });
        return; // git archive leaves its commit here
      }
      case "L":
        this.longName = await this.extension(header, (bytes) => text(bytes, 0, bytes.length));
        return;
      case "K":
        return this.refuse({ kind: "link", path: header.name ?? "" }); // GNU's long link name: a link follows
      default: {
        const { pax, longName } = this;
        this.pax = undefined;
        this.longName = undefined;
        const written = pax?.path ?? longName ?? header.name;
        if (pax?.isSparse === true) this.refuse({ kind: "unsupported", feature: "sparse files", path: written });
        if (written === undefined) return this.refuse({ kind: "unsafe-path", path: "", problem: "not-utf8" });
        return this.file(written, header.type, pax?.sizeBytes ?? header.sizeBytes);
      }
    }
  }

  private async file(written: string, type: string, sizeBytes: number): Promise<void> {
    const isDirectory = type === "5" || written.endsWith("/");
    const isRootItself = isDirectory && /^\.?\/?$/.test(written) && written !== "/";
    const path = safePath(isDirectory && written.endsWith("/") ? written.slice(0, -1) : written);
    if (!path.ok && !isRootItself) this.refuse({ kind: "unsafe-path", path: written, problem: path.fault });
    if (!path.ok || isDirectory) return this.pass(sizeBytes);
    const to = this.prefix + path.value;
    if (this.intake.passesOver(to)) return this.pass(type === "1" || type === "2" ? 0 : sizeBytes);
    if (type === "1" || type === "2") this.refuse({ kind: "link", path: path.value });
    if (type === "3" || type === "4" || type === "6") this.refuse({ kind: "special-file", path: path.value });
    if (type !== "0" && type !== "7") this.refuse({ kind: "unsupported", feature: `entry type ${JSON.stringify(type)}`, path: path.value });
    if (this.intake.has(to)) this.refuse({ kind: "duplicate-path", path: path.value });
    if (!this.intake.admits(to, sizeBytes)) return this.pass(sizeBytes);
    const bytes = await (this.intake.isLarge ? this.stream.takeShared(sizeBytes) : this.stream.take(sizeBytes));
    if (bytes.length < sizeBytes || !(await this.stream.skip(paddingOf(sizeBytes)))) this.refuse({ kind: "truncated" });
    this.intake.add(to, bytes);
  }

  private async pass(sizeBytes: number): Promise<void> {
    if (!(await this.stream.skip(sizeBytes + paddingOf(sizeBytes)))) this.refuse({ kind: "truncated" });
  }

  private async extension<T>(header: TarHeader, parse: (bytes: Uint8Array) => T | undefined): Promise<T> {
    const damaged = (): never => this.refuse({ kind: "damaged", what: "tar-pax-header", path: header.name });
    if (header.sizeBytes > MAX_EXTENSION_BYTES) damaged();
    const bytes = await this.stream.take(header.sizeBytes);
    if (bytes.length < header.sizeBytes || !(await this.stream.skip(paddingOf(header.sizeBytes)))) this.refuse({ kind: "truncated" });
    return parse(bytes) ?? damaged();
  }
}

function paddingOf(sizeBytes: number): number {
  return (TAR_BLOCK_BYTES - (sizeBytes % TAR_BLOCK_BYTES)) % TAR_BLOCK_BYTES;
}
