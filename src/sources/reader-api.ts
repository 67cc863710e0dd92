import type { Bytes } from "../lib/bytes.ts";
import type { Result } from "../lib/result.ts";
import type { AskOutlets } from "./outlets.ts";
import type { ReadProgress, SourceContents } from "./source-contents.ts";
import type { SourceFault } from "./source-fault.ts";
import type { SourceItem } from "./source-item.ts";

/** Shape of the hashes: hex. */
export interface FileHashes {
  readonly lengthBytes: number;
  readonly sha256: string;
  readonly sha512: string;
}

export type OnProgress = (progress: ReadProgress) => void;

/** What the reader's worker answers. Both may be asked at the same time. */
export interface ReaderApi {
  /** `ask`: gives the outlets for the files of something large; without it everything is gathered. */
  readFiles(items: readonly SourceItem[], onProgress: OnProgress, ask?: AskOutlets): Promise<Result<SourceContents, SourceFault>>;
  /** One file of what was read before, by its path there. Limits hold, and what is asked for may be gone. */
  readOne(items: readonly SourceItem[], path: string): Promise<Result<SourceContents, SourceFault>>;
  /** Length and hashes of one file; nothing of it is kept. */
  hashFile(file: File): Promise<Result<FileHashes, SourceFault>>;
  readUrl(address: string, onProgress: OnProgress, ask?: AskOutlets): Promise<Result<SourceContents, SourceFault>>;
  /** One file of what was read from an address before. Undefined where it cannot be had any more, or by itself. */
  readUrlAgain(address: string, path: string): Promise<Bytes | undefined>;
}
