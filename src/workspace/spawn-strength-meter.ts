import { transfer, wrap, type Remote } from "comlink";
import { utf8, type Bytes } from "../lib/bytes.ts";
import { spawnWorker } from "../platform/spawn-worker.ts";
import url from "./passphrase-strength.worker.ts?worker&url";
import type { Strength, StrengthMeter } from "./strength-meter.ts";

type Estimate = (passphrase: Bytes, known: readonly string[]) => Strength;

/** In a worker that starts with the first question and ends with `close`. */
export function spawnStrengthMeter(): StrengthMeter {
  let worker: Worker | undefined;
  let remote: Remote<Estimate> | undefined;
  let broken: Promise<undefined> | undefined;
  let asked = 0;
  return {
    async estimate(text, known) {
      const mine = ++asked;
      worker ??= spawnWorker(url, "passphrase strength");
      const running = worker;
      remote ??= wrap<Estimate>(running);
      broken ??= new Promise((resolve) => running.addEventListener("error", () => resolve(undefined), { once: true }));
      const passphrase = utf8(text);
      const estimated = await Promise.race([remote(transfer(passphrase, [passphrase.buffer]), known), broken]);
      return mine === asked ? estimated : undefined;
    },
    close() {
      asked++;
      worker?.terminate();
      worker = undefined;
      remote = undefined;
      broken = undefined;
    },
  };
}
