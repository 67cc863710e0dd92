import type { Bytes } from "../../lib/bytes.ts";

/** One byte more than the keyring takes, so that it can say that a file is too large. */
const MOST_BYTES = 64 * 1024 + 1;

/** The file that was chosen in a form's field; undefined when none was. It stays chosen: a wrong passphrase is no reason to look for it again. */
export async function readFile(form: HTMLFormElement, name: string): Promise<Bytes | undefined> {
  const chosen = fileField(form, name).files?.[0];
  return chosen === undefined ? undefined : new Uint8Array(await chosen.slice(0, MOST_BYTES).arrayBuffer());
}

export function hasFile(form: HTMLFormElement, name: string): boolean {
  return fileField(form, name).files?.length === 1;
}

function fileField(form: HTMLFormElement, name: string): HTMLInputElement {
  const found = form.elements.namedItem(name);
  if (found instanceof HTMLInputElement && found.type === "file") return found;
  throw new Error(`the form has no file field ${name}`);
}
