import type { Result } from "../lib/result.ts";
import type { ReadProgress, SourceContents } from "./source-contents.ts";
import type { SourceFault } from "./source-fault.ts";
import type { SourceItem } from "./source-item.ts";

export type OnProgress = (progress: ReadProgress) => void;

/** What the reader's worker answers. Both may be asked at the same time. */
export interface ReaderApi {
  readFiles(items: readonly SourceItem[], onProgress: OnProgress): Promise<Result<SourceContents, SourceFault>>;
  readUrl(address: string, onProgress: OnProgress): Promise<Result<SourceContents, SourceFault>>;
}
