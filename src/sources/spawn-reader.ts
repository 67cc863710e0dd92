import { spawnWorker } from "../platform/spawn-worker.ts";
import url from "./reader.worker.ts?worker&url";

export function spawnReader(): Worker {
  return spawnWorker(url, "reader");
}
