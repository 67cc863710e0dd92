import { wrap } from "comlink";
import { spawnWorker } from "../platform/spawn-worker.ts";
import type { RepositoryService } from "./repository-service.ts";
import url from "./repository.worker.ts?worker&url";

/** The worker that holds the opened repositories. It starts at once: verifying must not wait for it. */
export function spawnRepositoryService(onBroken: (error: Error) => void): RepositoryService {
  const worker = spawnWorker(url, "repository");
  worker.addEventListener("error", (event) => onBroken(new Error(`the repository worker stopped: ${event.message || "its script could not be loaded"}`)));
  return wrap<RepositoryService>(worker);
}
