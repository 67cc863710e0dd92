import { useMemo, useRef } from "react";
import type { ReactNode } from "react";
import { PageTitleContext } from "../ui/layout/page-title.ts";
import type { PageTitlePort } from "../ui/layout/page-title.ts";

export type PageTitleProviderProps = { readonly navigation: number; readonly children: ReactNode };

/**
 * The screen's name goes to the window's title, and after a navigation its heading takes focus, so that a screen reader
 * starts there. Not on first load: there the browser is where it should be.
 */
export function PageTitleProvider({ navigation, children }: PageTitleProviderProps): ReactNode {
  /** The navigation whose heading was given focus. */
  const focused = useRef(0);
  const frame = useRef(0);
  const port = useMemo<PageTitlePort>(
    () => ({
      navigation,
      onTitle: (title, heading) => {
        document.title = `${title} · Countersign`;
        if (focused.current === navigation) return;
        // With the frame that shows it: asked for now, both would have the browser lay the page out once more. Of several
        // headings before that frame (a screen that got its answer, a window that is hidden) the last is the one that is shown.
        cancelAnimationFrame(frame.current);
        frame.current = requestAnimationFrame(() => {
          if (!heading.isConnected) return;
          focused.current = navigation;
          // Whoever has a dialog open is in it.
          if (document.querySelector("dialog[open]") !== null) return;
          window.scrollTo(0, 0);
          heading.focus({ preventScroll: true });
        });
      },
    }),
    [navigation],
  );
  return <PageTitleContext value={port}>{children}</PageTitleContext>;
}
