import type { Fingerprint } from "../model/ids.ts";

/**
 * Words with marks. `foreign` text came from metadata and must be shown so that it cannot pass for the app's own.
 * `key`: what metadata calls a key that a person may know by a name of their own.
 */
export interface TextPart {
  readonly text: string;
  readonly strong?: true;
  readonly foreign?: true;
  readonly key?: Fingerprint;
}

export interface Sentence<Kind extends string = string> {
  readonly kind: Kind;
  readonly parts: readonly TextPart[];
}

export function plain(text: string): TextPart {
  return { text };
}

export function strong(text: string): TextPart {
  return { text, strong: true };
}

export function foreign(text: string): TextPart {
  return { text, foreign: true };
}

/** A key by its label or id. */
export function keyCalled(text: string, key: Fingerprint | undefined): TextPart {
  return key === undefined ? foreign(text) : { text, foreign: true, key };
}

/** For search, speech and tests; a screen shows the parts. */
export function sentenceText(sentence: Pick<Sentence, "parts">): string {
  return sentence.parts.map((part) => part.text).join("");
}

/** `a`, `a and b`, `a, b and c`; after `limit` the rest is counted. */
export function series(items: readonly (readonly TextPart[])[], limit: number = items.length): readonly TextPart[] {
  const shown = items.length > limit ? [...items.slice(0, limit), [plain(`${items.length - limit} more`)]] : items;
  return shown.flatMap((parts, i) => {
    if (i === 0) return parts;
    return [plain(i === shown.length - 1 ? " and " : ", "), ...parts];
  });
}

/** Numbers up to ten as words, where a sentence reads better so. */
export function countWord(count: number): string {
  return ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"][count] ?? String(count);
}

export function plural(count: number, one: string, many: string = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
