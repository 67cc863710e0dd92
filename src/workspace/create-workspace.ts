import { createStore } from "zustand/vanilla";
import { createAnchors } from "./anchors.ts";
import { createCeremony } from "./ceremony.ts";
import { readKeyPreferences } from "./key-preferences.ts";
import { createKeys } from "./keys.ts";
import { createOpening } from "./opening.ts";
import { createPeople } from "./people/people.ts";
import { createTargets } from "./targets.ts";
import type { WorkspaceDeps } from "./deps.ts";
import type { Workspace } from "./workspace.ts";
import type { WorkspaceState } from "./state.ts";

/** Joins the worlds: one store, and use cases over the ports that the composition root hands in. */
export function createWorkspace(deps: WorkspaceDeps): Workspace {
  const store = createStore<WorkspaceState>(() => ({
    clock: { kind: "now" },
    opening: { kind: "idle" },
    repositories: {},
    recents: [],
    keyring: { kind: "loading" },
    keyPreferences: readKeyPreferences(deps.preferenceStore),
    origin: deps.origin,
    people: { kind: "loading" },
    ceremonies: {},
  }));
  const context = { ...deps, store };
  const anchors = createAnchors(context);
  const people = createPeople(context);
  const opening = createOpening(context, anchors, people);
  const keys = createKeys(context);
  const ceremony = createCeremony(context, anchors, opening);
  return {
    store,
    readNow: deps.readNow,
    setClock: (clock) => {
      store.setState({ clock });
      void opening.lookAtAll();
    },
    ...opening.actions,
    confirmAnchor: async (id, typed) => {
      const confirmed = await anchors.confirm(id, typed);
      if (confirmed.ok) await opening.lookAgain(id);
      return confirmed;
    },
    ...ceremony,
    ...createTargets(context, opening),
    keys,
    people: people.actions,
  };
}
