import { proxy, transfer, wrap, type Remote } from "comlink";
import { fail, type Result } from "../lib/result.ts";
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
  readUrl(address: string, onProgress?: OnProgress): Promise<Result<SourceContents, SourceFault>>;
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
  readonly ended: Promise<Ended>;
  readonly cancel: () => void;
}

/**
 * Starts the worker on first use. Cancelling ends the worker itself, so that it works even while the worker is busy
 * unpacking, and takes its connections with it.
 */
export function createReader(spawn: () => Worker): Reader {
  let session: Session | undefined;

  const run = <T = SourceContents>(ask: (api: Remote<ReaderApi>, onProgress: OnProgress & object) => Promise<Result<T, SourceFault>>, onProgress: OnProgress): Promise<Result<T, SourceFault>> => {
    session ??= startSession(spawn(), () => (session = undefined));
    const { api, ended } = session;
    return Promise.race([ended, ask(api, proxy(onProgress))]);
  };

  return {
    readFiles: (items, onProgress = ignore, ask) => run((api, report) => api.readFiles(items, report, ask === undefined ? undefined : proxy(handingOver(ask))), onProgress),
    hashFile: (file) => run((api) => api.hashFile(file), ignore),
    readOne: (items, path) => run((api) => api.readOne(items, path), ignore),
    readUrl: (address, onProgress = ignore) => run((api, report) => api.readUrl(address, report), onProgress),
    cancel: () => session?.cancel(),
  };
}

function handingOver(ask: AskPorts): AskPorts {
  return async () => {
    const ports = await ask();
    return transfer(ports, [...ports]);
  };
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
    cancel: () => {
      end();
      resolve(fail({ kind: "cancelled" }));
    },
  };
}

function ignore(): void {
  // a caller that shows no progress; a promise that is not made yet
}
