import type { FormatNote, SingleNote } from "./metadata.ts";

/** Notes of one kind that a document keeps. A megabyte can call for a hundred thousand; nobody reads the sixty-fifth. */
const MOST_OF_A_KIND = 64;

/** What a note is about, whether it speaks of one case or of those that were not kept. */
export function kindOfNote(note: FormatNote): SingleNote["kind"] {
  return note.kind === "more-of-a-kind" ? note.of : note.kind;
}

/** The first of each kind in their order, and after them one note that counts the rest of a kind. */
export function limitNotes(notes: readonly SingleNote[]): readonly FormatNote[] {
  const counts = new Map<SingleNote["kind"], number>();
  const kept = notes.filter(({ kind }) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count <= MOST_OF_A_KIND;
  });
  const rest = [...counts].flatMap(([of, count]): readonly FormatNote[] => (count > MOST_OF_A_KIND ? [{ kind: "more-of-a-kind", of, count: count - MOST_OF_A_KIND }] : []));
  return [...kept, ...rest];
}
