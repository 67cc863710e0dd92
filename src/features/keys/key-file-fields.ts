import { utf8, type Bytes } from "../../lib/bytes.ts";
import { peekText, takeText } from "../../ui/controls/take-text.ts";
import { hasFile, readFile } from "./read-file-field.ts";

export const FILE = "private-key-file";
export const TEXT = "private-key-text";

export function hasKeyText(form: HTMLFormElement): boolean {
  return hasFile(form, FILE) || peekText(form, TEXT).trim() !== "";
}

/** The file where one is chosen, else what was pasted; the text's field is emptied at once. Strings cannot be wiped; the bytes are, by the keyring. */
export async function takeKeyFile(form: HTMLFormElement): Promise<Bytes> {
  const pasted = utf8(takeText(form, TEXT));
  const file = await readFile(form, FILE);
  if (file === undefined) return pasted;
  pasted.fill(0);
  return file;
}
