/** Hands a text to the browser's own download. */
export function saveText(name: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The download has begun by then; some browsers read the blob a little later.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
