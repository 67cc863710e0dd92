import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { diffRows, type DiffRow } from "./diff-rows.ts";
import { diffTexts } from "./line-diff.ts";

const wide = { mode: "side-by-side", columns: 80, unfolded: new Set<number>() } as const;
const lines = (count: number, word: string): string => Array.from({ length: count }, (_, i) => `${word} ${i}`).join("\n");

function hunksOf(before: string, after: string): NonNullable<ReturnType<typeof diffTexts>> {
  const hunks = diffTexts(before, after);
  if (hunks === undefined) throw new Error("too different");
  return hunks;
}

describe("lines of two texts", () => {
  it("puts what went and what came at one place into one hunk, with the numbers of both sides", () => {
    expect(hunksOf("a\nb\nc\nd", "a\nB\nd")).toEqual([
      { kind: "same", left: ["a"], right: ["a"], leftFrom: 1, rightFrom: 1 },
      { kind: "differs", left: ["b", "c"], right: ["B"], leftFrom: 2, rightFrom: 2 },
      { kind: "same", left: ["d"], right: ["d"], leftFrom: 4, rightFrom: 3 },
    ]);
  });

  it("loses no line of either side, whatever the texts", () => {
    const text = fc.array(fc.constantFrom("{", "}", "a", "b", "", "\u202e"), { maxLength: 20 }).map((parts) => parts.join("\n"));
    fc.assert(fc.property(text, text, (before, after) => {
      const hunks = hunksOf(before, after);
      expect(hunks.flatMap(({ left }) => left).join("\n")).toBe(before);
      expect(hunks.flatMap(({ right }) => right).join("\n")).toBe(after);
      const rows = diffRows(hunks, { ...wide, unfolded: new Set(hunks.keys()) });
      expect(rows.flatMap((row) => (row.kind !== "fold" && row.left !== undefined ? [row.left.text] : [])).join("\n")).toBe(before);
    }));
  });
});

describe("rows", () => {
  const folds = (rows: readonly DiffRow[]): readonly number[] => rows.flatMap((row) => (row.kind === "fold" ? [row.lines] : []));

  it("keep three lines around a difference and fold the rest, until they are asked for", () => {
    const hunks = hunksOf(`${lines(20, "x")}\nold\n${lines(20, "y")}`, `${lines(20, "x")}\nnew\n${lines(20, "y")}`);
    expect(folds(diffRows(hunks, wide))).toEqual([17, 17]);
    expect(folds(diffRows(hunks, { ...wide, unfolded: new Set([0]) }))).toEqual([17]);
  });

  it("show two equal texts whole", () => {
    const rows = diffRows(hunksOf(lines(30, "x"), lines(30, "x")), wide);
    expect(rows).toHaveLength(30);
  });

  it("break a long line at the column on both sides, and number it once", () => {
    const rows = diffRows(hunksOf("abcdefgh", "abcd"), { ...wide, columns: 3 });
    expect(rows).toEqual([
      { kind: "differs", left: { number: 1, text: "abc" }, right: { number: 1, text: "abc" } },
      { kind: "differs", left: { number: undefined, text: "def" }, right: { number: undefined, text: "d" } },
      { kind: "differs", left: { number: undefined, text: "gh" }, right: undefined },
    ]);
  });

  it("never part the halves of a surrogate pair", () => {
    const rows = diffRows(hunksOf("ab😀", "x"), { ...wide, columns: 3 });
    expect(rows.flatMap((row) => (row.kind === "fold" ? [] : [row.left?.text]))).toEqual(["ab", "😀"]);
  });

  it("stand one below the other where there is no room for two columns: what went first", () => {
    const rows = diffRows(hunksOf("a\nb", "a\nc"), { ...wide, mode: "unified" });
    expect(rows.map((row) => (row.kind === "fold" ? "" : `${row.left?.text ?? ""}|${row.right?.text ?? ""}`))).toEqual(["a|a", "b|", "|c"]);
  });
});
