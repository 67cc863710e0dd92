import { wrap } from "comlink";
import { spawnWorker } from "../platform/spawn-worker.ts";
import type { RepositoryService } from "./repository-service.ts";
import url from "./repository.worker.ts?worker&url";

/**
 * The worker that holds the opened repositories. It starts with the first question, so that the first screen needs
 * less; `warmUp` starts it before, while files are still being read.
 */
export function lazyRepositoryService(onBroken: (error: Error) => void): { readonly service: RepositoryService; readonly warmUp: () => void } {
  let started: RepositoryService | undefined;
  const start = (): RepositoryService => (started ??= spawnRepositoryService(onBroken));
  const service = new Proxy({} as RepositoryService, {
    // Each property of the service is a method; the worker's own proxy knows them all.
    get: (_, method) => (...args: readonly unknown[]): unknown => Reflect.apply(Reflect.get(start(), method) as (...args: readonly unknown[]) => unknown, undefined, args),
  });
  return { service, warmUp: () => void start() };
}

function spawnRepositoryService(onBroken: (error: Error) => void): RepositoryService {
  const worker = spawnWorker(url, "repository");
  worker.addEventListener("error", (event) => onBroken(new Error(`the repository worker stopped: ${event.message || "its script could not be loaded"}`)));
  return wrap<RepositoryService>(worker);
}
