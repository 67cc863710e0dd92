import { proxy, transfer, wrap, type Remote } from "comlink";
import type { Bytes } from "../lib/bytes.ts";
import { fail, ok, type Result } from "../lib/result.ts";
import type { FileHashes, OnProgress, ReaderApi } from "./reader-api.ts";
import type { SourceContents } from "./source-contents.ts";
import type { SourceFault } from "./source-fault.ts";
import type { SourceItem } from "./source-item.ts";

/** The reader as the main thread sees it. */
export interface Reader {
  /** `ask`: gives a port for every taker, once what is read turns out to be large. */
  readFiles(items: readonly SourceItem[], onProgress?: OnProgress, ask?: AskPorts): Promise<Result<SourceContents, SourceFault>>;
  readOne(items: readonly SourceItem[], path: string): Promise<Result<SourceContents, SourceFault>>;
  hashFile(file: File): Promise<Result<FileHashes, SourceFault>>;
  readUrl(address: string, onProgress?: OnProgress, ask?: AskPorts): Promise<Result<SourceContents, SourceFault>>;
  /** One file of what was read from an address before. Undefined where it cannot be had any more, or by itself. */
  readUrlAgain(address: string, path: string): Promise<Bytes | undefined>;
  /** Everything under way answers `cancelled` at once. The reader can be used again. */
  cancel(): void;
}

/** The reader's ends of the channels through which files go to their takers. */
export type AskPorts = () => Promise<readonly MessagePort[]>;

/** What ends every question: it is cancelled, whatever was asked. */
type Ended = Result<never, SourceFault>;

/** One worker's life. `ended` rejects for a defect of ours and resolves when the work is cancelled; it never gives contents. */
interface Session {
  readonly api: Remote<ReaderApi>;
  /** Questions that are not answered yet. */
  open: number;
  readonly ended: Promise<Ended>;
  readonly cancel: () => void;
  readonly end: () => void;
}

/**
 * Starts the worker on first use. Cancelling ends the worker itself, so that it works even while the worker is busy
 * unpacking, and takes its connections with it.
 */
export function createReader(spawn: () => Worker): Reader {
  let session: Session | undefined;

  const run = async <T = SourceContents>(ask: (api: Remote<ReaderApi>, onProgress: OnProgress & object) => Promise<Result<T, SourceFault>>, onProgress: OnProgress, isHeavy: (value: T) => boolean = () => false): Promise<Result<T, SourceFault>> => {
    const current = (session ??= startSession(spawn(), () => (session = undefined)));
    current.open++;
    try {
      const answer = await Promise.race([current.ended, ask(current.api, proxy(onProgress))]);
      if (answer.ok && isHeavy(answer.value) && current.open === 1) current.end();
      return answer;
    } finally {
      current.open--;
    }
  };

  return {
    readFiles: (items, onProgress = ignore, ask) => run((api, report) => api.readFiles(items, report, outlets(ask)), onProgress, wasLarge),
    hashFile: (file) => run((api) => api.hashFile(file), ignore),
    readOne: (items, path) => run((api) => api.readOne(items, path), ignore),
    readUrl: (address, onProgress = ignore, ask) => run((api, report) => api.readUrl(address, report, outlets(ask)), onProgress, wasLarge),
    readUrlAgain: async (address, path) => {
      const read = await run(async (api) => ok(await api.readUrlAgain(address, path)), ignore);
      return read.ok ? read.value : undefined;
    },
    cancel: () => session?.cancel(),
  };
}

/**
 * A worker that had to do with thousands of files holds on to most of them: the next question starts a new one. What it
 * sent is with its takers, since a message stands in its receiver's queue from when it is posted (HTML, 9.4.4).
 */
function wasLarge({ sent }: SourceContents): boolean {
  return sent !== undefined;
}

/** Called from there; the ports move over. */
function outlets(ask: AskPorts | undefined): AskPorts | undefined {
  if (ask === undefined) return undefined;
  return proxy(async () => {
    const ports = await ask();
    return transfer(ports, [...ports]);
  });
}

function startSession(worker: Worker, onEnd: () => void): Session {
  let resolve: (outcome: Ended) => void = ignore;
  let reject: (reason: Error) => void = ignore;
  const ended = new Promise<Ended>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  ended.catch(() => undefined); // each caller hears it through its own race
  const end = (): void => {
    worker.terminate();
    onEnd();
  };
  worker.addEventListener("error", (event) => {
    end();
    reject(new Error(`the reader's worker stopped: ${event.message || "its script could not be loaded"}`));
  });
  return {
    api: wrap<ReaderApi>(worker),
    ended,
    end,
    open: 0,
    cancel: () => {
      end();
      resolve(fail({ kind: "cancelled" }));
    },
  };
}

function ignore(): void {
  // a caller that shows no progress; a promise that is not made yet
}
