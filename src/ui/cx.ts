/** Joins class names, leaving out what does not apply. */
export function cx(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => typeof part === "string" && part !== "").join(" ");
}
