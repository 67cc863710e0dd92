import type { Metadata } from "../model/metadata.ts";
import type { Change, FieldChange } from "./change.ts";
import { differingFields, formatPath, jsonText, type FieldDifference, type FieldPath } from "./field-diff.ts";

/**
 * Collects changes together with the fields that each of them tells about. What differs and is told by none of them
 * becomes a `field` change at the end, which is why no difference can be overlooked by a rule that was forgotten.
 */
export class ChangeList {
  private readonly changes: Change[] = [];
  private readonly told = new Set<string>();

  add(change: Change, ...covers: readonly FieldPath[]): void {
    this.changes.push(change);
    this.cover(...covers);
  }

  /** For fields that a change added before, or elsewhere, has told about. */
  cover(...paths: readonly FieldPath[]): void {
    for (const path of paths) this.told.add(JSON.stringify(path));
  }

  finish(before: Metadata, after: Metadata): readonly Change[] {
    const rest = differingFields(before, after).filter(({ path }) => !this.tells(path));
    return [...this.changes, ...rest.map(fieldChange)];
  }

  /** A path is told when it or anything above it is. */
  private tells(path: FieldPath): boolean {
    return path.some((_, i) => this.told.has(JSON.stringify(path.slice(0, i + 1))));
  }
}

export function fieldChange({ path, before, after, known }: FieldDifference): FieldChange {
  const text = (value: FieldDifference["before"]): string | undefined => (value === undefined ? undefined : jsonText(value));
  return { kind: "field", path: formatPath(path), before: text(before), after: text(after), known };
}
