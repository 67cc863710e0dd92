import { useMemo, useState } from "react";
import { useHashLocation } from "wouter/use-hash-location";
import { parseRoute } from "../workspace/routes.ts";
import type { Route } from "../workspace/routes.ts";

export type CurrentRoute = {
  readonly route: Route | undefined;
  /** As it stands behind the hash. */
  readonly path: string;
  /** How many times the address has changed since the app began. */
  readonly navigation: number;
};

/** The screen that the address names, following the address. */
export function useRoute(): CurrentRoute {
  const [path] = useHashLocation();
  const [seen, setSeen] = useState({ path, navigation: 0 });
  // Setting state while rendering makes React render again at once, before anything is drawn.
  if (seen.path !== path) setSeen({ path, navigation: seen.navigation + 1 });
  return useMemo(() => ({ ...seen, route: parseRoute(seen.path) }), [seen]);
}
