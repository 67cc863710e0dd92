import type { StoreApi } from "zustand/vanilla";
import type { Bytes } from "../lib/bytes.ts";
import type { UtcInstant } from "../lib/utc-instant.ts";
import type { KeyringClient } from "../keyring/keyring-client.ts";
import type { OriginReport } from "../keyring/origin.ts";
import type { PasskeyCeremony } from "../keyring/passkey.ts";
import type { Reader } from "../sources/reader-client.ts";
import type { Presence } from "./auto-lock.ts";
import type { PreferenceStore } from "./key-preferences.ts";
import type { PeopleStorage } from "./people/people-storage.ts";
import type { RepositoryService } from "./repository-service.ts";
import type { ShardPool } from "./shards/shard-pool.ts";
import type { WorkspaceState } from "./state.ts";
import type { StrengthMeter } from "./strength-meter.ts";
import type { WorkspaceStorage } from "./storage.ts";

/** What the composition root brings: the world outside, behind small ports. */
export interface WorkspaceDeps {
  /** The real present. */
  readonly readNow: () => UtcInstant;
  /** Fresh bytes nobody can guess. Tests bring their own. */
  readonly random: (lengthBytes: number) => Bytes;
  readonly service: RepositoryService;
  /** Gets the service ready, where that takes a moment. */
  readonly warmUp: () => void;
  readonly reader: Reader;
  readonly shards: ShardPool;
  readonly keyring: KeyringClient;
  /** On the page itself: workers cannot ask for passkeys. */
  readonly passkeys: PasskeyCeremony;
  readonly presence: Presence;
  /** Undefined where the browser keeps nothing for this page. */
  readonly preferenceStore: PreferenceStore | undefined;
  readonly origin: OriginReport;
  readonly openStrengthMeter: () => StrengthMeter;
  readonly storage: WorkspaceStorage;
  readonly people: PeopleStorage;
  readonly build: { readonly version: string; readonly digest: string };
}

export interface WorkspaceContext extends WorkspaceDeps {
  readonly store: StoreApi<WorkspaceState>;
}
