import { spawnWorker } from "../platform/spawn-worker.ts";
import url from "./keyring.worker.ts?worker&url";

export function spawnKeyring(): Worker {
  return spawnWorker(url, "keyring");
}
