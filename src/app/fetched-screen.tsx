import { createElement, lazy, useState, type ComponentType, type ReactNode } from "react";

export interface FetchedScreen<P extends object> {
  readonly Screen: (props: P) => ReactNode;
  /** Fetches it before it is asked for. What goes wrong is told when it is. */
  readonly prefetch: () => void;
}

/**
 * A screen whose code is fetched, from this very host, when it is first shown. Once it was fetched it is shown at once:
 * `lazy` alone would put its fallback up first, and React leaves a fallback for a third of a second.
 */
export function fetchedScreen<P extends object>(load: () => Promise<ComponentType<P>>): FetchedScreen<P> {
  let fetched: ComponentType<P> | undefined;
  const fetch = async (): Promise<ComponentType<P>> => (fetched ??= await load());
  const Lazy = lazy(async () => ({ default: await fetch() }));
  const Screen = (props: P): ReactNode => {
    const [shown] = useState(() => fetched ?? Lazy); // the same for as long as it is on screen, or it would begin anew
    return createElement(shown as ComponentType<P>, props); // lazy's own type says the same of its props
  };
  return { Screen, prefetch: () => void fetch().catch(() => undefined) };
}
