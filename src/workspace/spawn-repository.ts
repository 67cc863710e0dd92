import { proxy, transfer, wrap } from "comlink";
import { spawnWorker } from "../platform/spawn-worker.ts";
import type { RepositoryService } from "./repository-service.ts";
import url from "./repository.worker.ts?worker&url";

/**
 * The worker that holds the opened repositories. It starts with the first question, so that the first screen needs
 * less; `warmUp` starts it before, while files are still being read.
 */
export function lazyRepositoryService(): { readonly service: RepositoryService; readonly warmUp: () => void } {
  let started: Connection | undefined;
  const start = (): Connection => (started ??= connect(() => {
    started = undefined; // the next question starts a new worker; what the old one held is opened again from storage
  }));
  const service = new Proxy({} as RepositoryService, {
    // Each property of the service is a method; the worker's own proxy knows them all.
    get: (_, method) => (...args: readonly unknown[]): unknown => {
      const { remote, broken } = start();
      const asked = Reflect.apply(Reflect.get(remote, method) as (...args: readonly unknown[]) => unknown, undefined, args.map(crossing));
      return Promise.race([asked, broken]);
    },
  });
  return { service, warmUp: () => void start() };
}

/** Functions stay here and are called from there; ports move. */
function crossing(value: unknown): unknown {
  if (typeof value === "function") return proxy(value);
  return Array.isArray(value) && value.length > 0 && value.every((item) => item instanceof MessagePort) ? transfer(value, value) : value;
}

interface Connection {
  readonly remote: object;
  /** Rejects when the worker cannot be loaded or dies: a call into a dead worker would never settle. */
  readonly broken: Promise<never>;
}

function connect(onBroken: () => void): Connection {
  const worker = spawnWorker(url, "repository");
  const broken = new Promise<never>((_, reject) => {
    worker.addEventListener("error", (event) => {
      onBroken();
      reject(new Error(`the repository worker stopped: ${event.message || "its script could not be loaded"}`));
    });
  });
  broken.catch(() => undefined); // heard by whoever is asking at that moment
  return { remote: wrap<RepositoryService>(worker), broken };
}
