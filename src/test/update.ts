import { webCryptoVerifier } from "../crypto/webcrypto-verifier.ts";
import type { Profile } from "../tuf/client/profile.ts";
import type { UtcInstant } from "../lib/utc-instant.ts";
import type { SeenVersions } from "../tuf/client/seen-versions.ts";
import { updateClient, type ClientUpdate } from "../tuf/client/update.ts";
import { takeInventory } from "../tuf/repository/inventory.ts";
import { viewOf } from "../tuf/repository/view.ts";
import { offered, SIM_NOW, type RepositorySimulator } from "./repository-simulator.ts";

const verifier = webCryptoVerifier(globalThis.crypto.subtle);

export interface UpdateAbout { readonly from?: number; readonly now?: UtcInstant; readonly seen?: SeenVersions | undefined; readonly profile?: Profile }

/** The update of a client that holds root `from`, over what the simulator serves. */
export function update(sim: RepositorySimulator, { from = 1, now = SIM_NOW, seen, profile = "client" }: UpdateAbout = {}): Promise<ClientUpdate> {
  const view = viewOf(takeInventory(offered(sim.publishedFiles())), "opened", Number.MAX_SAFE_INTEGER, true);
  return updateClient(view, sim.root(from), { now, verifier, profile }, { seen });
}

/** `root 2, timestamp 1, …` as far as the client came, and why it stopped: `snapshot rollback 5.5.5`. */
export async function outcome(sim: RepositorySimulator, about: UpdateAbout = {}): Promise<string> {
  const { root, timestamp, snapshot, targets, refusal } = await update(sim, about);
  const came = [root, timestamp, snapshot, targets].flatMap((m) => (m === undefined ? [] : [`${m.signed.type} ${m.signed.version}`])).join(", ");
  return refusal === undefined ? came : `${came}: ${refusal.role} ${refusal.kind} ${refusal.spec}`;
}

/** What a client that updated from this repository remembers. */
export async function seenOf(sim: RepositorySimulator, from = 1): Promise<SeenVersions> {
  const { root, timestamp, snapshot, targets, refusal } = await update(sim, { from });
  if (refusal !== undefined || timestamp === undefined || snapshot === undefined) throw new Error("it cannot update");
  return {
    root: root.signed.version, timestamp: timestamp.signed.version, snapshot: snapshot.signed.version,
    targets: Object.fromEntries([...snapshot.signed.meta].map(([role, { version }]) => [role, version])),
    digests: { root: root.digest, timestamp: timestamp.digest, snapshot: snapshot.digest, ...(targets === undefined ? {} : { targets: targets.digest }) },
  };
}
