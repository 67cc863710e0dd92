import { createContext, useContext, useEffect, useRef } from "react";
import type { Context, RefObject } from "react";

/** What the shell does when a screen says its name: set the document's title, move focus after a navigation. */
export type OnPageTitle = (title: string, heading: HTMLElement) => void;

export type PageTitlePort = {
  readonly onTitle: OnPageTitle;
  /** Grows by one with every navigation, so that a screen that stays mounted says its name again. */
  readonly navigation: number;
};

export const PageTitleContext: Context<PageTitlePort | undefined> = createContext<PageTitlePort | undefined>(undefined);

/** For the one `h1` of a screen. `title` is plain text: it goes to the window's title bar. */
export function usePageTitle(title: string): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  const port = useContext(PageTitleContext);
  useEffect(() => {
    if (heading.current !== null) port?.onTitle(title, heading.current);
  }, [port, title]);
  return heading;
}
