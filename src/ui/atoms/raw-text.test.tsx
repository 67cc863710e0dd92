// @vitest-environment happy-dom
import fc from "fast-check";
import { expect, test } from "vitest";
import { mount } from "../testing/mount.tsx";
import { indexRows } from "./raw-rows.ts";
import { RawText } from "./raw-text.tsx";

test("the rows of each line, joined, are that line", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary", maxLength: 60 })), fc.integer({ min: 1, max: 30 }), (parts, columns) => {
      const text = parts.join("\n");
      const index = indexRows(text, columns);
      const lines: string[] = [];
      for (let row = 0; row < index.rowCount; row++) {
        const { line, text: part } = index.rowAt(row);
        lines[line - 1] = (lines[line - 1] ?? "") + part;
      }
      expect(lines.join("\n")).toBe(text);
      expect(index.lineCount).toBe(lines.length);
    }),
  );
});

test("only the first row of a line carries its number", () => {
  const index = indexRows("abcdef\ngh", 4);
  expect([0, 1, 2].map((row) => index.rowAt(row))).toEqual([
    { line: 1, text: "abcd", first: true },
    { line: 1, text: "ef", first: false },
    { line: 2, text: "gh", first: true },
  ]);
});

test("a surrogate pair is never torn apart", () => {
  const index = indexRows("abc🔑def", 4);
  expect(index.rowAt(0).text).toBe("abc");
  expect(index.rowAt(1).text).toBe("🔑de");
});

test("a short text is in the page as a whole, so that find-in-page works", async () => {
  const text = Array.from({ length: 500 }, (_, line) => `line ${line}`).join("\n");
  const { container, get } = await mount(<RawText text={text} label="root.json" />);
  expect(container.querySelectorAll("bdi")).toHaveLength(500);
  expect(get('[role="region"]').getAttribute("aria-label")).toBe("root.json, 500 lines");
});

test("of five megabytes in one line only what is near the window is in the page", async () => {
  const { container } = await mount(<RawText text={"x".repeat(5_000_000)} label="canonical bytes" maxRows={20} />);
  expect(container.querySelectorAll("bdi").length).toBeGreaterThan(20);
  expect(container.querySelectorAll("bdi").length).toBeLessThan(120);
});

test("indentation is kept as it is, and what cannot be seen is named", async () => {
  const { container } = await mount(<RawText text={'  "a": "\u202eb"  '} label="x" />);
  expect(container.querySelector("bdi")?.textContent).toBe('  "a": "⟨U+202E⟩b"  ');
});
