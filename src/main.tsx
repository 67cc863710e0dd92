import "./ui/styles.ts";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { prefetchRepositoryScreens, screen } from "./app/screens.tsx";
import type { ClockActions } from "./app/shell-model.ts";
import { useShellModel } from "./app/use-shell-model.ts";
import { createKeyring } from "./keyring/keyring-client.ts";
import { lazyPasskeyCeremony } from "./keyring/lazy-passkey-ceremony.ts";
import { describeOrigin } from "./keyring/origin.ts";
import { persistStorage } from "./keyring/persist-storage.ts";
import { spawnKeyring } from "./keyring/spawn-keyring.ts";
import { instantFromMs, type UtcInstant } from "./lib/utc-instant.ts";
import { build } from "./platform/build.ts";
import { createReader } from "./sources/reader-client.ts";
import { spawnReader } from "./sources/spawn-reader.ts";
import { localPreferences } from "./workspace/key-preferences.ts";
import { openPeopleStorage } from "./workspace/people/people-storage.ts";
import { createWorkspace } from "./workspace/create-workspace.ts";
import { pagePresence } from "./workspace/page-presence.ts";
import { WorkspaceProvider } from "./workspace/react.tsx";
import { lazyShardPool } from "./workspace/shards/shard-pool.ts";
import { lazyRepositoryService } from "./workspace/spawn-repository.ts";
import { spawnStrengthMeter } from "./workspace/spawn-strength-meter.ts";
import { openWorkspaceStorage } from "./workspace/storage.ts";

// The composition root: the only file that knows the clock, randomness, workers and storage of this browser at once.

const readNow = (): UtcInstant => instantFromMs(Date.now());

const repositories = lazyRepositoryService();
const workspace = createWorkspace({
  readNow,
  random: (lengthBytes) => crypto.getRandomValues(new Uint8Array(lengthBytes)),
  service: repositories.service,
  warmUp: () => {
    repositories.warmUp();
    prefetchRepositoryScreens();
  },
  reader: createReader(spawnReader),
  shards: lazyShardPool(navigator.hardwareConcurrency),
  keyring: createKeyring(spawnKeyring),
  passkeys: lazyPasskeyCeremony(),
  presence: pagePresence(document, window, () => performance.now()),
  preferenceStore: localPreferences(),
  origin: describeOrigin(location),
  openStrengthMeter: spawnStrengthMeter,
  storage: openWorkspaceStorage(),
  people: openPeopleStorage(new BroadcastChannel("countersign-people")),
  build,
});

// Asked without waiting: keys live in this site's data, and the browser may clear what is not persistent.
void persistStorage(navigator.storage);

const clockActions: ClockActions = {
  readNow,
  onNow: () => workspace.setClock({ kind: "now" }),
  onAsOf: (instant) => workspace.setClock({ kind: "as-of", instant }),
};

const place = document.getElementById("app");
if (place === null) throw new Error("index.html has no #app");
createRoot(place).render(
  <StrictMode>
    <WorkspaceProvider workspace={workspace}>
      <App useShellModel={useShellModel} clockActions={clockActions} screen={screen} />
    </WorkspaceProvider>
  </StrictMode>,
);
