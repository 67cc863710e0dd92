import { act } from "react";
import type { ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { onTestFinished } from "vitest";

/** For tests with `// @vitest-environment happy-dom`. */
export type Mounted = {
  readonly container: HTMLElement;
  /** What a reader reads: the text content. */
  readonly text: () => string;
  readonly rerender: (node: ReactNode) => Promise<void>;
  /** The one element that matches; it is an error when there is none. */
  readonly get: (selector: string) => HTMLElement;
  /** Runs something that changes state, and waits for what follows. */
  readonly does: (work: () => unknown) => Promise<void>;
};

export async function mount(node: ReactNode): Promise<Mounted> {
  // React looks for this flag on the global object and warns without it.
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  const container = document.createElement("div");
  document.body.append(container);
  const root = createRoot(container);
  const does = async (work: () => unknown): Promise<void> => {
    await act(async () => {
      await work();
    });
  };
  onTestFinished(async () => {
    await does(() => root.unmount());
    container.remove();
  });
  await does(() => root.render(node));
  return {
    container,
    does,
    text: () => container.textContent ?? "",
    rerender: (next) => does(() => root.render(next)),
    get: (selector) => {
      const found = container.querySelector<HTMLElement>(selector);
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
