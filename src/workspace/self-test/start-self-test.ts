import { wrap } from "comlink";
import { browserPage, passkeyCeremony } from "../../keyring/passkey-ceremony.ts";
import { spawnWorker } from "../../platform/spawn-worker.ts";
import { askPasskey } from "./ask-passkey.ts";
import { failed, settle, type CheckResult } from "./check.ts";
import { pageChecks } from "./page-checks.ts";
import url from "./self-test.worker.ts?worker&url";
import { thisPage } from "./this-page.ts";
import { infoOf, type CheckInfo, type WorkerSelfTest } from "./worker-checks.ts";

/** One run in this browser: its own worker, gone when the run is stopped. */
export interface SelfTest {
  /** Undefined when the worker could not be started: nothing that it would check can be told. */
  list(): Promise<readonly CheckInfo[] | undefined>;
  run(id: string): Promise<CheckResult>;
  /** Opens the browser's dialogs. */
  askPasskey(): Promise<CheckResult>;
  stop(): void;
}

const START_MS = 20_000;

/** `policy`: the Content Security Policy of this page. */
export function startSelfTest(policy: () => Promise<string | undefined>): SelfTest {
  const worker = spawnWorker(url, "self-test");
  const remote = wrap<WorkerSelfTest>(worker);
  const broken = new Promise<undefined>((resolve) => {
    worker.addEventListener("error", () => resolve(undefined)); // its script could not be loaded
    setTimeout(() => resolve(undefined), START_MS);
  });
  const onPage = pageChecks(thisPage(policy));
  const stopped = new AbortController();
  return {
    async list() {
      const inWorker = await Promise.race([remote.list(), broken]);
      return inWorker === undefined ? undefined : [...inWorker, ...onPage.map(infoOf)];
    },
    run(id) {
      const here = onPage.find((check) => check.id === id);
      // The worker settles its checks itself; what it cannot tell of is its own death.
      return here === undefined ? settle(() => remote.run(id), START_MS) : settle(() => here.run());
    },
    askPasskey: () => askPasskey(passkeyCeremony(browserPage()), stopped.signal).catch((error: unknown) => failed(`It stopped with an error: ${String(error)}.`)),
    stop() {
      stopped.abort();
      worker.terminate();
    },
  };
}
