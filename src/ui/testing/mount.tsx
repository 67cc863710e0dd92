import { act } from "react";
import type { ReactNode } from "react";
import { createRoot } from "react-dom/client";

// For tests with `// @vitest-environment happy-dom`. It stands here and not in src/test because only the layers from ui on
// may know React.

export type Mounted = {
  readonly container: HTMLElement;
  /** What a reader reads: the text content. */
  readonly text: () => string;
  readonly rerender: (node: ReactNode) => Promise<void>;
  /** The one element that matches; it is an error when there is none. */
  readonly get: <E extends HTMLElement = HTMLElement>(selector: string) => E;
  /** Runs something that changes state, and waits for what follows. */
  readonly does: (work: () => unknown) => Promise<void>;
  /** Waits for words that come from work outside React: a worker, storage, keys. */
  readonly shows: (words: string) => Promise<void>;
};

const PATIENCE_MS = 30_000;

let clearLast: () => Promise<void> = async () => undefined;

/** Takes down what is mounted, for a test that touches the window afterwards. */
export async function unmount(): Promise<void> {
  const clear = clearLast;
  clearLast = async () => undefined;
  await clear();
}

/** One thing is mounted at a time: the one before is taken down first, its timers and listeners with it. */
export async function mount(node: ReactNode): Promise<Mounted> {
  await unmount();
  const container = document.createElement("div");
  document.body.append(container);
  const root = createRoot(container);
  const does = async (work: () => unknown): Promise<void> => {
    // React looks for this flag on the global object. It holds for the act alone: what workers and keys answer between
    // acts is drawn as in a browser, and no cause for a warning.
    const flags = globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean };
    flags.IS_REACT_ACT_ENVIRONMENT = true;
    try {
      await act(async () => {
        await work();
      });
    } finally {
      flags.IS_REACT_ACT_ENVIRONMENT = false;
    }
  };
  clearLast = async () => {
    await does(() => root.unmount());
    container.remove();
  };
  await does(() => root.render(node));
  return {
    container,
    does,
    text: () => container.textContent ?? "",
    shows: async (words) => {
      const until = performance.now() + PATIENCE_MS;
      while (!(container.textContent ?? "").includes(words)) {
        if (performance.now() > until) throw new Error(`waited in vain for "${words}" in: ${container.textContent ?? ""}`);
        await does(() => new Promise((resolve) => setTimeout(resolve, 10)));
      }
    },
    rerender: (next) => does(() => root.render(next)),
    get: <E extends HTMLElement>(selector: string): E => {
      const found = container.querySelector<E>(selector);
      if (found === null) throw new Error(`nothing matches ${selector} in ${container.innerHTML}`);
      return found;
    },
  };
}

/** Types into a controlled field as a person would: React hears the event only when the value really changed. */
export function typeInto(element: HTMLElement, value: string): void {
  const prototype = element instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  const setter = Object.getOwnPropertyDescriptor(prototype, "value")?.set;
  setter?.call(element, value);
  element.dispatchEvent(new Event("input", { bubbles: true }));
}
