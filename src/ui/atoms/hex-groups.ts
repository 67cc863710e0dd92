export function isHex(value: string): boolean {
  return /^[0-9a-fA-F]+$/.test(value);
}

/** Groups of four digits; the last may be shorter. Shape: joined, they are the input. */
export function hexGroups(value: string): readonly string[] {
  return value.match(/.{1,4}/g) ?? [];
}

/** Blocks of four groups: eight bytes, as many as a row of the word grid. Shape: joined, they are the input. */
export function hexBlocks(value: string): readonly string[] {
  return value.match(/.{1,16}/g) ?? [];
}
