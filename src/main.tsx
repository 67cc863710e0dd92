import "./ui/styles.ts";
import { StrictMode, useSyncExternalStore } from "react";
import type { ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { AboutScreen } from "./app/about-screen.tsx";
import { App } from "./app/app.tsx";
import { NotFound } from "./app/not-found.tsx";
import type { Route } from "./workspace/routes.ts";
import type { ClockActions, ClockState, ShellModel } from "./app/shell-model.ts";
import { instantFromMs } from "./lib/utc-instant.ts";
import { build } from "./platform/build.ts";
import { EmptyState } from "./ui/layout/empty-state.tsx";
import { Page } from "./ui/layout/page.tsx";

/** The composition root: the only file that knows everything. */
const clock = createClock();

const clockActions: ClockActions = {
  readNow: () => instantFromMs(Date.now()),
  onNow: () => clock.set({ kind: "now" }),
  onAsOf: (instant) => clock.set({ kind: "as-of", instant }),
};

function useShellModel(): ShellModel {
  const state = useSyncExternalStore(clock.subscribe, clock.get);
  return { repository: undefined, keyCount: undefined, clock: state, build };
}

function screen(route: Route | undefined, path: string): ReactNode {
  switch (route?.name) {
    case "open":
      return (
        <Page title="Open a repository">
          <EmptyState title="Nothing can be opened yet">The sources are not wired to this screen.</EmptyState>
        </Page>
      );
    case "about":
      return <AboutScreen build={build} />;
    default:
      return <NotFound path={path} />;
  }
}

type Clock = {
  readonly get: () => ClockState;
  readonly set: (next: ClockState) => void;
  readonly subscribe: (listener: () => void) => () => void;
};

function createClock(): Clock {
  let state: ClockState = { kind: "now" };
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    set: (next) => {
      state = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

const place = document.getElementById("app");
if (place === null) throw new Error("index.html has no #app");
createRoot(place).render(
  <StrictMode>
    <App useShellModel={useShellModel} clockActions={clockActions} screen={screen} />
  </StrictMode>,
);
