import keyringWorker from "../../keyring/keyring.worker.ts?worker&url";
import { browserPage, passkeyCeremony } from "../../keyring/passkey-ceremony.ts";
import readerWorker from "../../sources/reader.worker.ts?worker&url";
import strengthWorker from "../passphrase-strength.worker.ts?worker&url";
import repositoryWorker from "../repository.worker.ts?worker&url";
import type { PageUnderTest } from "./page-checks.ts";
import shardWorker from "../shards/shard.worker.ts?worker&url";
import selfTestWorker from "./self-test.worker.ts?worker&url";

const WORKERS = [
  { name: "repository", url: repositoryWorker, closed: true },
  { name: "shard", url: shardWorker, closed: true },
  { name: "keyring", url: keyringWorker, closed: true },
  { name: "passphrase strength", url: strengthWorker, closed: true },
  { name: "self-test", url: selfTestWorker, closed: true },
  { name: "reader", url: readerWorker, closed: false },
] as const;

/** The page of this browser. `policy` is read by whoever knows how: the shell does for About. */
export function thisPage(policy: PageUnderTest["policy"]): PageUnderTest {
  // None of these is in every browser, whatever its type says.
  const { storage, clipboard } = navigator as { readonly storage?: StorageManager; readonly clipboard?: Clipboard };
  const has = (name: string): boolean => name in globalThis;
  return {
    secure: globalThis.isSecureContext,
    policy,
    trustedTypes: has("trustedTypes"),
    workerPolicies: () => Promise.all(WORKERS.map(async ({ name, url, closed }) => ({ name, closed, policy: await policyAt(url) }))),
    storage,
    openChannel: has("BroadcastChannel") ? () => new BroadcastChannel("countersign-self-test") : undefined,
    passkeys: () => passkeyCeremony(browserPage()).capability(),
    canWriteFolders: has("showDirectoryPicker"),
    canCopy: typeof clipboard?.writeText === "function",
  };
}

/** What this host sends with a script. It is asked for its headers alone. */
async function policyAt(url: string): Promise<string | undefined> {
  const response = await fetch(url, { method: "HEAD", cache: "no-store" });
  await response.arrayBuffer(); // empty; a response that nobody reads shows as an aborted request
  return response.headers.get("content-security-policy") ?? undefined;
}
