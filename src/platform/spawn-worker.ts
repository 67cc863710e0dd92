import { trustedWorkerUrl } from "./worker-policy.ts";

/**
 * Starts one of our own module workers. `url` comes from `import url from "./x.worker.ts?worker&url"` in the layer that
 * owns the worker. `name` is what browser tools show.
 */
export function spawnWorker(url: string, name: string): Worker {
  return new Worker(trustedWorkerUrl(url), { type: "module", name });
}
