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

type Ask<T> = (api: Remote<ReaderApi>, onProgress: OnProgress & object) => Promise<Result<T, SourceFault>>;

/** One worker's life. `ended` rejects for a defect of ours and resolves when the work is cancelled; it never gives contents. */
interface Session {
  readonly api: Remote<ReaderApi>;
  /** Questions that are not answered yet. */
  open: number;
  /** It holds on to what it read: with its last answer it is ended, and the next question starts another. */
  isSpent: boolean;
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

  const start = (): Session => {
    const started = startSession(spawn(), () => {
      if (session === started) session = undefined; // else another has taken its place already
    });
    return started;
  };
  const run = async <T = SourceContents>(ask: Ask<T>, onProgress: OnProgress, isHeavy: (value: T) => boolean = () => false): Promise<Result<T, SourceFault>> => {
    const own = (session ??= start());
    own.open++;
    try {
      const answer = await Promise.race([own.ended, ask(own.api, proxy(onProgress))]);
      if (answer.ok && isHeavy(answer.value)) own.isSpent = true;
      return answer;
    } finally {
      own.open--;
      if (own.isSpent && own.open === 0) own.end();
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
 * A worker that had to do with thousands of files holds on to most of them. It may be ended: what it sent is with its
 * takers, since a message stands in its receiver's queue from when it is posted (HTML, 9.4.4).
 */
function wasLarge({ sent }: SourceContents): boolean {
  return sent !== undefined;
}

/** What the worker calls to get the ports, which move over to it. */
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
    isSpent: false,
    cancel: () => {
      end();
      resolve(fail({ kind: "cancelled" }));
    },
  };
}

function ignore(): void {
  // a caller that shows no progress; a promise that is not made yet
}
