import { webCryptoVerifier } from "../crypto/webcrypto-verifier.ts";
import type { UtcInstant } from "../lib/utc-instant.ts";
import { replayClient, type Replay, type SeenVersions } from "../tuf/client/replay.ts";
import { takeInventory } from "../tuf/repository/inventory.ts";
import { viewOf } from "../tuf/repository/view.ts";
import { offered, SIM_NOW, type RepositorySimulator } from "./repository-simulator.ts";

const verifier = webCryptoVerifier(globalThis.crypto.subtle);

export interface ReplayAbout { readonly from?: number; readonly now?: UtcInstant; readonly seen?: SeenVersions | undefined }

/** The update of a client that holds root `from`, over what the simulator serves. */
export function replay(sim: RepositorySimulator, { from = 1, now = SIM_NOW, seen }: ReplayAbout = {}): Promise<Replay> {
  const view = viewOf(takeInventory(offered(sim.publishedFiles())), "opened", Number.MAX_SAFE_INTEGER, true);
  return replayClient(view, sim.root(from), { now, verifier }, seen);
}

/** `root 2, timestamp 1, …` as far as the client came, and why it stopped: `snapshot rollback 5.5.5`. */
export async function outcome(sim: RepositorySimulator, about: ReplayAbout = {}): Promise<string> {
  const { root, timestamp, snapshot, targets, refusal } = await replay(sim, about);
  const came = [root, timestamp, snapshot, targets].flatMap((m) => (m === undefined ? [] : [`${m.signed.type} ${m.signed.version}`])).join(", ");
  return refusal === undefined ? came : `${came}: ${refusal.role} ${refusal.kind} ${refusal.spec}`;
}

/** What a client that updated from this repository remembers. */
export async function seenOf(sim: RepositorySimulator, from = 1): Promise<SeenVersions> {
  const { root, timestamp, snapshot, refusal } = await replay(sim, { from });
  if (refusal !== undefined || timestamp === undefined || snapshot === undefined) throw new Error("it cannot update");
  return {
    root: root.signed.version, timestamp: timestamp.signed.version, snapshot: snapshot.signed.version,
    targets: Object.fromEntries([...snapshot.signed.meta].map(([role, { version }]) => [role, version])),
  };
}
