// The one worker whose policy allows connections to other hosts. It is given no key and no document under review:
// it turns what a person pointed at into bytes, and nothing else.
import { expose, transfer } from "comlink";
import type { Result } from "../lib/result.ts";
import { readAddress, readAgainAt } from "./read-address.ts";
import { readItems } from "./read-items.ts";
import type { OnProgress, ReaderApi } from "./reader-api.ts";
import { DEFAULT_SOURCE_LIMITS, type SourceContents } from "./source-contents.ts";
import type { SourceFault } from "./source-fault.ts";

const PROGRESS_EVERY_MS = 100;

const api: ReaderApi = {
  readFiles: async (items, onProgress, ask) => withTransfer(await readItems(items, throttled(onProgress), DEFAULT_SOURCE_LIMITS, { ask })),
  readOne: async (items, path) => withTransfer(await readItems(items, undefined, DEFAULT_SOURCE_LIMITS, { only: path })),
  // Fetched when it is first asked for: hashing by parts needs code that reading does not.
  hashFile: async (file) => (await import("./hash-file.ts")).hashFile(file, crypto.subtle),
  readUrl: async (address, onProgress, ask) => withTransfer(await readAddress(address, network, throttled(onProgress), DEFAULT_SOURCE_LIMITS, { ask })),
  readUrlAgain: async (address, path) => {
    const bytes = await readAgainAt(address, path, network);
    return bytes === undefined ? undefined : transfer(bytes, [bytes.buffer]);
  },
};

expose(api);

function network(url: string, init: RequestInit): Promise<Response> {
  return fetch(url, init);
}

function withTransfer(result: Result<SourceContents, SourceFault>): Result<SourceContents, SourceFault> {
  return result.ok ? transfer(result, result.value.files.map(({ bytes }) => bytes.buffer)) : result;
}

/** Each call is a message: ten a second are enough to read. */
function throttled(onProgress: OnProgress): OnProgress {
  let last = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const now = performance.now();
    if (now - last < PROGRESS_EVERY_MS) return;
    last = now;
    onProgress(progress);
  };
}
