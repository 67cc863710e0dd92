import type { Bytes } from "../lib/bytes.ts";

export type ExportType = "application/json" | "application/zip" | "application/octet-stream" | "application/x-pem-file" | "text/plain";

/** Long enough for the slowest "where shall I save it?". Units: milliseconds. */
const KEEP_MS = 5 * 60_000;
const NOT_IN_NAMES = /[\\/:*?"<>|\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** On the main thread, in answer to a gesture: hands a file to the browser, which saves it as it is set up to. */
export function downloadBytes(name: string, bytes: Bytes, type: ExportType): void {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName(name);
  document.body.append(link); // Firefox follows only links that are in the document
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS);
}

/** A role's name may hold anything; a file's name may not. */
export function fileName(name: string): string {
  return name.replace(NOT_IN_NAMES, "_").replace(/^\.+/, "_") || "file";
}
