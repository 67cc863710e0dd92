// Controls, what turns the direction of text, and what has no width: nothing of it may change how our sentence reads.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;
const MAX_SHOWN = 200;

/** Text from outside, made safe to stand inside a sentence of ours: in quotes, the unseen spelled out, not too long. */
export function quoted(text: string): string {
  const shown = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
  return `“${shown.replace(UNSEEN, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`)}”`;
}

/** Units: the largest of B, KiB, MiB, GiB that leaves at least 1, with the exact count where it was rounded. */
export function sizeText(bytes: number): string {
  const units = ["KiB", "MiB", "GiB"];
  let [value, unit] = [bytes, "B"];
  while (value >= 1024 && units.length > 0) [value, unit] = [value / 1024, units.shift() ?? unit];
  return unit === "B" ? `${bytes} ${bytes === 1 ? "byte" : "bytes"}` : `${Number(value.toFixed(1))} ${unit}`;
}
