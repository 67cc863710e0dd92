/** Reads a field of a form and empties it in the same turn, so that a secret does not stay in the page. */
export function takeText(form: HTMLFormElement, name: string): string {
  const field = textField(form, name);
  const text = field.value;
  field.value = "";
  field.dispatchEvent(new Event("input", { bubbles: true })); // whoever follows what is typed sees that nothing is left
  return text;
}

/** Reads it and leaves it: to see whether there is anything, or whether two are the same. */
export function peekText(form: HTMLFormElement, name: string): string {
  return textField(form, name).value;
}

function textField(form: HTMLFormElement, name: string): HTMLInputElement | HTMLTextAreaElement {
  const found = form.elements.namedItem(name);
  if (found instanceof HTMLInputElement || found instanceof HTMLTextAreaElement) return found;
  throw new Error(`the form has no field ${name}`);
}
