import type { Watch } from "./keyring.ts";

/** For one of two derivations of about the same length. */
export function partOf({ onProgress, ...watch }: Watch, index: 0 | 1): Watch {
  return { ...watch, onProgress: (fraction) => onProgress?.((index + fraction) / 2) };
}
