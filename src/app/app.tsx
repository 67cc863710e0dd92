import type { ReactNode } from "react";
import { Announcer } from "../ui/controls/announcer.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import { PageTitleProvider } from "./page-title-provider.tsx";
import type { Route } from "../workspace/routes.ts";
import { Shell } from "./shell.tsx";
import type { ClockActions, ShellModel } from "./shell-model.ts";
import { useRoute } from "./use-route.ts";

export type AppProps = {
  /** What the shell shows beside this screen; a hook may stand behind it. */
  readonly useShellModel: (route: Route | undefined) => ShellModel;
  readonly clockActions: ClockActions;
  /** The screen of an address. `path` is for telling what was not found. */
  readonly screen: (route: Route | undefined, path: string) => ReactNode;
};

/** The frame: address, shell, screen. It knows no store: whoever composes the app wires it. */
export function App({ useShellModel, clockActions, screen }: AppProps): ReactNode {
  const { route, path, navigation } = useRoute();
  const model = useShellModel(route);
  return (
    <Announcer>
      <PageTitleProvider navigation={navigation}>
        <Shell model={model} route={route} clockActions={clockActions}>
          <ErrorBoundary build={model.build} path={path}>
            {screen(route, path)}
          </ErrorBoundary>
        </Shell>
      </PageTitleProvider>
    </Announcer>
  );
}
