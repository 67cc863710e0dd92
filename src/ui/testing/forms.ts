import { typeInto, type Mounted } from "./mount.tsx";

// Forms as a person meets them, for tests with `// @vitest-environment happy-dom`.

/** Of the open dialog where there is one, else of the page. The words are all that the button says. */
export function button({ container }: Mounted, words: string): HTMLElement {
  const within = container.querySelector("dialog[open]") ?? container;
  const found = [...within.querySelectorAll("button")].find((one) => one.textContent?.trim() === words);
  if (found === undefined) throw new Error(`no button ${words} among: ${[...within.querySelectorAll("button")].map((one) => one.textContent?.trim()).join(" | ")}`);
  return found;
}

/** Waits while the button is busy: it ignores presses then. */
export async function press(screen: Mounted, words: string): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (button(screen, words).getAttribute("aria-busy") === "true" && performance.now() < until) await moment(screen);
  await screen.does(() => button(screen, words).click());
}

/** By the label that stands at it, in the open dialog where there is one. */
export function field({ container }: Mounted, label: string): HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement {
  const within = container.querySelector("dialog[open]") ?? container;
  const tied = [...within.querySelectorAll("label")].find((one) => one.textContent?.trim() === label);
  const found: Element | null = tied === undefined ? null : (tied.querySelector("input") ?? within.querySelector(`[id="${tied.htmlFor}"]`));
  if (found instanceof HTMLInputElement || found instanceof HTMLTextAreaElement || found instanceof HTMLSelectElement) return found;
  throw new Error(`no field ${label} among: ${[...within.querySelectorAll("label")].map((one) => one.textContent?.trim()).join(" | ")}`);
}

export async function fill(screen: Mounted, label: string, value: string): Promise<void> {
  await screen.does(() => typeInto(field(screen, label), value));
}

export async function choose(screen: Mounted, label: string, value: string): Promise<void> {
  await screen.does(() => {
    const select = field(screen, label);
    select.value = value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

/** happy-dom has no way to choose a file; the list of a field is what a form reads. */
export function chooseFile(screen: Mounted, label: string, name: string, bytes: Uint8Array<ArrayBuffer>): void {
  Object.defineProperty(field(screen, label), "files", { value: [new File([bytes], name)], configurable: true });
}

/** Waits until no dialog is open. */
export async function closed(screen: Mounted): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (screen.container.querySelector("dialog[open]") !== null) {
    if (performance.now() > until) throw new Error(`the dialog stays open: ${screen.get("dialog[open]").textContent ?? ""}`);
    await moment(screen);
  }
}

const PATIENCE_MS = 30_000;

function moment(screen: Mounted): Promise<void> {
  return screen.does(() => new Promise((resolve) => setTimeout(resolve, 10)));
}

/** As the button of that form, or Enter in one of its fields, would. */
export async function submit(screen: Mounted, selector = "dialog[open] form"): Promise<void> {
  await screen.does(() => submitNow(screen, selector));
}

export function submitNow(screen: Mounted, selector = "dialog[open] form"): void {
  const form = screen.get(selector);
  if (!(form instanceof HTMLFormElement)) throw new Error(`${selector} is no form`);
  form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
}
