import type { Metadata } from "../model/metadata.ts";
import { flatFields, formatPath, jsonText } from "./field-diff.ts";

/** One line of the view that hides nothing. Plain JSON. */
export interface FieldRow {
  /** Written as in JavaScript: `signed.roles.root.threshold`. */
  readonly path: string;
  /** JSON on one line; of a removed field the value that it had. */
  readonly value: string;
  /** The specification or this app gives the field a meaning. */
  readonly known: boolean;
  readonly changed: "added" | "removed" | "changed" | "same";
  /** What stood there before, where it is another value. */
  readonly before: string | undefined;
}

/** Every field of `signed` in the order of the document, then those that are gone. Without `before` all count as added. */
export function allFields(metadata: Metadata, before?: Metadata): readonly FieldRow[] {
  const old = new Map(before === undefined ? [] : rows(before).map((row) => [row.path, row]));
  const now = rows(metadata);
  const present = new Set(now.map((row) => row.path));
  const gone = [...old.values()].filter((row) => !present.has(row.path));
  return [
    ...now.map((row): FieldRow => {
      const was = old.get(row.path);
      if (was === undefined) return { ...row, changed: "added", before: undefined };
      return was.value === row.value ? { ...row, changed: "same", before: undefined } : { ...row, changed: "changed", before: was.value };
    }),
    ...gone.map((row): FieldRow => ({ ...row, changed: "removed", before: row.value })),
  ];
}

function rows(metadata: Metadata): readonly Pick<FieldRow, "path" | "value" | "known">[] {
  return flatFields(metadata).map(({ path, value, known }) => ({ path: formatPath(path), value: jsonText(value), known }));
}
