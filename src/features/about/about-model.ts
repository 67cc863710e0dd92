/** The Content Security Policy of this document: from the server, from the page itself, neither, or not to be found out. */
export type PolicyState =
  | { readonly kind: "header"; readonly policy: string }
  | { readonly kind: "meta"; readonly policy: string }
  | { readonly kind: "none" }
  | { readonly kind: "unknown"; readonly why: string };

/** What the browser says about this origin's storage. Units: bytes, as the browser estimates them. */
export type StorageState = {
  readonly usageBytes: number;
  readonly quotaBytes: number;
  /** The browser promised not to evict it on its own. */
  readonly persisted: boolean;
};

/** Shape: `digest` is lower-case hex. */
export type BuildState = { readonly version: string; readonly digest: string };

/** "3.2 MB". Decimal units, as browsers and disks count. */
export function bytesText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"] as const;
  const step = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[step] ?? "TB"}`;
}
